"""The temporal order problem: in which order came two symbols, long ago and far apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import torch

from models.tasks.drawn import one_hot, random
from models.tasks.task import Task

SYMBOLS = "EBabcdXY"
"""Start, end, four that say nothing, and the two whose order counts."""
CLASSES = ("XX", "XY", "YX", "YY")


@dataclass(frozen=True)
class TemporalOrder:
    """A sequence of a, b, c, d with X or Y at two places; the answer, at the end, is which came first and second.

    Hochreiter & Schmidhuber (1997), experiment 6a, which has 100 steps: length T to 1.1 T from E to B, the places in
    T/10 to T/5 and in T/2 to 0.6 T. Examples drawn together have the same length. Guessing is wrong in 75 %.
    """

    steps: int = 100

    @property
    def chance(self) -> float:
        """The cross entropy of four equal classes."""
        return log(len(CLASSES))

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        rng, each, tenth = random(seed), np.arange(count), self.steps // 10
        steps = int(rng.integers(self.steps, self.steps + tenth, endpoint=True))
        symbols = rng.integers(2, 6, (steps, count))
        symbols[0], symbols[-1] = 0, 1
        one, other = rng.integers(0, 2, (2, count))
        symbols[rng.integers(tenth, 2 * tenth, count, endpoint=True), each] = 6 + one
        symbols[rng.integers(5 * tenth, 6 * tenth, count, endpoint=True), each] = 6 + other
        return Task(one_hot(symbols, len(SYMBOLS)), torch.from_numpy(2 * one + other), (), "cross_entropy")
