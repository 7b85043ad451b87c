"""Walk expressions: their parts, and every reading of a name with what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call, Condition, Expression, Place, Reference, Where


def parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and everything inside it, outermost first."""
    yield expression
    for inner in children(expression):
        yield from parts(inner)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside one."""
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Where):
        return (expression.then, expression.otherwise)
    return ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reading of a name inside an equation.

    ``bound`` are the axes that reductions around it run over; ``via`` the parameters that it is
    multiplied by, nearest first; ``through`` the abstract functions it is an argument of;
    ``choices`` the conditions of ``where`` under which it is read, each with the branch.
    """

    reference: Reference
    bound: tuple[str, ...]
    via: tuple[str, ...]
    through: tuple[str, ...]
    choices: tuple[tuple[Condition, bool], ...]


ALONE = Occurrence(Reference("", (), Place(1, 1)), (), (), (), ())
"""What surrounds an expression that stands alone: nothing."""

_LINEAR = {"+", "-", "neg", "'", "sum", "mean", "concat"}


def occurrences(expression: Expression, parameters: frozenset[str]) -> Iterator[Occurrence]:
    """Yield every reading of a name in an expression, in the order of the text."""
    yield from _occurrences(expression, parameters, ALONE)


def _occurrences(expression: Expression, parameters: frozenset[str], around: Occurrence) -> Iterator[Occurrence]:
    if isinstance(expression, Reference):
        yield replace(around, reference=expression)
    elif isinstance(expression, Where):
        for branch, inner in ((True, expression.then), (False, expression.otherwise)):
            chosen = replace(around, choices=(*around.choices, (expression.condition, branch)))
            yield from _occurrences(inner, parameters, chosen)
    elif isinstance(expression, Call):
        for position, inner in enumerate(expression.arguments):
            yield from _occurrences(inner, parameters, inside(expression, position, parameters, around))


def inside(call: Call, position: int, parameters: frozenset[str], around: Occurrence) -> Occurrence:
    """Return what surrounds one argument of a call, given what surrounds the call."""
    bound = around.bound + call.axes
    if call.operation in ("@", "*"):
        others = call.arguments[:position] + call.arguments[position + 1 :]
        factors = tuple(name for name in map(_factor, others) if name in parameters)
        return replace(around, bound=bound, via=factors + around.via)
    if call.operation in _LINEAR or (call.operation == "/" and position == 0):
        return replace(around, bound=bound)
    through = around.through if call.operation in OPERATIONS else (*around.through, call.operation)
    return replace(around, bound=bound, via=(), through=through)


def _factor(expression: Expression) -> str:
    """Return the name that an argument of a product is, transposed or not; "" if it is more than a name."""
    if isinstance(expression, Call) and expression.operation == "'":
        return _factor(expression.arguments[0])
    return expression.name if isinstance(expression, Reference) else ""
