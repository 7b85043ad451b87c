"""Turn the grammar's tree of one statement into records."""

from __future__ import annotations

from typing import Any, Literal

from lark import Token, Transformer, v_args
from lark.tree import Meta

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.lines import StatementText
from graphviz_rnn.language.operations import ALIASES, REDUCTIONS
from graphviz_rnn.language.records import (
    Boundary,
    Call,
    Condition,
    Declaration,
    Equation,
    Expression,
    Feedback,
    Function,
    Index,
    Initialiser,
    Named,
    Number,
    Place,
    Reference,
    Size,
    Statement,
    Where,
)
from graphviz_rnn.language.suggest import nearest

Indices = tuple[Index, ...] | None


@v_args(inline=True, meta=True)
class RecordBuilder(Transformer):  # type: ignore[type-arg]
    """One method a rule of ``grammar.lark``; each gets the rule's place and its parts."""

    def __init__(self, statement: StatementText) -> None:
        super().__init__()
        self.first_line, self.note = statement.line, statement.note

    def _place(self, at: Meta | Token) -> Place:
        return Place(self.first_line + int(at.line or 1) - 1, int(at.column or 1))

    # ---- statements ----

    def equation(self, meta: Meta, name: Token, index: Indices, right: Expression) -> tuple[Statement, ...]:
        place = self._place(name)
        axes = tuple(self._free_axis(one) for one in index or ())
        bounded = [one for one, axis in zip(index or (), axes, strict=True) if axis is None]
        if not bounded:
            return (Equation(str(name), tuple(one.base or "" for one in index or ()), right, place, self.note),)
        if len(bounded) > 1:
            raise DefinitionError(
                *bounded[1].place, f"`{name}` is bounded on two axes at once. Bound one axis a line: `{name}[0,t] = …`."
            )
        side: Literal["before", "after"] = "before" if bounded[0].base is None else "after"
        return (Boundary(str(name), axes, side, right, place),)

    def _free_axis(self, index: Index) -> str | None:
        """Return the axis of a left-hand index, or None where it bounds one: ``0`` or ``T+1``."""
        if index.base is not None and _is_axis(index.base) and index.shift == 0:
            return index.base
        before = index.base is None and index.shift == 0
        after = index.base is not None and not _is_axis(index.base) and index.offset({}) == 1
        if before or after:
            return None
        raise DefinitionError(
            *index.place,
            f"A left-hand side is indexed by `{index}`; expected an axis (`t`), `0` for the values before the first "
            "step, or `T+1` for those after the last.",
        )

    def function(self, meta: Meta, name: Token, parameters: list[Token], body: Expression | None) -> Any:
        return (Function(str(name), tuple(map(str, parameters)), body, self._place(name)),)

    def input(self, meta: Meta, name: Token, index: Indices, size: Size | None) -> Any:
        return (Declaration("input", str(name), _axes(index), size, None, False, self._place(name)),)

    def target(self, meta: Meta, name: Token, index: Indices, size: Size | None) -> Any:
        return (Declaration("target", str(name), _axes(index), size, None, False, self._place(name)),)

    def parameter(self, meta: Meta, name: Token, size: Size | None, start: Any, fixed: Token | None) -> Any:
        return (Declaration("parameter", str(name), (), size, start, fixed is not None, self._place(name)),)

    def constant(self, meta: Meta, name: Token, value: Token) -> Any:
        return (Named("constant", str(name), _whole(value, self._place(value)), self._place(name)),)

    def axis(self, meta: Meta, name: Token, first: Token, last: Token) -> Any:
        if not _is_axis(name):
            raise DefinitionError(*self._place(name), f"`{name}` names an axis; expected one lower-case letter.")
        if int(first) != 1:
            raise DefinitionError(*self._place(first), f"An axis starts at {first}; expected 1, as in `axis t = 1..T`.")
        value = _whole(last, self._place(last)) if last.isdigit() else str(last)
        return (Named("axis", str(name), value, self._place(name)),)

    def hide(self, meta: Meta, names: list[Token]) -> Any:
        return tuple(Named("hide", str(name), str(name), self._place(name)) for name in names)

    def feedback(self, meta: Meta, name: Token, index: Indices, right: Expression) -> Any:
        return (Feedback(str(name), _axes(index), right, self._place(name)),)

    def names(self, meta: Meta, *names: Token | None) -> list[Token]:
        return [name for name in names if name is not None]

    # ---- indices, sizes, initialisers ----

    def indices(self, meta: Meta, *indices: Index) -> tuple[Index, ...]:
        return indices

    def index_at(self, meta: Meta, base: Token) -> Index:
        return Index(str(base), 1, 0, self._place(base))

    def index_after(self, meta: Meta, base: Token, shift: Token) -> Index:
        return Index(str(base), 1, self._shift(shift), self._place(base))

    def index_before(self, meta: Meta, base: Token, shift: Token) -> Index:
        return Index(str(base), -1, self._shift(shift), self._place(base))

    def index_fixed(self, meta: Meta, value: Token) -> Index:
        number = _whole(value, self._place(value))
        return Index(None, 1, number, self._place(value))

    def _shift(self, shift: Token) -> int | str:
        return _whole(shift, self._place(shift)) if shift.isdigit() else str(shift)

    def size_scalar(self, meta: Meta) -> Size:
        return ()

    def size_vector(self, meta: Meta, length: int | str) -> Size:
        return (length,)

    def size_matrix(self, meta: Meta, rows: int | str, columns: int | str) -> Size:
        return (rows, columns)

    def dimension(self, meta: Meta, value: Token) -> int | str:
        return _whole(value, self._place(value), least=1) if value.isdigit() else str(value)

    def setting(self, meta: Meta, name: Token, value: Token) -> tuple[str, float]:
        return str(name), float(value)

    def initialiser(self, meta: Meta, name: Token, *settings: tuple[str, float] | None) -> Initialiser:
        if name.type == "SIGNED_NUMBER":
            return Initialiser("constant", (("value", float(name)),), self._place(name))
        return Initialiser(str(name), tuple(one for one in settings if one), self._place(name))

    # ---- expressions ----

    def number(self, meta: Meta, value: Token) -> Number:
        return Number(float(value), self._place(value))

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
        if not all(one.base and _is_axis(one.base) and one.shift == 0 for one in index):
            raise DefinitionError(
                *index[0].place, f"`{name}[{index[0]}](…)` names no axis; expected one letter, as in `sum[t](…)`."
            )
        if len(arguments or ()) != 1:
            raise DefinitionError(*place, f"`{name}[…](…)` got {len(arguments or ())} arguments; it takes 1.")
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
        return Condition("whole", (), self._place(value), _whole(value, self._place(value)))

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


