"""Write what series are before their first and after their last step, as far as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Boundary, Expression, Reference
from models.errors import ModelError
from models.source.expressions import Expressions
from models.source.names import axis_name


@dataclass
class _Reach:
    """How far one axis of a name is read: ``before`` steps before the first, ``after`` steps after the last.

    ``fixed`` is the greatest fixed step that is read, which may lie after the last.
    """

    before: int = 0
    after: int = 0
    fixed: int = 0


@dataclass
class Outside:
    """The boundaries of one definition."""

    definition: Definition
    shapes: Mapping[str, Shape]
    writer: Expressions
    reaches: dict[str, list[_Reach]] = field(init=False)

    def __post_init__(self) -> None:
        self.reaches = {name: [_Reach() for _ in axes] for name, axes in self.definition.axes.items()}
        bodies = [*self.definition.inlined.values(), *(one.expression for one in self.definition.boundaries)]
        for body in bodies:
            for part in parts(body):
                if isinstance(part, Reference) and part.index:
                    self._note(part)

    def _note(self, reference: Reference) -> None:
        for reach, index in zip(self.reaches[reference.name], reference.index, strict=True):
            offset = index.offset(dict(self.definition.constants))
            if index.base is None:
                reach.before = max(reach.before, 1 - offset)
                reach.fixed = max(reach.fixed, offset)
            else:
                reach.before, reach.after = max(reach.before, -offset), max(reach.after, offset)

    def expressions(self, name: str) -> list[Expression]:
        """Return the expressions of a name's boundaries that are read."""
        reaches = self.reaches[name]
        found = [self.definition.boundary(name, side, p) for p in range(len(reaches)) for side in ("before", "after")]
        return [one.expression for one in found if one is not None]

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines that fill a name's entries outside of its axes, those of its first axis last: they win."""
        for position in reversed(range(len(self.reaches[name]))):
            for side, indices in self._ranges(name, position):
                yield from self._side(name, position, side, indices)

    def _ranges(self, name: str, position: int) -> Iterator[tuple[str, str]]:
        """Yield the sides of one axis that are read, with the indices there."""
        reach, length = self.reaches[name][position], self.writer.length(self.definition.axes[name][position])
        if reach.before > 0:
            yield "before", "0" if reach.before == 1 else f"range({1 - reach.before}, 1)"
        if reach.after > 0:
            yield "after", f"{length} + 1" if reach.after == 1 else f"range({length} + 1, {length} + {reach.after + 1})"
        if reach.fixed > 0:
            yield "after", f"range({length} + 1, {reach.fixed + 1})"

    def _side(self, name: str, position: int, side: str, indices: str) -> Iterator[str]:
        axes, given = self.definition.axes[name], self.definition.boundary(name, side, position)
        index = [axis_name(axis) for axis in axes]
        loops = [self._padded(name, p) for p in range(len(axes))]
        if indices.startswith("range"):
            loops[position] = indices
        else:
            index[position] = indices
        depth = 0
        for p, axis in enumerate(axes):
            if p != position or index[p] == axis_name(axis):
                yield f"{'    ' * depth}for {axis_name(axis)} in {loops[p]}:"
                depth += 1
        yield f"{'    ' * depth}{self.writer.names[name]}[{', '.join(index)}] = {self._value(name, given)}"

    def _padded(self, name: str, position: int) -> str:
        """Return all indices of one axis, with those outside of it that are read."""
        reach, length = self.reaches[name][position], self.writer.length(self.definition.axes[name][position])
        if not reach.before and not reach.after:
            return self.writer.steps(self.definition.axes[name][position])
        return f"range({1 - reach.before}, {length} + {reach.after + 1})"

    def _value(self, name: str, given: Boundary | None) -> str:
        shape = self.shapes[name]
        if given is None:
            return f"{self.writer.place.like}.new_zeros({', '.join(['batch', *map(str, shape)])})"
        free = [axis for axis in given.axes if axis is not None]
        if free and any(isinstance(part, Reference) and part.index for part in parts(given.expression)):
            raise ModelError(
                f"The boundary of `{name}` on line {given.place.line} changes along axis {free[0]}, which is not "
                "written as PyTorch. Let it read parameters alone."
            )
        return self.writer.full(given.expression, shape, None)
