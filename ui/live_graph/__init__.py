"""The live graph: a component that plays a trace on the drawn graph, in the browser alone.

It has two halves, so that moving a slider that changes only numbers sends only numbers: one holds the drawings,
the other the values of a run and shows nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent


def _script(*names: str) -> str:
    return "\n".join((_HERE / "script" / f"{name}.js").read_text(encoding="utf-8") for name in names)


_drawing = st.components.v2.component(
    "live_graph",
    html=(_HERE / "live_graph.html").read_text(encoding="utf-8"),
    css=(_HERE / "live_graph.css").read_text(encoding="utf-8"),
    js=_script(
        *(
            "stages",
            "colours",
            "trace",
            "insert",
            "picture",
            "strips",
            "beside",
            "lens",
            "morph",
            "change",
            "functions",
            "causes",
            "walk",
        ),
        *("inspector", "player", "export", "cursor", "fonts", "address", "present", "legend", "transport", "main"),
    ),
)
_values = st.components.v2.component("live_values", html="<i></i>", js=_script("stages", "trace", "numbers"))


def live_graph(drawing: bytes, values: bytes, *, key: str, toggle: Callable[[str], None] | None = None) -> bool:
    """Show a live graph of what ``pack_drawing`` and ``pack_values`` made for the stage ``key``.

    A rerun with the same bytes leaves what plays untouched. Returns whether the browser has drawn it, which it says
    once: what is heavy to load there, such as plotly, is best shown only then, so that it does not hold the graph up.
    ``toggle`` is told the name of a function that is to be opened or closed, before the page runs again.
    """

    def toggled() -> None:
        if toggle is not None and st.session_state[key].toggled:
            toggle(st.session_state[key].toggled)

    with st.container(key=f"stage-{key}", gap=None):
        result = _drawing(
            data=drawing, key=key, default={"drawn": False}, on_drawn_change=lambda: None, on_toggled_change=toggled
        )
        _values(data=values, key=f"{key}-values", height=1)
    return bool(result.drawn)
