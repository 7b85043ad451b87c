"""What a user has set: the definition's text, the data and the sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import graphviz_rnn as gr

Data = Literal["sunspots", "text", "own", "random"]

Matrix = tuple[tuple[float, ...], ...]
"""A matrix by rows, such that a choice that has one can be looked up."""

DEFAULT_TEXT = "the quick brown fox jumps over the lazy dog"


@dataclass(frozen=True)
class Choice:
    """A definition and what it runs on; pages set by code what they do not offer as a control.

    ``columns`` are the steps drawn, ``window`` the years read, from the year ``start`` on; ``typed`` is the text read
    in their place, one character a step, ``series`` the text of numbers of one's own; of random numbers ``window`` too
    says the steps. ``weights`` are values for parameters in place of those drawn from the seed, ``sizes`` units by name
    and ``lengths`` steps drawn by axis where they are chosen one by one. ``other`` is a second text, which is learned
    beside the first and shares its alphabet. ``given`` are numbers for inputs and parameters without axes, ``opened``
    the functions whose operations are shown at detail "functions".
    """

    name: str
    text: str
    detail: gr.Detail = "variables"
    data: Data = "sunspots"
    typed: str = DEFAULT_TEXT
    columns: int = 6
    window: int = 48
    start: int = 1700
    hidden: int = 8
    seed: int = 0
    updates: int = 0
    weights: tuple[tuple[str, Matrix | float], ...] = ()
    series: str = ""
    sizes: tuple[tuple[str, int], ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()
    other: str = ""
    given: tuple[tuple[str, tuple[float, ...]], ...] = ()
    opened: tuple[str, ...] = ()

    def steps(self, letters: int, *, most: int | None = None) -> int:
        """Return the steps run: the years read, or for a text its ``letters``; at most ``most``."""
        run = letters if self.data == "text" else self.window
        return run if most is None else min(run, most)
