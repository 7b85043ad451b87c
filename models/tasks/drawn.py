"""What every task has of which as many examples as wanted can be drawn."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from models.tasks.task import Task


class Drawn(Protocol):
    """A task with a generator; ``chance`` is the loss of the best answer that does not look at the inputs.

    It is the mean over examples and, where there is an answer at every step, over steps.
    """

    @property
    def chance(self) -> float:
        """The loss of the best blind answer."""

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` examples, the same for the same seed."""


def random(seed: int) -> np.random.Generator:
    """Return a generator of random numbers that nobody else draws from."""
    return np.random.default_rng(seed)


def floats(array: np.ndarray) -> Tensor:
    """Return an array as a tensor of the default type."""
    return torch.from_numpy(np.ascontiguousarray(array)).to(torch.get_default_dtype())


def one_hot(classes: np.ndarray, count: int) -> Tensor:
    """Return classes, (…), as vectors with a 1 at the class, (…, count)."""
    return floats(np.eye(count)[classes])


def wrong(outputs: Tensor, targets: Tensor) -> float:
    """Return the share of classes that are not the largest of the outputs (…, count); targets are classes (…)."""
    return float((outputs.argmax(-1) != targets).double().mean())
