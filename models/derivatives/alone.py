"""One equation as a definition of its own, in which everything that it reads is an input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphviz_rnn.graphs.terms import Source, Term
from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import (
    Call,
    Condition,
    Declaration,
    Equation,
    Expression,
    Index,
    Number,
    Reference,
    Where,
)
from models.derivatives.notation import NOWHERE

_MARK = 1.23456789e-211
"""A choice is written as a sum of both branches and a small number that no text has, times the choice's number."""


@dataclass(frozen=True)
class Alone:
    """The definition with one equation, the shapes of its names, and how what stands in it was written.

    What was h[t-9] is an input like any other, so that two steps are enough for any delay: ``reads`` has what each
    input stands for. A choice that is left is the sum of its branches: ``choices`` has the conditions by number.
    """

    definition: Definition
    shapes: Mapping[str, Shape]
    reads: Mapping[str, Reference]
    choices: tuple[Condition, ...]

    def choice(self, term: Term | None) -> Condition | None:
        """Return the condition whose branches are the first two arguments of an operation, if it is one."""
        return self._marked(term.arguments[-1]) if term is not None and term.name == "+" else None

    def _marked(self, last: Source | Expression) -> Condition | None:
        if not isinstance(last, Term | Number) or not 0 < last.value < 1e-200:
            return None
        return self.choices[round(last.value / _MARK) - 1]

    def written(self, expression: Expression) -> Expression:
        """Return an expression as the equation has it; a prime at an index, for another step, is kept."""
        if isinstance(expression, Reference):
            return self._read(expression)
        if isinstance(expression, Where):
            then, otherwise = self.written(expression.then), self.written(expression.otherwise)
            return replace(expression, then=then, otherwise=otherwise)
        if not isinstance(expression, Call):
            return expression
        arguments = tuple(self.written(one) for one in expression.arguments)
        condition = self._marked(arguments[-1]) if expression.operation == "+" else None
        if condition is not None:
            return Where(condition, arguments[0], arguments[1], NOWHERE)
        return replace(expression, arguments=arguments)

    def _read(self, one: Reference) -> Reference:
        if one.name not in self.reads:
            return one
        own, primed = self.reads[one.name], {index.base for index in one.index if str(index.base).endswith("'")}
        index = (replace(at, base=f"{at.base}'") if f"{at.base}'" in primed else at for at in own.index)
        return replace(own, index=tuple(index))


def alone(definition: Definition, name: str, body: Expression, shapes: Mapping[str, Shape]) -> Alone:
    """Return the equation ``name`` = ``body`` as a definition of its own."""
    writer = _Writer(definition)
    equation = Equation(name, definition.axes.get(name, ()), writer.put(body), NOWHERE)
    used = {one: own for one, own in definition.declarations.items() if own.kind == "parameter"}
    sizes = {made.name: shapes[one.name] for one, made in writer.reads.items()}
    inputs = {
        made.name: Declaration(
            "input", made.name, tuple(str(one.base) for one in made.index), sizes[made.name], None, False, NOWHERE
        )
        for made in writer.reads.values()
    }
    plain = replace(
        definition, equations=(equation,), boundaries=(), feedbacks=(), functions={}, constants={}, lengths={}
    )
    single = assemble(replace(plain, declarations={**used, **inputs}), hidden=())
    reads = {made.name: one for one, made in writer.reads.items()}
    return Alone(single, {**shapes, **sizes}, reads, tuple(writer.choices))


class _Writer:
    """Puts inputs in place of what is read, and sums in place of choices."""

    def __init__(self, definition: Definition) -> None:
        self.parameters, self.axes = definition.names("parameter"), definition.lengths
        self.reads: dict[Reference, Reference] = {}
        self.choices: list[Condition] = []

    def put(self, expression: Expression) -> Expression:
        if isinstance(expression, Reference):
            return expression if expression.name in self.parameters else self._read(expression)
        if isinstance(expression, Where):
            if expression.condition not in self.choices:
                self.choices.append(expression.condition)
            mark = Number(_MARK * (self.choices.index(expression.condition) + 1), NOWHERE)
            return Call("+", (self.put(expression.then), self.put(expression.otherwise), mark), NOWHERE)
        if isinstance(expression, Call):
            return replace(expression, arguments=tuple(self.put(one) for one in expression.arguments))
        return expression

    def _read(self, one: Reference) -> Reference:
        if one not in self.reads:
            bases = dict.fromkeys(index.base for index in one.index if index.base in self.axes)
            made = tuple(Index(base, 1, 0, NOWHERE) for base in bases)
            self.reads[one] = Reference(f"read {len(self.reads)}", made, NOWHERE)
        return self.reads[one]
