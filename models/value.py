"""A value in a running model: a tensor that knows which of its dimensions are the value's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor


class Value(NamedTuple):
    """A scalar (rank 0), vector (1) or matrix (2) for each sequence of the batch.

    The last ``rank`` dimensions are the value's own, those before are steps and batch; a parameter
    has none before (``batched`` is False). A transposed vector is a ``row``.
    """

    tensor: Tensor
    rank: int
    batched: bool = True
    row: bool = False


def aligned(values: Sequence[Value]) -> list[Tensor]:
    """Return the tensors of values such that scalars broadcast against vectors and matrices."""
    rank = max([one.rank for one in values])
    return [one.tensor if one.rank == rank or not one.batched else _widened(one, rank) for one in values]


def _widened(value: Value, rank: int) -> Tensor:
    return value.tensor.reshape(*value.tensor.shape, *([1] * (rank - value.rank)))


def spread(value: Value, lead: Sequence[int], shape: Sequence[int]) -> Tensor:
    """Return a value's tensor broadcast to ``lead`` (dimensions, batch) and the variable's own ``shape``."""
    tensor = value.tensor
    if value.batched and value.rank < len(shape):
        tensor = tensor.reshape(*tensor.shape, *[1] * (len(shape) - value.rank))
    full = (*lead, *shape)
    return tensor if tensor.shape == full else tensor.expand(full)
