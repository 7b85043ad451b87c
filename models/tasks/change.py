"""Whether a bit differs from the one before: the answers say nothing of what must be carried."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import torch

from models.tasks.drawn import one_hot, random
from models.tasks.task import Task


@dataclass(frozen=True)
class Change:
    """Bits, one-hot; the answer at every step is whether the bit differs from the one before, the first from 0.

    The counterpart of ``Parity``, which undoes it: there the last answer is all that must be known of the past, here
    the answers so far are independent of the last bit, so a network that remembers through its answers alone cannot
    know more than a guess (Goodfellow et al. 2016, section 10.2.1, on recurrence through the output).
    """

    steps: int = 10

    @property
    def chance(self) -> float:
        """The cross entropy of two equal classes."""
        return log(2)

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        bits = random(seed).integers(0, 2, (self.steps, count))
        before = np.concatenate([np.zeros((1, count), bits.dtype), bits[:-1]])
        return Task(one_hot(bits, 2), torch.from_numpy(bits ^ before), (), "cross_entropy")
