"""An equation as the operations that compute it, its functions opened or closed: what operations detail draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.records import (
    Boundary,
    Call,
    Condition,
    Equation,
    Expression,
    Function,
    Number,
    Reference,
    Where,
)


@dataclass(frozen=True, eq=False, slots=True)
class Box:
    """An opened function: ``key`` and ``scope`` are those of the one term that it would be if it were closed."""

    key: str
    name: str
    scope: tuple[str, ...]
    around: Box | None

    def outward(self) -> Iterator[Box]:
        """Yield this box and those around it."""
        yield self
        if self.around is not None:
            yield from self.around.outward()


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """An operation or a number in the equation of ``owner``; ``key`` is its node's id in the folded graph.

    It stands at every index of the axes in ``scope``, inside ``box`` if a function was opened, and
    reads its arguments at all steps of the axes in ``over``. ``condition`` is that of a ``where``,
    ``inside`` what a closed function hides: the terms in its box, up to what they read outside.
    ``value`` is a number's.
    """

    key: str
    owner: str
    kind: Literal["operation", "constant"]
    name: str
    scope: tuple[str, ...]
    box: Box | None
    arguments: tuple[Source, ...] = ()
    over: tuple[str, ...] = ()
    condition: Condition | None = None
    inside: Source | None = None
    value: float = 0.0

    def parts(self) -> tuple[Source, ...]:
        """Return what the term is computed from: its arguments, or what it hides."""
        return self.arguments if self.inside is None else (self.inside,)

    def is_in(self, box: str) -> bool:
        """Say whether the term stands inside the function whose key is ``box``."""
        return self.box is not None and any(one.key == box for one in self.box.outward())


Source = Term | Reference


@dataclass(frozen=True, eq=False, slots=True)
class _Written:
    """An expression where it is written: with what its names are given as, inside a function's body, and its box."""

    expression: Expression
    given: Mapping[str, _Written]
    box: Box | None

    def part(self, expression: Expression) -> _Written:
        """Return a part of the expression, written in the same place."""
        return _Written(expression, self.given, self.box)


def terms(definition: Definition, one: Equation | Boundary, opened: tuple[str, ...]) -> Source:
    """Return what computes a name; functions in ``opened`` show their operations, others are one term each.

    Keys count from the outermost term in, the inside of closed functions too, so that a term keeps
    its key when one is opened. What a function is given is one term, however often its body reads it.
    """
    written = one.as_written or one.expression if isinstance(one, Boundary) else one.expression
    prefix = f"{one.name}.{one.side}" if isinstance(one, Boundary) else one.name
    return _Terms(definition, one.name, prefix, opened).of(written)


class _Terms:
    def __init__(self, definition: Definition, owner: str, prefix: str, opened: tuple[str, ...]) -> None:
        self.definition, self.owner, self.prefix, self.opened = definition, owner, prefix, opened
        self.count = 0
        self.made: dict[tuple[_Written, tuple[str, ...]], Source] = {}

    def of(self, expression: Expression) -> Source:
        """Return what computes the name from its whole expression."""
        return self._of(_Written(expression, {}, None), self.definition.axes.get(self.owner, ()))

    def _of(self, one: _Written, scope: tuple[str, ...]) -> Source:
        expression = one.expression
        if isinstance(expression, Reference):
            return self._reference(expression, one, scope)
        if isinstance(expression, Number):
            name = f"{expression.value:g}"
            return Term(self._key(), self.owner, "constant", name, scope, one.box, value=expression.value)
        if isinstance(expression, Where):
            key, branches = self._key(), (expression.then, expression.otherwise)
            sources = tuple(self._of(one.part(branch), scope) for branch in branches)
            return Term(key, self.owner, "operation", "where", scope, one.box, sources, condition=expression.condition)
        return self._call(expression, one, scope)

    def _key(self) -> str:
        self.count += 1
        return f"{self.prefix}.{self.count}"

    def _reference(self, reference: Reference, one: _Written, scope: tuple[str, ...]) -> Source:
        name = reference.name
        if not reference.index and name in one.given:
            return self._once(one.given[name], scope)
        if not reference.index and name in self.definition.constants:
            return self._of(one.part(Number(self.definition.constants[name], reference.place)), scope)
        return reference

    def _once(self, one: _Written, scope: tuple[str, ...]) -> Source:
        if (one, scope) not in self.made:
            self.made[one, scope] = self._of(one, scope)
        return self.made[one, scope]

    def _call(self, call: Call, one: _Written, scope: tuple[str, ...]) -> Source:
        function = self.definition.functions.get(call.operation)
        if function is not None and function.body is not None:
            return self._function(call, function, one, scope)
        key, inner = self._key(), tuple(dict.fromkeys((*scope, *call.axes)))
        arguments = tuple(self._of(one.part(argument), inner) for argument in call.arguments)
        return Term(key, self.owner, "operation", call.operation, scope, one.box, arguments, call.axes)

    def _function(self, call: Call, function: Function, one: _Written, scope: tuple[str, ...]) -> Source:
        """Return a closed function as one term, an opened one as its body's terms."""
        box = Box(self._key(), function.name, scope, one.box)
        given = {name: one.part(argument) for name, argument in zip(function.parameters, call.arguments, strict=True)}
        inside = self._of(_Written(function.body or call, given, box), scope)
        if function.name in self.opened:
            return inside
        return Term(box.key, self.owner, "operation", function.name, scope, one.box, inside=inside)
