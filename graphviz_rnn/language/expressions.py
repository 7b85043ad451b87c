"""Walk and rewrite expressions: their parts, their references, and functions written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call, Condition, Expression, Function, Number, Place, Reference, Where


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


def rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return an expression with ``change`` applied to everything directly inside it."""
    if isinstance(expression, Call):
        return replace(expression, arguments=tuple(change(one) for one in expression.arguments))
    if isinstance(expression, Where):
        return replace(expression, then=change(expression.then), otherwise=change(expression.otherwise))
    return expression


def inline(expression: Expression, functions: Mapping[str, Function]) -> Expression:
    """Return an expression with every function that has a body replaced by it.

    Raises ``DefinitionError`` for a function that calls itself, and for more than
    ``limits.TERMS`` operations in all.
    """
    return _Inliner(functions).run(expression, ())


@dataclass
class _Inliner:
    functions: Mapping[str, Function]
    terms: int = 0

    def run(self, expression: Expression, open_functions: tuple[str, ...]) -> Expression:
        self.terms += 1
        if self.terms > limits.TERMS:
            raise DefinitionError(
                *expression.place, f"Written out, this is more than {limits.TERMS} operations. Use fewer nested calls."
            )
        done = rebuilt(expression, lambda inner: self.run(inner, open_functions))
        function = self.functions.get(done.operation) if isinstance(done, Call) else None
        if function is None or function.body is None or not isinstance(done, Call):
            return done
        if function.name in open_functions:
            raise DefinitionError(
                *function.place, f"`{function.name}` calls itself. Write the recurrence with a delay."
            )
        given = dict(zip(function.parameters, done.arguments, strict=True))
        body = self.run(function.body, (*open_functions, function.name))
        return _substitute(body, given, expression.place)


def _substitute(body: Expression, given: Mapping[str, Expression], place: Place) -> Expression:
    """Return a function's body with its arguments put in."""
    if isinstance(body, Reference) and not body.index and body.name in given:
        return given[body.name]
    return rebuilt(body, lambda inner: _substitute(inner, given, place))


def with_constants(expression: Expression, constants: Mapping[str, int]) -> Expression:
    """Return an expression with the names of constants replaced by their numbers."""
    if isinstance(expression, Reference) and not expression.index and expression.name in constants:
        return Number(float(constants[expression.name]), expression.place)
    return rebuilt(expression, lambda inner: with_constants(inner, constants))


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


_LINEAR = {"+", "-", "neg", "'", "sum", "mean"}


def occurrences(expression: Expression, parameters: frozenset[str]) -> Iterator[Occurrence]:
    """Yield every reading of a name in an expression, in the order of the text."""
    yield from _occurrences(expression, parameters, Occurrence(Reference("", (), expression.place), (), (), (), ()))


def _occurrences(expression: Expression, parameters: frozenset[str], around: Occurrence) -> Iterator[Occurrence]:
    if isinstance(expression, Reference):
        yield replace(around, reference=expression)
    elif isinstance(expression, Where):
        for branch, inner in ((True, expression.then), (False, expression.otherwise)):
            chosen = replace(around, choices=(*around.choices, (expression.condition, branch)))
            yield from _occurrences(inner, parameters, chosen)
    elif isinstance(expression, Call):
        for position, inner in enumerate(expression.arguments):
            yield from _occurrences(inner, parameters, _inside(expression, position, parameters, around))


def _inside(call: Call, position: int, parameters: frozenset[str], around: Occurrence) -> Occurrence:
    """Return what surrounds one argument of a call."""
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
