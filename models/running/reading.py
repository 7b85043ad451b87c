"""Read a variable at an index, or along dimensions: inside of its axes, before them and after them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from graphviz_rnn.language.records import Expression
from models.errors import ModelError
from models.running.context import Along, Context, Stand
from models.running.series import Series
from models.running.setting import Setting

Boundaries = dict[tuple[str, tuple[Stand, ...]], Tensor]
"""The values read outside of an axis, by name and index."""


class Reader(ABC):
    """Reads the series computed so far."""

    def __init__(self, setting: Setting, series: Mapping[str, Series]) -> None:
        self.setting, self.series = setting, series
        self.boundaries: Boundaries = {}
        self.kept: dict[tuple[str, tuple[Stand, ...]], Tensor] = {}

    @abstractmethod
    def laid(self, expression: Expression, context: Context, shape: Sequence[int]) -> Tensor:
        """Return an expression's value spread over the context's dimensions, the batch, and its own ``shape``."""

    def read(self, name: str, where: Sequence[Stand], dims: int) -> Tensor:
        """Return a variable where its axes stand, with ``dims`` dimensions in front of the batch."""
        along = [one.dim for one in where if isinstance(one, Along)]
        if len(set(along)) < len(along):
            along, plain = self._paired(name, where)
        else:
            plain = self._plain(name, tuple(where))
        return fronted(plain, along, dims)

    def _paired(self, name: str, where: Sequence[Stand]) -> tuple[list[int], Tensor]:
        """Return the entries of a dimension that two axes share, which then comes first."""
        along = [one for one in where if isinstance(one, Along)]
        shared = next(one.dim for one in along if sum(other.dim == one.dim for other in along) > 1)
        wide = [_spanned(one) if isinstance(one, Along) and one.dim == shared else one for one in where]
        plain = self._plain(name, tuple(wide))
        both = [position for position, one in enumerate(along) if one.dim == shared]
        rows = [[step - min(along[one].steps) for step in along[one].steps] for one in both]
        moved = plain.movedim(tuple(both), tuple(range(len(both))))
        taken = moved[tuple(torch.tensor(one, device=plain.device) for one in rows)]
        return [shared, *(one.dim for one in along if one.dim != shared)], taken

    def _plain(self, name: str, where: tuple[Stand, ...]) -> Tensor:
        """Return a variable with a dimension for every axis that runs, in the order of its axes."""
        whole = not any(isinstance(one, int) for one in where)
        if whole and (name, where) in self.kept:
            return self.kept[name, where]
        value = self._at(name, where)
        if whole and where:
            self.kept[name, where] = value
        return value

    def _at(self, name: str, where: tuple[Stand, ...]) -> Tensor:
        """Return a variable where its axes stand; of axes that stand outside the first says what is there."""
        extents, last = self.setting.extents(name), len(where)
        for position, stand in enumerate(where):
            if isinstance(stand, int) and not 1 <= stand <= extents[position]:
                last = position
                break
        value = self._inside(name, where) if last == len(where) else self._bounded(name, where, last)
        for position in reversed(range(last)):
            if isinstance(where[position], Along):
                value = self._along(name, value, where, position)
        return value

    def _inside(self, name: str, where: tuple[Stand, ...]) -> Tensor:
        try:
            return self.series[name].part([one if isinstance(one, int) else None for one in where])
        except KeyError as missing:
            raise ModelError(
                f"`{name}` is read at a boundary before it is computed. Let what it starts from not depend on it."
            ) from missing

    def _along(self, name: str, value: Tensor, where: tuple[Stand, ...], position: int) -> Tensor:
        """Return the steps that one axis runs over, of a value that has them all."""
        stand, length = where[position], self.setting.extents(name)[position]
        assert isinstance(stand, Along)
        dim = sum(isinstance(one, Along) for one in where[:position])
        steps = stand.steps
        low, high = (steps[0], steps[-1]) if isinstance(steps, range) else (min(steps), max(steps))
        if low > length or high < 1:
            parts = []
        else:
            parts = [value.narrow(dim, max(low, 1) - 1, min(high, length) - max(low, 1) + 1)]
        before, after = range(low, min(high, 0) + 1), range(max(low, length + 1), high + 1)
        parts = [*self._outside(name, where, position, before), *parts, *self._outside(name, where, position, after)]
        laid = torch.cat(parts, dim) if parts[1:] else parts[0]
        if isinstance(stand.steps, range):
            return laid
        rows = torch.tensor([step - low for step in stand.steps], device=laid.device)
        return laid.index_select(dim, rows)

    def _outside(self, name: str, where: tuple[Stand, ...], position: int, steps: range) -> list[Tensor]:
        """Return the boundary values at ``steps`` of one axis, each with that axis as a dimension of one entry.

        The axes after it are read along the steps they stand at; those before along all their own.
        """
        if not steps:
            return []
        dim = sum(isinstance(one, Along) for one in where[:position])
        each = ((*where[:position], step, *where[position + 1 :]) for step in steps)
        return [self._bounded(name, one, position).unsqueeze(dim) for one in each]

    def _bounded(self, name: str, where: tuple[Stand, ...], position: int) -> Tensor:
        """Return the value outside of one axis, along all steps of those before it that run."""
        extents = self.setting.extents(name)
        before = [
            Along(0, range(1, extents[place] + 1)) if isinstance(one, Along) else one
            for place, one in enumerate(where[:position])
        ]
        return self.boundary(name, (*before, *where[position:]), position)

    def boundary(self, name: str, where: tuple[Stand, ...], position: int) -> Tensor:
        """Return a value before the first or after the last step of an axis: what the definition gives, or zeros.

        It has a dimension for every other axis that runs, then the batch, then its own.
        """
        key = (name, where)
        if any(isinstance(one, Along) for one in where):
            along = iter(range(len(where)))
            key = (name, tuple(Along(next(along), one.steps) if isinstance(one, Along) else one for one in where))
        if key not in self.boundaries:
            value = self._boundary(*key, position)
            for place in reversed(range(position)):
                if self.setting.definition.axes[name][place] in self.setting.own:
                    value = self._until_end(value, *key, place)
            self.boundaries[key] = value
        return self.boundaries[key]

    def _until_end(self, value: Tensor, name: str, where: tuple[Stand, ...], place: int) -> Tensor:
        """Return values outside of one axis that, after a sequence's own end of an earlier one, are what is there."""
        stand, axis = where[place], self.setting.definition.axes[name][place]
        after = self.boundary(name, (*where[:place], self.setting.lengths[axis] + 1, *where[place + 1 :]), place)
        inside, own = self.setting.inside(axis), [1] * len(self.setting.shapes[name])
        if isinstance(stand, int):
            return torch.where(inside[stand - 1].reshape(-1, *own), value, after)
        dim, later = (sum(isinstance(one, Along) for one in part) for part in (where[:place], where[place + 1 :]))
        return torch.where(inside.reshape(len(inside), *[1] * later, -1, *own), value, after.unsqueeze(dim))

    def _boundary(self, name: str, stands: tuple[Stand, ...], position: int) -> Tensor:
        step, extents = stands[position], tuple(len(one.steps) for one in stands if isinstance(one, Along))
        given = self.setting.definition.boundary(
            name, "before" if isinstance(step, int) and step < 1 else "after", position
        )
        own = self.setting.shapes[name]
        if given is not None:
            steps = {axis: stands[place] for place, axis in enumerate(given.axes) if axis is not None}
            return self.laid(given.expression, Context(steps, extents), own)
        zeros = self.setting.like.new_zeros(*extents, self.setting.batch, *own)
        return zeros.requires_grad_() if torch.is_grad_enabled() else zeros


def _spanned(one: Along) -> Along:
    return Along(one.dim, range(min(one.steps), max(one.steps) + 1))


def fronted(plain: Tensor, along: Sequence[int], dims: int) -> Tensor:
    """Return a tensor whose first dimensions are the open ones ``along`` with all ``dims`` of them, in order."""
    if along == list(range(dims)):
        return plain
    order = sorted(range(len(along)), key=along.__getitem__)
    if order != list(range(len(along))):
        plain = plain.permute(*order, *range(len(along), plain.dim()))
    if len(along) == dims:
        return plain
    sizes = dict(zip(sorted(along), plain.shape, strict=False))
    return plain.reshape(*(sizes.get(dim, 1) for dim in range(dims)), *plain.shape[len(along) :])
