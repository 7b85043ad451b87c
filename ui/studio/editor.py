"""The editor on the page: the text as typed, and what is wrong with it at its line and column."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.drawing.theme import parameter_colours, theme_named
from ui.furniture.ground import ground
from ui.studio.draft import EDITOR, Draft

_HERE = Path(__file__).parent
_editor = st.components.v2.component(
    "definition_editor",
    html=(_HERE / "editor.html").read_text(encoding="utf-8"),
    css=(_HERE / "editor.css").read_text(encoding="utf-8"),
    js=(_HERE / "editor.js").read_text(encoding="utf-8"),
)


def editor(draft: Draft, *, fault: gr.DefinitionError | None, last: gr.Definition | None) -> None:
    """Show the editor with a draft, its fault if it has one, and the parameters of the ``last`` good one in colours."""
    names = last.names("parameter") if last is not None else ()
    place = {"line": fault.line, "column": fault.column, "message": fault.message} if fault is not None else None
    data = {"of": draft.of, "text": draft.text, "stroke": draft.stroke, "fault": place, "theme": ground()}
    data |= {"colours": parameter_colours(names, theme_named(ground()))}
    data |= {"schedule": f"Computed: {last.schedule()}." if last is not None else ""}
    _editor(data=data, key=EDITOR, default={"typed": None}, on_typed_change=lambda: None)
