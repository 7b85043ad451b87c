"""What one variable was at every index: computed at once, or index by index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import torch
from torch import Tensor


class Series:
    """The values of one variable over its axes, of lengths ``extents``.

    ``nodes`` are the very tensors that others were computed from, so gradients can be asked for them.
    """

    def __init__(self, extents: Sequence[int], whole: Tensor | None = None) -> None:
        self.extents = tuple(extents)
        self.cells: dict[tuple[int, ...], Tensor] = {}
        self._whole = whole
        self._stacked: Tensor | None = whole

    @property
    def at_once(self) -> bool:
        """Whether all values were computed as one tensor."""
        return self._whole is not None

    @property
    def nodes(self) -> list[Tensor]:
        """The tensors in which the values were computed, in the order of the index."""
        return [self._whole] if self._whole is not None else [self.cells[index] for index in self.indices()]

    def indices(self) -> list[tuple[int, ...]]:
        """Return every index, the last axis running fastest; indices count from 1."""
        return list(product(*(range(1, extent + 1) for extent in self.extents)))

    def put(self, index: tuple[int, ...], value: Tensor) -> None:
        """Note the value at one index."""
        self.cells[index] = value

    def at(self, index: tuple[int, ...]) -> Tensor:
        """Return the value at one index, each from 1."""
        if self._whole is not None:
            return self._whole[tuple(one - 1 for one in index)]
        return self.cells[index]

    def along(self, position: int, index: tuple[int, ...]) -> Tensor:
        """Return the values along one axis, the others standing at ``index``, stacked in front."""
        if len(self.extents) == 1:
            return self.whole()
        steps = range(1, self.extents[position] + 1)
        return torch.stack([self.at((*index[:position], one, *index[position + 1 :])) for one in steps])

    def whole(self) -> Tensor:
        """Return all values with the axes in front."""
        if self._stacked is None:
            with (
                torch.enable_grad()
            ):  # asked for later, perhaps without gradients; the cells know whether they have any
                self._stacked = self.shaped([self.cells[index] for index in self.indices()])
        return self._stacked

    def shaped(self, parts: Sequence[Tensor]) -> Tensor:
        """Return what was asked for each of ``nodes`` as one tensor with the axes in front."""
        if self._whole is not None or not self.extents:
            return parts[0]
        return torch.stack(list(parts)).reshape(*self.extents, *parts[0].shape)
