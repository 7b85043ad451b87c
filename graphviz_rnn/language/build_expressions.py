"""Turn the grammar's tree of one expression into records."""

from __future__ import annotations

from typing import Any

from lark import Token, Transformer, v_args
from lark.tree import Meta

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.lines import StatementText
from graphviz_rnn.language.operations import ALIASES, REDUCTIONS
from graphviz_rnn.language.records import Call, Condition, Expression, Index, Number, Place, Reference, Where
from graphviz_rnn.language.spelled import finite, is_axis, whole
from graphviz_rnn.language.suggest import nearest

Indices = tuple[Index, ...] | None


@v_args(inline=True, meta=True)
class ExpressionBuilder(Transformer):  # type: ignore[type-arg]
    """One method a rule of ``grammar.lark`` below an expression; each gets the rule's place and its parts."""

    def __init__(self, statement: StatementText) -> None:
        super().__init__()
        self.first_line, self.note = statement.line, statement.note

    def _place(self, at: Meta | Token) -> Place:
        return Place(self.first_line + int(at.line or 1) - 1, int(at.column or 1))

    # ---- indices ----

    def indices(self, meta: Meta, *indices: Index) -> tuple[Index, ...]:
        return indices

    def index_at(self, meta: Meta, base: Token) -> Index:
        return Index(str(base), 1, 0, self._place(base))

    def index_after(self, meta: Meta, base: Token, shift: Token) -> Index:
        return Index(str(base), 1, self._shift(shift), self._place(base))

    def index_before(self, meta: Meta, base: Token, shift: Token) -> Index:
        return Index(str(base), -1, self._shift(shift), self._place(base))

    def index_fixed(self, meta: Meta, value: Token) -> Index:
        number = whole(value, self._place(value))
        return Index(None, 1, number, self._place(value))

    def _shift(self, shift: Token) -> int | str:
        return whole(shift, self._place(shift)) if shift.type == "WHOLE" else str(shift)

    # ---- expressions ----

    def number(self, meta: Meta, value: Token) -> Number:
        return Number(finite(value, self._place(value)), self._place(value))

    def reference(self, meta: Meta, name: Token, index: Indices) -> Reference:
        return Reference(str(name), index or (), self._place(name))

    def arguments(self, meta: Meta, *arguments: Expression) -> tuple[Expression, ...]:
        return arguments

    def call(self, meta: Meta, name: Token, arguments: tuple[Expression, ...] | None) -> Call:
        return _call(ALIASES.get(name, str(name)), arguments or (), self._place(name))

    def reduction(self, meta: Meta, name: Token, index: tuple[Index, ...], arguments: Any) -> Call:
        place = self._place(name)
        if name not in REDUCTIONS:
            close = nearest(name, REDUCTIONS)
            raise DefinitionError(
                *place,
                f"`{name}` does not run over an axis; {', '.join(REDUCTIONS)} do.{close} "
                f"If `{name}` is a variable, put an operator between it and the bracket.",
            )
        if not all(one.base and is_axis(one.base) and one.shift == 0 for one in index):
            raise DefinitionError(
                *index[0].place, f"`{name}[{index[0]}](…)` names no axis; expected one letter, as in `sum[t](…)`."
            )
        if len(arguments or ()) != 1:
            raise DefinitionError(
                *place, f"`{name}[…](…)` got {len(arguments or ())} arguments; it takes 1. Give it one."
            )
        return _call(str(name), arguments, place, tuple(one.base or "" for one in index))

    def where(self, meta: Meta, condition: Condition, then: Expression, otherwise: Expression) -> Where:
        return Where(condition, then, otherwise, self._place(meta), 1 + max(_depth(then), _depth(otherwise)))

    def negate(self, meta: Meta, one: Expression) -> Expression:
        return _call("neg", (one,), self._place(meta))

    def transpose(self, meta: Meta, one: Expression) -> Expression:
        return _call("'", (one,), self._place(meta))

    def add(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return self._joined("+", meta, left, right)

    def multiply(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return self._joined("*", meta, left, right)

    def _joined(self, operation: str, meta: Meta, left: Expression, right: Expression) -> Call:
        """Return ``a + b + c`` as one operation on three arguments."""
        terms = left.arguments if isinstance(left, Call) and left.operation == operation and not left.axes else (left,)
        return _call(operation, (*terms, right), self._place(meta))

    def subtract(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return _call("-", (left, right), self._place(meta))

    def divide(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return _call("/", (left, right), self._place(meta))

    def matmul(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return _call("@", (left, right), self._place(meta))

    def power(self, meta: Meta, left: Expression, right: Expression) -> Expression:
        return _call("^", (left, right), self._place(meta))

    # ---- conditions ----

    def c_whole(self, meta: Meta, value: Token) -> Condition:
        return Condition("whole", (), self._place(value), whole(value, self._place(value)))

    def c_name(self, meta: Meta, name: Token) -> Condition:
        return Condition("name", (), self._place(name), str(name))

    def c_compare(self, meta: Meta, left: Condition, sign: Token, right: Condition) -> Condition:
        return Condition(str(sign), (left, right), self._place(meta))

    def __default__(self, data: Any, children: list[Any], meta: Meta) -> Any:
        signs = {
            "c_or": "or",
            "c_and": "and",
            "c_not": "not",
            "c_add": "+",
            "c_subtract": "-",
            "c_multiply": "*",
            "c_modulo": "%",
            "c_negate": "neg",
        }
        return Condition(signs[str(data)], tuple(children), self._place(meta))


def _depth(expression: Expression) -> int:
    return expression.depth if isinstance(expression, Call | Where) else 0


def _call(operation: str, arguments: tuple[Expression, ...], place: Place, axes: tuple[str, ...] = ()) -> Call:
    if len(arguments) > limits.ARGUMENTS:
        raise DefinitionError(
            *place, f"`{operation}` has more than {limits.ARGUMENTS} arguments. Split it into equations of its own."
        )
    return Call(operation, arguments, place, axes, 1 + max((_depth(one) for one in arguments), default=0))
