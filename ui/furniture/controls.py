"""The controls of the pages, one function each; a control's state is in the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.shelf import gallery_text
from models.data import sunspots
from ui.address import bound, widget_key
from ui.address.spelling import decimal, one_of, text, whole
from ui.dials import Dial, dials, offer
from ui.running.choice import DEFAULT_TEXT, Choice, Data

SEQUENCES: tuple[Data, ...] = ("sunspots", "text")
"""The data that every page can read; the Studio has more."""

MOST_COLUMNS = 12
MOST_UPDATES = 300
MOST_TYPED = 400
MOST_SEED = 9999


def choose_definition(names: Sequence[str], default: str) -> str:
    """Offer definitions of the gallery by their titles; returns the name of the chosen one."""
    titles = gr.gallery()
    return bound(
        st.selectbox, "Definition", list(names), key="model", default=default, spelling=one_of(names),
        format_func=lambda one: titles[one].partition(":")[0],
    )  # fmt: skip


def edit_definition(name: str) -> str:
    """Offer a definition's text for change; what is written stays, right or wrong."""
    with st.expander("Change its equations"):
        key = widget_key(f"text of {name}")
        return str(st.text_area("Definition", gallery_text(name), height=300, key=key, label_visibility="collapsed"))


def choose_segment(label: str, options: Sequence[str], *, key: str, default: str = "", **shown: Any) -> str:
    """Offer a few options side by side, of which one is always chosen: at first ``default``, or the first."""
    return bound(
        st.segmented_control, label, list(options), key=key, default=default or options[0], spelling=one_of(options),
        required=True, **shown,
    )  # fmt: skip


def choose_number(label: str, among: range, *, key: str, default: int, said: str = "") -> int:
    """Offer a dial with a slider over a range, its ends included; ``said`` explains it."""
    low, high = among.start, among.stop
    return offer(Dial(key, label, low, high, among.step, whole(low, high), said=said), default)


def choose_decimal(label: str, ends: tuple[float, float], step: float, *, key: str, default: float) -> float:
    """Offer a dial with a slider from one end to the other."""
    low, high = ends
    return offer(Dial(key, label, low, high, step, decimal(low, high)), default)


def choose_whole(label: str, among: range, *, key: str, default: int, said: str = "") -> int:
    """Offer a dial that is a box for a whole number in a range, its ends included; ``said`` explains it."""
    low, high = among.start, among.stop
    return offer(Dial(key, label, low, high, 1, whole(low, high), boxed=True, said=said), default)


def choose_detail(default: gr.Detail = "variables") -> gr.Detail:
    """Offer the levels of detail."""
    return cast(gr.Detail, choose_segment("Detail", ["variables", "operations"], key="detail", default=default))


def choose_columns(default: int = 6) -> int:
    """Offer how many steps are drawn."""
    return choose_number("Unfold, steps drawn", range(1, MOST_COLUMNS), key="unfold", default=default)


def choose_data_of(data: Data, *, with_steps: bool = True) -> tuple[Data, str, int, int]:
    """Offer what a kind of data needs: the text, the first year, and the years read, if those are not drawn alone."""
    first, last = (int(year) for year in sunspots()[0][[0, -1]])
    if data == "text":
        return data, choose_text("Text, one character a step", key="typed", default=DEFAULT_TEXT), first, 48
    start = choose_number("First year", range(first, last - 1), key="from", default=first)
    window = choose_number("Years read", range(2, 120), key="window", default=48) if with_steps else 48
    return data, DEFAULT_TEXT, start, window


def choose_text(label: str, *, key: str, default: str, most: int = MOST_TYPED) -> str:
    """Offer a line of text."""
    return bound(st.text_input, label, key=key, default=default, spelling=text(most), max_chars=most)


def choose_hidden(default: int = 8) -> int:
    """Offer the number of hidden units."""
    return choose_number("Hidden units", range(1, 32), key="hidden", default=default)


def choose_seed() -> int:
    """Offer the seed of the first weights."""
    return choose_whole("Seed", range(MOST_SEED), key="seed", default=0)


def choose_updates() -> int:
    """Offer how often the weights are corrected before the run."""
    said = "How often the weights are corrected (Adam) on the very steps shown, before they are run."
    return choose_number("Training updates", range(0, MOST_UPDATES, 20), key="updates", default=0, said=said)


def choose_model() -> Choice:
    """Offer any definition of the gallery, changed at will, and the kind of data that it reads."""
    with st.sidebar:
        name = choose_definition(list(gr.gallery()), "elman")
        text = edit_definition(name)
        detail, data = choose_detail(), cast(Data, choose_segment("Input", SEQUENCES, key="data"))
    return Choice(name, text, detail, data)


def choose_numbers(choice: Choice) -> Choice:
    """Offer what the run of a model needs besides: the data themselves, sizes, seed and training."""
    with st.sidebar, dials():
        columns = choose_columns()
        _, typed, start, window = choose_data_of(choice.data)
        hidden, seed, updates = choose_hidden(), choose_seed(), choose_updates()
    name, text, detail, data = choice.name, choice.text, choice.detail, choice.data
    return Choice(name, text, detail, data, typed, columns, window, start, hidden, seed, updates)
