"""What one variable was at every index: computed at once, or step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import torch
from torch import Tensor


class Series:
    """The values of one variable over its axes, of lengths ``extents``.

    Computed at once it has ``whole``; else a cell for each step of the axes at the positions
    ``stepped``, each with the other axes in front. ``node`` is a tensor that stands for the values
    when gradients are asked for, where that is not the values themselves.
    """

    def __init__(
        self,
        extents: Sequence[int],
        whole: Tensor | None = None,
        stepped: Sequence[int] = (),
        node: Tensor | None = None,
    ) -> None:
        self.extents, self.stepped = tuple(extents), tuple(stepped)
        self.cells: dict[tuple[int, ...], Tensor] = {}
        self._nodes: dict[tuple[int, ...], Tensor] = {}
        self._whole, self._node = whole, whole if node is None else node

    @property
    def computed(self) -> Tensor | None:
        """All values with the axes in front, if they were computed so."""
        return self._whole

    @property
    def at_once(self) -> bool:
        """Whether all values were computed as one tensor."""
        return self._node is not None

    @property
    def complete(self) -> bool:
        """Whether every index has its value."""
        count = 1
        for position in self.stepped:
            count *= self.extents[position]
        return self._whole is not None or len(self.cells) == count

    @property
    def nodes(self) -> list[Tensor]:
        """The tensors in which the values were computed, in the order of the index."""
        return [self._node] if self._node is not None else [self._nodes[steps] for steps in self._order()]

    def _order(self) -> list[tuple[int, ...]]:
        return list(product(*(range(1, self.extents[position] + 1) for position in self.stepped)))

    def put(self, steps: tuple[int, ...], value: Tensor, node: Tensor | None = None) -> None:
        """Note the values at one step of each stepped axis, and what stands for them when gradients are asked for."""
        self.cells[steps] = value
        self._nodes[steps] = value if node is None else node

    def whole(self) -> Tensor:
        """Return all values with the axes in front."""
        if self._whole is None:
            # asked for later, perhaps without gradients; the cells know whether they have any
            with torch.enable_grad():
                self._whole = self.shaped([self.cells[steps] for steps in self._order()])
        return self._whole

    def part(self, index: Sequence[int | None]) -> Tensor:
        """Return the values at an index (from 1) on each axis, or along the whole axis where it is None."""
        steps = tuple(index[position] for position in self.stepped)
        if self._whole is None and None not in steps:
            cell = self.cells[steps]  # type: ignore[index]
            rest = [one for position, one in enumerate(index) if position not in self.stepped]
            return cell[tuple(slice(None) if one is None else one - 1 for one in rest)] if any(rest) else cell
        if self._whole is None and not self.complete:
            return self._partly(index)
        whole = self.whole()
        return whole[tuple(slice(None) if one is None else one - 1 for one in index)] if any(index) else whole

    def _partly(self, index: Sequence[int | None]) -> Tensor:
        """Return values along the first stepped axis that is read whole, though other steps are not computed yet."""
        position = next(one for one in self.stepped if index[one] is None)
        ahead = sum(one is None for one in index[:position])
        parts = [
            self.part([*index[:position], step, *index[position + 1 :]])
            for step in range(1, self.extents[position] + 1)
        ]
        return torch.stack(parts, ahead)

    def shaped(self, parts: Sequence[Tensor]) -> Tensor:
        """Return what was asked for each of ``nodes`` as one tensor with the axes in front."""
        if self.at_once or not self.stepped:
            return parts[0]
        laid = torch.stack(list(parts))
        laid = laid.reshape(*(self.extents[position] for position in self.stepped), *laid.shape[1:])
        return laid.movedim(tuple(range(len(self.stepped))), self.stepped)