def _is_axis(name: str) -> bool:
    """Say whether a name can be an axis: one lower-case letter."""
    return len(name) == 1 and name.islower()


def _axes(index: Indices) -> tuple[str, ...]:
    for one in index or ():
        if one.base is None or not _is_axis(one.base) or one.shift != 0:
            raise DefinitionError(*one.place, f"A declaration is indexed by `{one}`; expected an axis, as in `x[t]`.")
    return tuple(one.base or "" for one in index or ())


def _whole(token: str, place: Place, *, least: int = -limits.SIZE) -> int:
    """Return the integer that a token spells; refuse one that is out of all reason."""
    if len(token) > 9 or not least <= int(token) <= limits.SIZE:
        raise DefinitionError(
            *place, f"The number {token[:12]} is out of range; expected one from {least} to {limits.SIZE}."
        )
    return int(token)


def _depth(expression: Expression) -> int:
    return expression.depth if isinstance(expression, Call | Where) else 0


def _call(operation: str, arguments: tuple[Expression, ...], place: Place, axes: tuple[str, ...] = ()) -> Call:
    if len(arguments) > limits.ARGUMENTS:
        raise DefinitionError(
            *place, f"`{operation}` has more than {limits.ARGUMENTS} arguments. Split it into equations of its own."
        )
    return Call(operation, arguments, place, axes, 1 + max((_depth(one) for one in arguments), default=0))
