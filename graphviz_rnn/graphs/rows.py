"""Indices side by side: one row an index, one column an axis, so that an expression is walked once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product

from graphviz_rnn.graphs.ids import suffix


class Rows:
    """Indices that an expression is read at: for every axis in scope, its value in each row.

    ``mark`` parts a name from its index in a node's id.
    """

    def __init__(self, columns: Mapping[str, Sequence[int]], count: int, mark: str) -> None:
        self.columns, self.count, self.mark = columns, count, mark

    @cached_property
    def suffixes(self) -> list[str]:
        """What a node's id ends with, a row: "_2", "_1_3"; "_m1" for -1."""
        written = [[suffix((value,), self.mark) for value in column] for column in self.columns.values()]
        return ["".join(parts) for parts in zip(*written, strict=True)] if written else [""] * self.count

    @cached_property
    def indices(self) -> list[dict[str, int]]:
        """The index of every row; nodes at one index share it, so it is for reading only."""
        axes = tuple(self.columns)
        return [dict(zip(axes, values, strict=True)) for values in self.values()]

    def values(self) -> Iterable[tuple[int, ...]]:
        """Return every row's values."""
        return zip(*self.columns.values(), strict=True) if self.columns else [()] * self.count

    def pick(self, places: Sequence[int]) -> Rows:
        """Return the rows at some places."""
        picked = Rows({axis: [one[p] for p in places] for axis, one in self.columns.items()}, len(places), self.mark)
        if "indices" in self.__dict__:
            picked.__dict__["indices"] = [self.indices[p] for p in places]
        return picked

    def between(self, start: int, stop: int) -> Rows:
        """Return the rows from ``start`` up to ``stop``."""
        if stop - start == self.count:
            return self
        some = Rows({axis: one[start:stop] for axis, one in self.columns.items()}, stop - start, self.mark)
        some.__dict__["suffixes"], some.__dict__["indices"] = self.suffixes[start:stop], self.indices[start:stop]
        return some

    def within(self, axes: tuple[str, ...]) -> Rows:
        """Return the rows with the columns of some axes alone."""
        if axes == tuple(self.columns):
            return self
        return Rows({axis: self.columns[axis] for axis in axes}, self.count, self.mark)

    def over(self, axes: Sequence[str], lengths: Mapping[str, int]) -> tuple[Rows, Sequence[int]]:
        """Return every row at all steps of ``axes``, which hide outer axes of that name, and where each row is from."""
        if not axes:
            return self, range(self.count)
        inner = list(product(*(range(1, lengths[axis] + 1) for axis in axes)))
        places = [place for place in range(self.count) for _ in inner]
        columns = {axis: [one[p] for p in places] for axis, one in self.columns.items()}
        columns |= {axis: [one[at] for one in inner] * self.count for at, axis in enumerate(axes)}
        return Rows(columns, len(places), self.mark), places


def all_rows(axes: Sequence[str], lengths: Mapping[str, int], mark: str) -> Rows:
    """Return every index over ``axes``, the last axis running fastest.

    >>> all_rows(["s", "t"], {"s": 2, "t": 2}, "_").suffixes
    ['_1_1', '_1_2', '_2_1', '_2_2']
    """
    return Rows({}, 1, mark).over(axes, lengths)[0]
