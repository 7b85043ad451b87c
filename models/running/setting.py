"""What one run is of: the definition, all shapes and lengths, the batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor
from torch.autograd import forward_ad

from graphviz_rnn.language.definition import Definition, Shape


@dataclass(frozen=True)
class Setting:
    """A definition with the shapes of its names, the lengths of its axes and the batch size.

    ``own`` has, for axes on which the sequences of the batch end at different steps, the number of
    steps of each, of shape (batch,). ``like`` is a tensor of the type and device to compute in.
    """

    definition: Definition
    shapes: Mapping[str, Shape]
    lengths: Mapping[str, int]
    batch: int
    like: Tensor
    own: Mapping[str, Tensor] = field(default_factory=dict)

    @cached_property
    def form(self) -> tuple[object, ...]:
        """All but the numbers: lengths, batch, axes on which lengths differ, the type."""
        return (*self.lengths.items(), self.batch, *self.own, self.like.dtype)

    @cached_property
    def known(self) -> dict[str, int]:
        """The constants, and the lengths by their names ("T")."""
        ends = {name: self.lengths[axis] for axis, name in self.definition.ends.items()}
        return {**self.definition.constants, **ends}

    @property
    def plain(self) -> bool:
        """Whether numbers are such as NumPy computes with, and nothing but their values and gradients is asked for."""
        transformed = torch._C._are_functorch_transforms_active() or forward_ad._current_level >= 0
        return self.like.device.type == "cpu" and self.like.dtype in (torch.float32, torch.float64) and not transformed

    def ragged(self, length: str | None) -> str | None:
        """Return the axis of a length's name if the sequences of the batch end at different steps of it."""
        return next((axis for axis in self.own if self.definition.ends[axis] == length), None)

    def extents(self, name: str) -> list[int]:
        """Return the lengths of the axes of a name."""
        return self._extents.get(name, [])

    @cached_property
    def _extents(self) -> dict[str, list[int]]:
        return {name: [self.lengths[axis] for axis in axes] for name, axes in self.definition.axes.items()}

    def inside(self, axis: str) -> Tensor:
        """Return which steps of an axis each sequence has, (length, batch), as truth values."""
        steps = torch.arange(1, self.lengths[axis] + 1, device=self.like.device)
        return steps.unsqueeze(-1) <= self.own[axis]

    def inside_of(self, name: str) -> Tensor | None:
        """Return which entries of a name each sequence has, (axes…, batch), or None if it has them all."""
        axes = self.definition.axes.get(name, ())
        inside: Tensor | None = None
        for position, axis in enumerate(axes):
            if axis in self.own:
                shape = [1] * len(axes)
                shape[position] = self.lengths[axis]
                own = self.inside(axis).reshape(*shape, self.batch)
                inside = own if inside is None else inside & own
        return None if inside is None else inside.expand(*self.extents(name), self.batch)
