"""The adding problem: add two numbers that were marked long ago."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from models.tasks.drawn import floats, random
from models.tasks.task import Task

CORRECT = 0.04
"""An answer counts as right if it is closer than this (Hochreiter & Schmidhuber 1997)."""


@dataclass(frozen=True)
class Adding:
    """Pairs of a value, uniform in 0 to 1, and a mark; one mark in each half. The answer, at the end, is the sum.

    Arjovsky, Shah & Bengio (2016). Saying 1 whatever the input gives the loss 1/6, published as 0.167.
    """

    steps: int = 100

    @property
    def chance(self) -> float:
        """The variance of a sum of two uniform numbers."""
        return 1 / 6

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        rng, half = random(seed), self.steps // 2
        inputs = np.zeros((self.steps, count, 2))
        inputs[..., 0] = rng.random((self.steps, count))
        for low, high in ((0, half), (half, self.steps)):
            inputs[rng.integers(low, high, count), np.arange(count), 1] = 1
        answers = (inputs[..., 0] * inputs[..., 1]).sum(0)[:, None]
        return Task(floats(inputs), floats(answers), (), "mse")


@dataclass(frozen=True)
class AddingWithEnds:
    """The first form: values uniform in −1 to 1, −1 as the mark of the first and the last pair, length T to 1.1 T.

    Hochreiter & Schmidhuber (1997), experiment 4. One of the first ten pairs is marked (value X₁), then another of
    the first T/2 − 1 (X₂); the value of a marked first pair counts as 0. The answer is 0.5 + (X₁ + X₂)/4.
    Examples drawn together have the same length.
    """

    steps: int = 100

    @property
    def chance(self) -> float:
        """The variance of (X₁ + X₂)/4, of which one is 0 where the first pair is marked."""
        first = 1 / 10 + 9 / 10 / (self.steps // 2 - 2)
        return (2 - first) / 3 / 16

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""
        rng, each = random(seed), np.arange(count)
        steps = int(rng.integers(self.steps, self.steps + self.steps // 10, endpoint=True))
        inputs = np.zeros((steps, count, 2))
        inputs[..., 0] = rng.uniform(-1, 1, (steps, count))
        one = rng.integers(0, 10, count)
        other = rng.integers(0, self.steps // 2 - 2, count)
        other += other >= one
        counted = inputs[..., 0].copy()
        counted[0] = 0.0
        answers = 0.5 + (counted[one, each] + counted[other, each]) / 4
        inputs[[0, -1], :, 1] = -1
        inputs[one, each, 1] = inputs[other, each, 1] = 1
        return Task(floats(inputs), floats(answers[:, None]), (), "mse")


def wrong_sums(outputs: Tensor, targets: Tensor) -> float:
    """Return the share of sums that are further off than ``CORRECT``."""
    return float(((outputs - targets).abs() >= CORRECT).double().mean())
