"""How many of three neighbouring bits are 1: the answer at a step needs the step after it."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, log

import numpy as np
import torch

from models.tasks.drawn import one_hot, random
from models.tasks.task import Task


@dataclass(frozen=True)
class Around:
    """Bits, one-hot; the answer at every step is how many of x(t−1), x(t), x(t+1) are 1, outside all being 0.

    A network that reads from left to right has yet to see x(t+1), an independent bit: at every step but the last it is
    left with two answers, one as likely as the other (Goodfellow et al. 2016, section 10.3).
    """

    steps: int = 10

    @property
    def chance(self) -> float:
        """The mean entropy of the sum of three bits, of two at both ends."""
        inside = max(self.steps - 2, 0)
        return (inside * _entropy(3) + (self.steps - inside) * _entropy(2)) / self.steps

    @property
    def causal_floor(self) -> float:
        """The least mean loss of a reader from left to right: ln 2 at every step but the last."""
        return (self.steps - 1) / self.steps * log(2)

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        bits = random(seed).integers(0, 2, (self.steps, count))
        padded = np.pad(bits, ((1, 1), (0, 0)))
        sums = padded[:-2] + padded[1:-1] + padded[2:]
        return Task(one_hot(bits, 2), torch.from_numpy(sums), (), "cross_entropy")


def _entropy(bits: int) -> float:
    """Return the entropy of how many of ``bits`` fair bits are 1, in nats."""
    shares = [comb(bits, ones) / 2**bits for ones in range(bits + 1)]
    return float(-sum(one * log(one) for one in shares))
