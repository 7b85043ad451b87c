"""The copying problem: repeat ten symbols after a long wait."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import torch

from models.tasks.drawn import one_hot, random
from models.tasks.task import Task

SYMBOLS, LENGTH = 8, 10
BLANK, GO = SYMBOLS, SYMBOLS + 1


@dataclass(frozen=True)
class Copying:
    """Ten symbols of eight, ``wait`` − 1 blanks, a sign to go, ten blanks; the answer is blank, and the ten at the end.

    Arjovsky, Shah & Bengio (2016); Hochreiter & Schmidhuber (1997). There are wait + 20 steps; who remembers nothing
    says blank and then guesses among eight, which costs 10 ln 8/(wait + 20) a step.
    """

    wait: int = 20

    @property
    def chance(self) -> float:
        """The mean cross entropy per step without memory."""
        return LENGTH * log(SYMBOLS) / (self.wait + 2 * LENGTH)

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        symbols = random(seed).integers(0, SYMBOLS, (LENGTH, count))
        inputs = np.full((self.wait + 2 * LENGTH, count), BLANK)
        inputs[:LENGTH] = symbols
        inputs[LENGTH + self.wait - 1] = GO
        answers = np.full_like(inputs, BLANK)
        answers[-LENGTH:] = symbols
        return Task(one_hot(inputs, SYMBOLS + 2), torch.from_numpy(answers), (), "cross_entropy")
