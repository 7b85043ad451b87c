"""Write an expression out: constants as numbers, and functions that have a body as that body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.records import Call, Expression, Function, Number, Place, Reference, Where


class Written(NamedTuple):
    """An expression written out, with its number of operations and its depth."""

    expression: Expression
    size: int
    depth: int


_STEPS_A_TERM = 4
"""How often a term may be written on the way to the expression that is kept: arguments may go unused."""


@dataclass
class Writer:
    """Writes out the expressions of one definition, within its limits.

    Names in a function's body are the function's arguments or the definition's own; never the
    caller's. Raises ``DefinitionError`` for more than ``limits.TERMS`` operations in all, or an
    expression nested more than ``limits.DEPTH`` deep.
    """

    functions: Mapping[str, Function]
    constants: Mapping[str, int]
    size: int = 0
    steps: int = 0

    def write(self, expression: Expression) -> Expression:
        """Return an expression with constants and functions written out."""
        done = self._write(expression, {}, 1)
        self.size += done.size
        _refuse_size(self.size, expression.place)
        return done.expression

    def _write(self, expression: Expression, given: Mapping[str, Written], level: int) -> Written:
        self.steps += 1
        _refuse_size(self.steps // _STEPS_A_TERM, expression.place)
        if level > limits.DEPTH:
            raise DefinitionError(
                *expression.place,
                f"Written out, this is nested more than {limits.DEPTH} deep. Give a part of it its own equation.",
            )
        if isinstance(expression, Reference):
            return self._reference(expression, given)
        if isinstance(expression, Number):
            return Written(expression, 1, 1)
        if isinstance(expression, Where):
            then, otherwise = (self._write(one, given, level + 1) for one in (expression.then, expression.otherwise))
            made = replace(expression, then=then.expression, otherwise=otherwise.expression)
            return _written(made, (then, otherwise))
        return self._call(expression, given, level)

    def _reference(self, reference: Reference, given: Mapping[str, Written]) -> Written:
        if not reference.index and reference.name in given:
            return given[reference.name]
        if not reference.index and reference.name in self.constants:
            return Written(Number(float(self.constants[reference.name]), reference.place), 1, 1)
        return Written(reference, 1, 1)

    def _call(self, call: Call, given: Mapping[str, Written], level: int) -> Written:
        arguments = tuple(self._write(one, given, level + 1) for one in call.arguments)
        function = self.functions.get(call.operation)
        if function is None or function.body is None:
            return _written(replace(call, arguments=tuple(one.expression for one in arguments)), arguments)
        return self._write(function.body, dict(zip(function.parameters, arguments, strict=True)), level + 1)


def _written(made: Call | Where, parts: tuple[Written, ...]) -> Written:
    """Return an expression made of parts, with its size and depth; raises if they pass the limits."""
    size, depth = 1 + sum(one.size for one in parts), 1 + max((one.depth for one in parts), default=0)
    _refuse_size(size, made.place)
    if depth > limits.DEPTH:
        raise DefinitionError(
            *made.place,
            f"Written out, this is nested more than {limits.DEPTH} deep. Give a part of it its own equation.",
        )
    return Written(replace(made, depth=depth), size, depth)


def _refuse_size(size: int, place: Place) -> None:
    if size > limits.TERMS:
        raise DefinitionError(
            *place, f"Written out, this is more than {limits.TERMS} operations. Use fewer nested calls."
        )
