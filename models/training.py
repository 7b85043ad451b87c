"""Train a model on one batch, update by update, so that a page can show how far it is and stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from models.build import RecurrentModel

CLIP = 1.0
"""Greatest norm of a gradient that is followed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One update: its number from 1, the loss before it, and the gradient's norm before clipping."""

    update: int
    loss: float
    gradient_norm: float


def train(
    model: RecurrentModel,
    given: Mapping[str, Tensor],
    *,
    loss: str = "loss",
    updates: int,
    rate: float = 0.01,
) -> Iterator[Progress]:
    """Update a model by Adam (Kingma & Ba 2015) on the mean of ``loss`` over the batch, yielding after each update.

    Gradients longer than ``CLIP`` are shortened to it (Pascanu et al. 2013).
    """
    weights = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.Adam(weights, lr=rate)
    for update in range(1, updates + 1):
        optimiser.zero_grad()
        value = model.run(given)[loss].mean()
        value.backward()  # type: ignore[no-untyped-call]
        norm = torch.nn.utils.clip_grad_norm_(weights, CLIP)
        optimiser.step()
        yield Progress(update, float(value.detach()), float(norm))
