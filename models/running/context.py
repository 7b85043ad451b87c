"""Where every axis stands while an expression is evaluated: at one step, or at many along a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product


@dataclass(frozen=True, slots=True)
class Along:
    """An axis that stands at many ``steps`` (from 1), one for each entry of a dimension."""

    dim: int
    steps: range | tuple[int, ...]

    def shifted(self, by: int) -> Along:
        """Return the same dimension with every step moved."""
        if isinstance(self.steps, range):
            return Along(self.dim, range(self.steps.start + by, self.steps.stop + by))
        return Along(self.dim, tuple(step + by for step in self.steps))


Stand = int | Along


@dataclass(frozen=True, slots=True)
class Context:
    """Where each axis stands, and how many entries each open dimension has.

    Values in a context have the open dimensions in front, then the batch, then their own. A
    dimension that a value does not depend on has one entry.
    """

    stands: Mapping[str, Stand] = field(default_factory=dict)
    extents: tuple[int, ...] = ()

    def at(self, steps: Mapping[str, int]) -> Context:
        """Return the context in which some axes stand at one step."""
        return Context({**self.stands, **steps}, self.extents)

    def opened(self, axis: str, length: int) -> Context:
        """Return the context with one more dimension, along which ``axis`` takes all its steps."""
        return Context({**self.stands, axis: Along(len(self.extents), range(1, length + 1))}, (*self.extents, length))

    def whole(self, dim: int) -> Along:
        """Return how an axis runs that takes all its steps along a dimension."""
        return Along(dim, range(1, self.extents[dim] + 1))

    def dims(self, axes: Sequence[str]) -> tuple[int, ...]:
        """Return the dimensions along which any of ``axes`` runs, in order."""
        found = [self.stands.get(axis) for axis in axes]
        return tuple(sorted({one.dim for one in found if isinstance(one, Along)}))

    def entries(self, dim: int) -> Iterator[dict[str, int]]:
        """Yield, for every entry of a dimension, the steps of the axes on it."""
        along = {axis: one.steps for axis, one in self.stands.items() if isinstance(one, Along) and one.dim == dim}
        for entry in range(self.extents[dim]):
            yield {axis: steps[entry] for axis, steps in along.items()}

    def steps(self) -> dict[str, int]:
        """Return the axes that stand at one step."""
        return {axis: one for axis, one in self.stands.items() if isinstance(one, int)}

    def restricted(self, dim: int, entries: Sequence[int]) -> Context:
        """Return the context that keeps some entries of a dimension."""

        def kept(one: Stand) -> Stand:
            if isinstance(one, int) or one.dim != dim:
                return one
            return Along(dim, tuple(one.steps[entry] for entry in entries))

        extents = (*self.extents[:dim], len(entries), *self.extents[dim + 1 :])
        return Context({axis: kept(one) for axis, one in self.stands.items()}, extents)

    def joined(self, dims: Sequence[int]) -> Context:
        """Return the context in which the first of ``dims`` runs over all pairs, and the others have one entry."""
        pairs = list(product(*(range(self.extents[dim]) for dim in dims)))

        def paired(one: Stand) -> Stand:
            if isinstance(one, int) or one.dim not in dims:
                return one
            position = dims.index(one.dim)
            return Along(dims[0], tuple(one.steps[pair[position]] for pair in pairs))

        extents = tuple(1 if dim in dims[1:] else size for dim, size in enumerate(self.extents))
        extents = (*extents[: dims[0]], len(pairs), *extents[dims[0] + 1 :])
        return Context({axis: paired(one) for axis, one in self.stands.items()}, extents)
