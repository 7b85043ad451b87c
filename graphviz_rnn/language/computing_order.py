"""What must be computed before what: the dependences between variables, those through boundaries included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence, dependence, dependences
from graphviz_rnn.language.expressions import occurrences
from graphviz_rnn.language.records import Boundary
from graphviz_rnn.language.spelled import reads_boundary_alone


def prerequisites(definition: Definition) -> Iterator[Dependence]:
    """Yield what the computing of every variable waits for, in the order of the text.

    A variable waits for what its boundaries read. A reading of a boundary alone (``h[0]``) waits for
    what that boundary reads, not for the variable. Raises ``DefinitionError`` for a boundary that reads itself.
    """
    for one in dependences(definition):
        yield from _waits(definition, one, ())
    for bound in definition.boundaries:
        yield from _of_boundary(definition, bound, bound.name, ())


def _waits(definition: Definition, one: Dependence, passed: tuple[Boundary, ...]) -> Iterator[Dependence]:
    reference = one.occurrence.reference
    if reads_boundary_alone(reference):
        for position, index in enumerate(reference.index):
            bound = definition.boundary(reference.name, "before", position) if index.base is None else None
            if bound is not None:
                yield from _of_boundary(definition, bound, one.target, passed)
    elif reference.name in definition.inlined:
        yield one


def _of_boundary(
    definition: Definition, bound: Boundary, target: str, passed: tuple[Boundary, ...]
) -> Iterator[Dependence]:
    """Yield what ``target`` waits for because it reads a boundary."""
    if bound in passed:
        names = " → ".join(f"`{one.name}`" for one in (*passed[passed.index(bound) :], bound))
        raise DefinitionError(
            *bound.place,
            f"The value at this boundary reads itself: {names}. Start from an input, a parameter or a number.",
        )
    if len(passed) >= limits.BOUNDARIES:
        raise DefinitionError(
            *bound.place,
            f"Boundaries read one another here more than {limits.BOUNDARIES} deep. Start from what they start from.",
        )
    for one in occurrences(bound.expression, frozenset()):
        found = dependence(definition, target, one)
        if passed or target != bound.name:
            found = replace(found, delay=(), anywhere=definition.axes.get(found.source, ()))
        yield from _waits(definition, found, (*passed, bound))
