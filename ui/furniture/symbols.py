"""The legend of a page: every symbol of its equations, what it is in words, and its size."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from graphviz_rnn.drawing.theme import parameter_colours, theme_named
from graphviz_rnn.graphs.legend import Entry, legend
from graphviz_rnn.language.typeset import Run as Letters
from graphviz_rnn.language.typeset import name_runs
from ui.furniture.ground import ground
from ui.running.runs import Run

_TAGS = {"base": "span", "super": "sup", "sub": "sub"}


def symbols(run: Run) -> None:
    """Show the legend of a run, in its own sizes."""
    shapes = run.model.shapes if run.model is not None else run.definition.shapes()
    st.html(f"<dl>{_entries(legend(run.definition, shapes), run)}</dl>")


def _entries(entries: Sequence[Entry], run: Run) -> str:
    colours = parameter_colours(run.definition.names("parameter"), theme_named(ground()))
    return "".join(_entry(one, colours.get(one.name, "")) for one in entries)


def _entry(one: Entry, colour: str) -> str:
    """Return one symbol; its name lets the live graph light with it."""
    return (
        f'<div data-name="{escape(one.name)}"><dt>{_letters(name_runs(one.name, one.axes), colour)}</dt>'
        f"<dd>{escape(one.words)} <small>{escape(one.size)}</small></dd></div>"
    )


def _letters(runs: Sequence[Letters], colour: str) -> str:
    """Return a symbol as mathematics; a parameter is upright and has its colour, as in the drawing."""
    style = f' style="color:{colour};font-weight:700;font-style:normal"' if colour else ""
    return "".join(
        f'<{_TAGS[one.height]} class="{one.slant}"{style}>{escape(one.text)}</{_TAGS[one.height]}>' for one in runs
    )
