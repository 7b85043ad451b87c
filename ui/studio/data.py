"""What a definition of one's own runs on: sunspots, numbers or a text of one's own, or random inputs."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from models.data import sunspots
from models.data.pasted import STEPS
from ui.choice import DEFAULT_TEXT, Data
from ui.own_series import choose_own_series

MOST_STEPS = 240
KINDS: tuple[Data, ...] = ("sunspots", "own", "text", "random")
_NAMES = {"sunspots": "sunspots", "own": "numbers", "text": "text", "random": "random"}


@dataclass(frozen=True)
class Given:
    """The kind of data, the text or the numbers, and from which step on how many are read; ``said`` in a sentence."""

    data: Data
    said: str
    typed: str = DEFAULT_TEXT
    series: str = ""
    start: int = 1700
    window: int = 48


def choose_given(seed: int) -> Given:
    """Offer the kinds of input and what each needs."""
    kind: Data = st.segmented_control(
        "Input", KINDS, default=KINDS[0], key="data", bind="query-params", required=True, format_func=_NAMES.__getitem__
    )
    if kind == "random":
        return _random(seed)
    return {"sunspots": _sunspots, "own": _own, "text": _text}[kind]()


def _sunspots() -> Given:
    first, last = (int(year) for year in sunspots()[0][[0, -1]])
    start = int(st.slider("First year", first, last - 1, first, key="from", bind="query-params"))
    window = int(st.slider("Years read", 2, 120, 48, key="window", bind="query-params"))
    said = f"the yearly sunspot numbers from {start} on, standardised; the target is the next year's"
    return Given("sunspots", said, start=start, window=window)


def _own() -> Given:
    text, found = choose_own_series()
    first = int(st.number_input("First step", 1, STEPS, 1, key="first", bind="query-params"))
    most = int(st.number_input("Steps read, at most", 2, MOST_STEPS, 48, key="read", bind="query-params"))
    steps = len(found.values)
    start = min(first - 1, steps - 3)
    window = min(most, steps - start - 1)
    said = f"your numbers of steps {start + 1} to {start + window}, standardised; the target is the next step's"
    return Given("own", said, series=text, start=start, window=window)


def _text() -> Given:
    label = "Text, one character a step"
    typed = str(st.text_input(label, DEFAULT_TEXT, key="typed", bind="query-params", max_chars=400))
    return Given("text", "your text, characters one-hot; the target is the next character", typed=typed)


def _random(seed: int) -> Given:
    window = int(st.slider("Steps run", 2, 120, 24, key="steps", bind="query-params"))
    return Given("random", f"random numbers, drawn from seed {seed}", window=window)
