"""Several networks learn one task side by side, update by update, so that they can be compared while they learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import torch

from graphviz_rnn.language.definition import Definition
from models.build import RecurrentModel, build
from models.learning.batches import FreshBatches, mixed
from models.learning.recipe import Recipe
from models.learning.training import Training, train
from models.tasks.drawn import Drawn, wrong
from models.tasks.feed import fitting_sizes
from models.tasks.task import given

JUDGED = 1000
"""Fresh examples on which networks are judged."""


@dataclass(frozen=True)
class Terms:
    """What is the same for all: the task and its number of ``classes``, ``units``, ``updates``, and the ``seed``."""

    task: Drawn
    classes: int
    units: int = 8
    updates: int = 300
    batch: int = 32
    seed: int = 0


class Entrant:
    """One network in a contest: what it lost at each update, as a mean over examples and steps, and its time."""

    def __init__(self, name: str, definition: Definition, terms: Terms) -> None:
        self.name, self.definition = name, definition
        self.losses: list[float] = []
        self.seconds = 0.0
        example = terms.task.draw(1, 0)
        sizes = fitting_sizes(definition, example.size, terms.units)
        sizes |= dict.fromkeys(definition.names("target"), terms.classes)
        self.model: RecurrentModel = build(definition, sizes, terms.seed)
        self._steps = len(example.inputs)
        batches = FreshBatches(self.model, terms.task, terms.batch, terms.seed)
        self._training: Training = train(self.model, batches, updates=terms.updates, recipe=Recipe(rate=0.02))

    def step(self) -> None:
        """Make one update."""
        began = perf_counter()
        progress = self._training.step()
        self.seconds += perf_counter() - began
        self.losses.append(progress.loss / self._steps)

    @property
    def seconds_per_hundred(self) -> float:
        """The time of a hundred updates, on this machine."""
        return 100 * self.seconds / max(len(self.losses), 1)


class Contest:
    """A contest under way: iterate to make updates, one of every entrant in turn; ``done`` counts them.

    All entrants draw the same examples, by the number of the update. Iterating again goes on where it was left.
    """

    def __init__(self, terms: Terms, entrants: Sequence[tuple[str, Definition]]) -> None:
        self.terms = terms
        self.entrants = tuple(Entrant(name, definition, terms) for name, definition in entrants)
        self.done = 0

    def __iter__(self) -> Iterator[int]:
        while self.done < self.terms.updates:
            for one in self.entrants:
                one.step()
            self.done += 1
            yield self.done

    def wrong_answers(self, entrant: Entrant) -> float:
        """Return the share of wrong answers at all steps of ``JUDGED`` fresh examples.

        No targets are given: where they were fed back in training, the network's own answers are.
        """
        example = self.terms.task.draw(JUDGED, mixed(self.terms.seed, 0))
        inputs = {
            name: value
            for name, value in given(entrant.definition, example).items()
            if entrant.definition.roles[name] == "input"
        }
        with torch.no_grad():
            outputs = entrant.model.run(inputs, free_running=bool(entrant.definition.feedbacks))["o"]
        return wrong(outputs, example.targets)
