"""What a definition of one's own runs on: sunspots, numbers or a text of one's own, or random inputs."""

from __future__ import annotations

from dataclasses import dataclass

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import runs_with_time
from models.data.pasted import STEPS
from ui.furniture.controls import SEQUENCES, choose_data_of, choose_number, choose_segment, choose_whole
from ui.running.choice import DEFAULT_TEXT, Data
from ui.studio.own_series import choose_own_series

MOST_STEPS = 240
_KINDS: dict[str, str] = {"sunspots": "sunspots", "own": "numbers", "text": "text", "random": "random"}


@dataclass(frozen=True)
class Given:
    """The kind of data, the text or the numbers, and from which step on how many are read; ``said`` in a sentence."""

    data: Data
    said: str
    typed: str = DEFAULT_TEXT
    series: str = ""
    start: int = 1700
    window: int = 48


def choose_given(definition: gr.Definition, seed: int) -> Given:
    """Offer the kinds of input and what each needs; steps only where they are not the ones drawn."""
    with_steps = runs_with_time(definition)
    if not definition.names("input", "target"):
        return _random(seed, with_steps)
    kind = choose_segment("Input", list(_KINDS), key="data", format_func=_KINDS.__getitem__)
    if kind in SEQUENCES:
        return _shared(*choose_data_of(kind, with_steps=with_steps))
    return _own(with_steps) if kind == "own" else _random(seed, with_steps)


def _shared(data: Data, typed: str, start: int, window: int) -> Given:
    """Return data that every page can read."""
    said = {
        "sunspots": f"the yearly sunspot numbers from {start} on, standardised; the target is the next year's",
        "text": "your text, characters one-hot; the target is the next character",
    }
    return Given(data, said[data], typed, start=start, window=window)


def _own(with_steps: bool) -> Given:
    text, found = choose_own_series()
    first = choose_whole("First step", range(1, STEPS), key="first", default=1)
    most = (
        choose_whole("Steps read, at most", range(2, MOST_STEPS), key="read", default=48) if with_steps else MOST_STEPS
    )
    steps = len(found.values)
    start = min(first - 1, steps - 3)
    window = min(most, steps - start - 1)
    said = f"your numbers from step {start + 1} on, standardised; the target is the next step's"
    return Given("own", said, series=text, start=start, window=window)


def _random(seed: int, with_steps: bool) -> Given:
    window = choose_number("Steps run", range(2, 120), key="steps", default=24) if with_steps else 24
    return Given("random", f"random numbers, drawn from seed {seed}", window=window)
