"""What the page on computational graphs offers: graphs to start from, their text, values and detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.graphs.detail import DETAILS
from graphviz_rnn.shelf import gallery_text
from models import ModelError
from models.data.spelled import spelled_values
from ui.address import bound, carry, set_on, widget_key
from ui.address.spelling import Spelling, one_of
from ui.address.spelling import text as text_of
from ui.furniture.controls import choose_text
from ui.running.choice import Choice
from ui.running.given import sizes_given, used

SUM = """input x : scalar
input y : scalar

z = x * y + x"""

COMPOSED = """def affine(x, w, b) = x' @ w + b
def sigma(z) = 1 / (1 + exp(-z))

input x
param b : scalar

yhat = sigma(affine(x, w, b))"""


_OPENED = "opened"


@dataclass(frozen=True)
class Start:
    """A graph to start from: what it is called, its text, the values it is given, and the detail it is shown at."""

    title: str
    text: str
    values: str
    detail: gr.Detail = "operations"


def _untitled(name: str) -> str:
    """Return a definition of the gallery without its title and source, which the page has."""
    return gallery_text(name).partition("\n\n")[2].strip()


STARTS: Mapping[str, Start] = {
    "multiplication": Start("z = x y", _untitled("multiplication"), "x = 2; y = 3"),
    "sum": Start("z = x y + x", SUM, "x = 2; y = 3"),
    "logistic_regression": Start(
        "logistic regression", _untitled("logistic_regression"), "x = 1 2 -1; w = 0.5 1 -0.5; b = -2"
    ),
    "composed": Start("logistic, of functions", COMPOSED, "x = 1 2 -1; w = 0.5 1 -0.5; b = -2", "functions"),
}
"""The graphs of the page by their names in the address; any can be changed into any other expression."""


def choose_expression() -> Choice:
    """Offer a graph, its equations for change, the values of its leaves, and how much of it is shown."""
    name = bound(
        st.selectbox, "Graph", list(STARTS), key="graph", default="logistic_regression", spelling=one_of(list(STARTS)),
        format_func=lambda one: STARTS[one].title,
    )  # fmt: skip
    start = STARTS[name]
    text = bound(
        st.text_area, "Equations, one a line: type any", key=f"text-{name}", default=start.text, spelling=text_of(4000),
        height=190,
    )  # fmt: skip
    values = choose_text("Values", key=f"values-{name}", default=start.values)
    how = bound(
        st.selectbox, "Detail", list(DETAILS), key=f"detail-{name}", default=str(start.detail), spelling=one_of(DETAILS)
    )
    detail = cast(gr.Detail, how)
    opened = _opened(text) if detail == "functions" else ()
    return _given(Choice(name, text, detail, opened=opened), values)


def _opened(text: str) -> tuple[str, ...]:
    """Return those of the text's own functions that were opened on the drawing; the address holds them."""
    try:
        functions = [name for name, one in gr.parse(text).functions.items() if one.body is not None]
    except gr.DefinitionError:
        return ()  # the page tells what is wrong with it
    if not functions:
        st.caption("This text has no `def`, so there is nothing to open.")
        return ()
    spelling = _some_of(functions)
    opened = set_on(_OPENED, [], spelling)
    carry(_OPENED, spelling.write(opened))
    return tuple(opened)


def toggle_function(name: str) -> None:
    """Open a function that is closed, or close one that is open, in the page's next run."""
    opened = st.session_state[widget_key(_OPENED)]
    kept = [one for one in opened if one != name]
    st.session_state[widget_key(_OPENED)] = kept if name in opened else [*opened, name]


def _some_of(options: Sequence[str]) -> Spelling[list[str]]:
    """Return the spelling of some of ``options``, set apart by commas."""
    each = one_of(options)
    return Spelling(f"some of {', '.join(options)}", lambda said: [each.read(one) for one in said.split(",")], ",".join)


def _given(choice: Choice, values: str) -> Choice:
    """Return a choice with the values that it has a place for; the others are told, and so is what is no value."""
    try:
        given, definition = tuple(spelled_values(values).items()), gr.parse(choice.text)
    except ModelError as error:
        st.warning(str(error))
        return choice
    except gr.DefinitionError:
        return choice  # the page tells what is wrong with the text
    kept = used(definition, given)
    if left := [name for name, _ in given if name not in dict(kept)]:
        st.caption(f"Not used here: {', '.join(left)}. Values go to inputs and parameters without axes.")
    return replace(choice, given=kept, sizes=sizes_given(definition, kept))
