"""Take of what runs over all steps of an axis the steps at which it is read."""

from __future__ import annotations

import torch
from torch import Tensor

from models.errors import ModelError
from models.running.context import Along, Stand


def taken(tensor: Tensor, dim: int, axis: str, stand: Stand | None) -> Tensor:
    """Return the shares of a softmax, whose dimension ``dim`` runs over ``axis``, at the steps where that stands.

    Raises ``ModelError`` where the axis stands at no step, or outside of those shared between.
    """
    if stand is None:
        raise ModelError(
            f"`softmax[{axis}]` keeps axis {axis}, which is not given here. Put [{axis}] on the left side."
        )
    length = tensor.shape[dim]
    steps = (stand,) if isinstance(stand, int) else stand.steps
    for step in (min(steps), max(steps)):
        if not 1 <= step <= length:
            raise ModelError(
                f"`softmax[{axis}]` is read at {axis} = {step}, but has shares from 1 to {length} only. Do not read "
                f"what it defines outside of axis {axis}."
            )
    return tensor.select(dim, stand - 1) if isinstance(stand, int) else _along(tensor, dim, stand)


def _along(tensor: Tensor, dim: int, stand: Along) -> Tensor:
    rows = torch.tensor(list(stand.steps), device=tensor.device) - 1
    front = tensor.movedim((stand.dim, dim), (0, 1)).expand(len(rows), *[-1] * (tensor.dim() - 1))
    return front[torch.arange(len(rows), device=tensor.device), rows].movedim(0, stand.dim)
