"""Batches by number: update k always reads the same examples, so training can be taken up anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from torch import Tensor

from models.build import RecurrentModel
from models.tasks.drawn import Drawn
from models.tasks.task import given


class Batches(Protocol):
    """Anything that gives the batch of an update, counted from 1, by the names of inputs and targets."""

    def at(self, update: int) -> Mapping[str, Tensor]:
        """Return the batch; the same for the same number."""


@dataclass(frozen=True)
class OneBatch:
    """The same batch at every update."""

    batch: Mapping[str, Tensor]

    def at(self, update: int) -> Mapping[str, Tensor]:
        """Return the batch."""
        return self.batch


@dataclass(frozen=True)
class FreshBatches:
    """New examples at every update, under the names of a model's input and target."""

    model: RecurrentModel
    task: Drawn
    size: int
    seed: int = 0

    def at(self, update: int) -> Mapping[str, Tensor]:
        """Return ``size`` examples that are drawn from the seed and the update's number."""
        return given(self.model.definition, self.task.draw(self.size, mixed(self.seed, update)))


def mixed(*numbers: int) -> int:
    """Return one seed from several numbers, such that near ones give unrelated seeds."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> np.uint64(1))
