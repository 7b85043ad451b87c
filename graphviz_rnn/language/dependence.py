"""Which variable reads which, and how far back along each axis: the reduced dependence graph as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import Occurrence, occurrences
from graphviz_rnn.language.records import Place


@dataclass(frozen=True, slots=True)
class Dependence:
    """``target`` at an index reads ``source`` that lies ``delay`` steps back on each axis.

    ``delay`` has (axis, steps) for the axes where it is not 0: 1 for ``t-1``, -1 for ``t+1``.
    ``anywhere`` are the axes of the source that are read at all steps, or at a fixed one;
    ``fixed`` holds the fixed ones as written ("T").
    """

    source: str
    target: str
    delay: tuple[tuple[str, int], ...]
    anywhere: tuple[str, ...]
    fixed: tuple[str, ...]
    occurrence: Occurrence

    @property
    def place(self) -> Place:
        """Where the reference stands in the text."""
        return self.occurrence.reference.place


def dependences(definition: Definition) -> Iterator[Dependence]:
    """Yield the dependences of every equation, in the order of the text."""
    parameters = frozenset(definition.names("parameter"))
    for equation in definition.equations:
        for one in occurrences(definition.inlined[equation.name], parameters):
            yield dependence(definition, equation.name, one)


def dependence(definition: Definition, target: str, one: Occurrence) -> Dependence:
    """Return the dependence that one reading of a name makes."""
    name = one.reference.name
    delay: list[tuple[str, int]] = []
    anywhere: list[str] = []
    fixed: list[str] = []
    for axis, index in zip(definition.axes.get(name, ()), one.reference.index, strict=False):
        steps = -index.offset(dict(definition.constants))
        if index.base != axis or axis in one.bound:
            anywhere.append(axis)
            fixed += [] if axis in one.bound and index.base == axis else [str(index)]
        elif steps:
            delay.append((axis, steps))
    return Dependence(name, target, tuple(delay), tuple(anywhere), tuple(fixed), one)
