"""The controls beside the picture; each one's state is in the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

import graphviz_rnn as gr

Data = Literal["sunspots", "text"]
Detail = Literal["variables", "operations"]

DEFAULT_TEXT = "the quick brown fox jumps over the lazy dog"
MOST_COLUMNS = 12
MOST_UPDATES = 300


@dataclass(frozen=True)
class Choice:
    """What the user has set: the definition's text, the data and the sizes."""

    name: str
    text: str
    detail: Detail
    data: Data
    typed: str
    columns: int
    window: int
    start: int
    hidden: int
    seed: int
    updates: int


def choose(years: tuple[int, int]) -> Choice:
    """Show the controls in the sidebar and return what is set; ``years`` are the series' first and last."""
    with st.sidebar:
        st.markdown("### Recurrent graphs")
        name = _pick_definition()
        text = _edit(name)
        detail: Detail = st.segmented_control(
            "Detail", ["variables", "operations"], default="variables", key="detail", bind="query-params", required=True
        )
        columns = st.slider("Unfold, steps drawn", 1, MOST_COLUMNS, 6, key="unfold", bind="query-params")
        data: Data = st.segmented_control(
            "Input", ["sunspots", "text"], default="sunspots", key="data", bind="query-params", required=True
        )
        typed, window, start = DEFAULT_TEXT, 48, years[0]
        if data == "text":
            typed = st.text_input(
                "Text, one character a step", DEFAULT_TEXT, key="typed", bind="query-params", max_chars=400
            )
        else:
            start = st.slider("First year", *years, years[0], key="from", bind="query-params")
            window = st.slider("Years read", 2, 120, 48, key="window", bind="query-params")
        hidden = st.slider("Hidden units", 1, 32, 8, key="hidden", bind="query-params")
        seed = int(st.number_input("Seed", 0, 9999, 0, key="seed", bind="query-params"))
        updates = st.slider(
            "Training updates",
            0,
            MOST_UPDATES,
            0,
            20,
            key="updates",
            bind="query-params",
            help="How often the weights are corrected (Adam) on the very steps shown, before they are run.",
        )
    return Choice(name, text, detail, data, typed, columns, window, start, hidden, seed, updates)


def _pick_definition() -> str:
    names = list(gr.gallery())
    titles = gr.gallery()
    return str(
        st.selectbox(
            "Definition",
            names,
            index=names.index("elman"),
            key="model",
            bind="query-params",
            format_func=lambda one: titles[one].partition(":")[0],
        )
    )


def _edit(name: str) -> str:
    """Offer the definition's text for change; what is written stays, right or wrong."""
    from graphviz_rnn.shelf import gallery_text

    with st.expander("Change its equations"):
        return str(
            st.text_area("Definition", gallery_text(name), height=300, key=f"text-{name}", label_visibility="collapsed")
        )
