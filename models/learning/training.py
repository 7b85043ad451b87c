"""Train a model update by update, so that a page can show how far it is, stop it at once, and go on later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from time import perf_counter

import torch
from torch import Tensor

from models.build import RecurrentModel
from models.errors import ModelError
from models.learning.batches import Batches, OneBatch
from models.learning.free_running import trained_on_itself
from models.learning.progress import Progress
from models.learning.recipe import Recipe


def train(
    model: RecurrentModel, data: Mapping[str, Tensor] | Batches, *, updates: int, recipe: Recipe | None = None
) -> Training:
    """Return a training of ``updates`` updates, which run one by one as it is iterated over.

    ``data`` is one batch by the names of inputs and targets, or a source of batches by number. Raises ``ModelError``
    where nothing can be trained.

    >>> import torch, graphviz_rnn as gr, models
    >>> model = models.build(gr.load("elman"), {"x": 2, "o": 2})
    >>> data = {"x": torch.zeros(3, 1, 2), "y": torch.tensor([[0], [1], [1]])}
    >>> [progress.update for progress in models.train(model, data, updates=3)]
    [1, 2, 3]
    """
    source = OneBatch(data) if isinstance(data, Mapping) else data
    return Training(model, source, updates, recipe or Recipe())


class Training:
    """A training that is under way: iterate over it for progress, stop where you like, iterate again to go on.

    ``done`` counts the updates that were made.
    """

    def __init__(self, model: RecurrentModel, source: Batches, updates: int, recipe: Recipe) -> None:
        self.model, self.source, self.updates, self.recipe = model, source, updates, recipe
        if updates < 0:
            raise ModelError(f"Asked for {updates} updates; expected 0 or more.")
        self.done = 0
        self._run = trained_on_itself(model) if recipe.free_running else model
        self.trained = {name: one for name, one in self._run.weights.items() if one.requires_grad}
        if not self.trained:
            raise ModelError("All parameters of this model are fixed, so there is nothing to train. Free one of them.")
        self.optimiser = _optimiser(recipe, list(self.trained.values()))

    def __iter__(self) -> Iterator[Progress]:
        while self.done < self.updates:
            yield self.step()

    def step(self) -> Progress:
        """Make one update; raises ``ModelError``, and changes nothing, where loss or gradient is not finite."""
        began, update, recipe = perf_counter(), self.done + 1, self.recipe
        self.optimiser.zero_grad()
        losses = self._run.run(self.source.at(update))[recipe.loss]
        value = losses.mean()
        _refuse_infinite("loss", value.detach(), update)
        value.backward()  # type: ignore[no-untyped-call]
        norm = torch.nn.utils.clip_grad_norm_(self.trained.values(), recipe.clip or float("inf"))
        _refuse_infinite("gradient", norm, update)
        for group in self.optimiser.param_groups:
            group["lr"] = recipe.rate_at(update, self.updates)
        self.optimiser.step()
        self.done = update
        speed = losses.numel() / max(perf_counter() - began, 1e-9)
        return Progress(update, float(value.detach()), float(norm), speed)


def _refuse_infinite(what: str, value: Tensor, update: int) -> None:
    if not isfinite(float(value)):
        raise ModelError(
            f"The {what} is {float(value)} at update {update}; expected a number. Take a smaller rate, or clip "
            "gradients."
        )


def _optimiser(recipe: Recipe, weights: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    if recipe.optimiser == "adam":
        return torch.optim.Adam(weights, lr=recipe.rate)
    return torch.optim.SGD(weights, lr=recipe.rate)
