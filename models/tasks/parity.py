"""The parity of the labels so far: one bit must be carried from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import torch

from models.tasks.drawn import one_hot, random
from models.tasks.task import Task


@dataclass(frozen=True)
class Parity:
    """Bits, one-hot; the answer at every step, or once at the end, is whether the ones so far are odd in number.

    A task to tell the design patterns apart (Goodfellow et al. 2016, section 10.2): what must be carried is one bit,
    which an output can carry as well as a hidden state if it is asked for at every step.
    """

    steps: int = 10
    at_end: bool = False

    @property
    def chance(self) -> float:
        """The cross entropy of two equal classes."""
        return log(2)

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        bits = random(seed).integers(0, 2, (self.steps, count))
        odd = torch.from_numpy(bits.cumsum(0) % 2)
        return Task(one_hot(bits, 2), odd[-1] if self.at_end else odd, (), "cross_entropy")
