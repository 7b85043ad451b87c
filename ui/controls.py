"""The controls of the pages, one function each; a control's state is in the page's address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.shelf import gallery_text
from models.data import sunspots
from ui.choice import DEFAULT_TEXT, Choice, Data

MOST_COLUMNS = 12
MOST_UPDATES = 300


def choose_definition(names: Sequence[str], default: str) -> str:
    """Offer definitions of the gallery by their titles; returns the name of the chosen one."""
    titles = gr.gallery()
    return str(
        st.selectbox(
            "Definition",
            list(names),
            index=list(names).index(default),
            key="model",
            bind="query-params",
            format_func=lambda one: titles[one].partition(":")[0],
        )
    )


def edit_definition(name: str) -> str:
    """Offer a definition's text for change; what is written stays, right or wrong."""
    with st.expander("Change its equations"):
        return str(
            st.text_area("Definition", gallery_text(name), height=300, key=f"text-{name}", label_visibility="collapsed")
        )


def choose_detail(default: gr.Detail = "variables") -> gr.Detail:
    """Offer the levels of detail."""
    detail: gr.Detail = st.segmented_control(
        "Detail", ["variables", "operations"], default=default, key="detail", bind="query-params", required=True
    )
    return detail


def choose_columns(default: int = 6) -> int:
    """Offer how many steps are drawn."""
    return int(st.slider("Unfold, steps drawn", 1, MOST_COLUMNS, default, key="unfold", bind="query-params"))


def choose_data() -> tuple[Data, str, int, int]:
    """Offer the input: the kind of data, the text, the first year, and the years read."""
    first, last = (int(year) for year in sunspots()[0][[0, -1]])
    data: Data = st.segmented_control(
        "Input", ["sunspots", "text"], default="sunspots", key="data", bind="query-params", required=True
    )
    if data == "text":
        label = "Text, one character a step"
        return data, st.text_input(label, DEFAULT_TEXT, key="typed", bind="query-params", max_chars=400), first, 48
    start = st.slider("First year", first, last - 1, first, key="from", bind="query-params")
    window = st.slider("Years read", 2, 120, 48, key="window", bind="query-params")
    return data, DEFAULT_TEXT, start, window


def choose_hidden(default: int = 8) -> int:
    """Offer the number of hidden units."""
    return int(st.slider("Hidden units", 1, 32, default, key="hidden", bind="query-params"))


def choose_seed() -> int:
    """Offer the seed of the first weights."""
    return int(st.number_input("Seed", 0, 9999, 0, key="seed", bind="query-params"))


def choose_updates() -> int:
    """Offer how often the weights are corrected before the run."""
    said = "How often the weights are corrected (Adam) on the very steps shown, before they are run."
    return int(st.slider("Training updates", 0, MOST_UPDATES, 0, 20, key="updates", bind="query-params", help=said))


def choose() -> Choice:
    """Offer everything: any definition of the gallery, changed at will, on any data."""
    with st.sidebar:
        name = choose_definition(list(gr.gallery()), "elman")
        text = edit_definition(name)
        detail, columns = choose_detail(), choose_columns()
        data, typed, start, window = choose_data()
        hidden, seed, updates = choose_hidden(), choose_seed(), choose_updates()
    return Choice(name, text, detail, data, typed, columns, window, start, hidden, seed, updates)
