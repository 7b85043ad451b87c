"""Turn the grammar's tree of one statement into records."""

from __future__ import annotations

from typing import Any, Literal

from lark import Token, v_args
from lark.tree import Meta

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.build_expressions import ExpressionBuilder, Indices
from graphviz_rnn.language.records import (
    Boundary,
    Declaration,
    Equation,
    Expression,
    Feedback,
    Function,
    Index,
    Initialiser,
    Named,
    Size,
    Statement,
)
from graphviz_rnn.language.spelled import axes, finite, is_axis, whole


@v_args(inline=True, meta=True)
class RecordBuilder(ExpressionBuilder):
    """One method a rule of ``grammar.lark``; each gets the rule's place and its parts."""

    # ---- statements ----

    def equation(self, meta: Meta, name: Token, index: Indices, right: Expression) -> tuple[Statement, ...]:
        place = self._place(name)
        free = tuple(self._free_axis(one) for one in index or ())
        twice = next((one for one in index or () if one.shift == 0 and free.count(one.base) > 1), None)
        if twice is not None and twice.base is not None:
            raise DefinitionError(*twice.place, f"`{name}` has axis {twice.base} twice; give each axis once.")
        bounded = [one for one, axis in zip(index or (), free, strict=True) if axis is None]
        if not bounded:
            return (Equation(str(name), tuple(one.base or "" for one in index or ()), right, place, self.note),)
        if len(bounded) > 1:
            raise DefinitionError(
                *bounded[1].place, f"`{name}` is bounded on two axes at once. Bound one axis a line: `{name}[0,t] = …`."
            )
        side: Literal["before", "after"] = "before" if bounded[0].base is None else "after"
        return (Boundary(str(name), free, side, right, place, bounded[0].base),)

    def _free_axis(self, index: Index) -> str | None:
        """Return the axis of a left-hand index, or None where it bounds one: ``0`` or ``T+1``."""
        if index.base is not None and is_axis(index.base) and index.shift == 0:
            return index.base
        before = index.base is None and index.shift == 0
        after = index.base is not None and not is_axis(index.base) and index.sign > 0 and index.shift == 1
        if before or after:
            return None
        raise DefinitionError(
            *index.place,
            f"A left-hand side is indexed by `{index}`; expected an axis (`t`), `0` for the values before the first "
            "step, or `T+1` for those after the last. Define a step (`t`) from others, read on the right (`t-1`).",
        )

    def function(self, meta: Meta, name: Token, parameters: list[Token], body: Expression | None) -> Any:
        return (Function(str(name), tuple(map(str, parameters)), body, self._place(name)),)

    def input(self, meta: Meta, name: Token, index: Indices, size: Size | None) -> Any:
        return (Declaration("input", str(name), axes(index), size, None, False, self._place(name)),)

    def target(self, meta: Meta, name: Token, index: Indices, size: Size | None) -> Any:
        return (Declaration("target", str(name), axes(index), size, None, False, self._place(name)),)

    def parameter(self, meta: Meta, name: Token, size: Size | None, start: Any, fixed: Token | None) -> Any:
        return (Declaration("parameter", str(name), (), size, start, fixed is not None, self._place(name)),)

    def constant(self, meta: Meta, name: Token, value: Token) -> Any:
        return (Named("constant", str(name), whole(value, self._place(value)), self._place(name)),)

    def axis(self, meta: Meta, name: Token, first: Token, last: Token) -> Any:
        if not is_axis(name):
            raise DefinitionError(
                *self._place(name),
                f"`{name}` names an axis; expected one lower-case letter. Write it as in `axis t = 1..T`.",
            )
        if whole(first, self._place(first)) != 1:
            raise DefinitionError(
                *self._place(first), f"An axis starts at {first}; expected 1. Write it as in `axis t = 1..T`."
            )
        value = whole(last, self._place(last), least=1) if last.type == "WHOLE" else str(last)
        return (Named("axis", str(name), value, self._place(name)),)

    def hide(self, meta: Meta, *names: Token) -> Any:
        return tuple(Named("hide", str(name), str(name), self._place(name)) for name in names)

    def feedback(self, meta: Meta, name: Token, index: Indices, right: Expression) -> Any:
        return (Feedback(str(name), axes(index), right, self._place(name)),)

    def names(self, meta: Meta, *names: Token | None) -> list[Token]:
        return [name for name in names if name is not None]

    # ---- sizes, initialisers ----

    def size_scalar(self, meta: Meta) -> Size:
        return ()

    def size_vector(self, meta: Meta, length: int | str) -> Size:
        return (length,)

    def size_matrix(self, meta: Meta, rows: int | str, columns: int | str) -> Size:
        return (rows, columns)

    def dimension(self, meta: Meta, value: Token) -> int | str:
        return whole(value, self._place(value), least=1) if value.type == "WHOLE" else str(value)

    def setting(self, meta: Meta, name: Token, value: Token) -> tuple[str, float]:
        return str(name), finite(value, self._place(value))

    def initialiser(self, meta: Meta, name: Token, *settings: tuple[str, float] | None) -> Initialiser:
        if name.type == "SIGNED_NUMBER":
            return Initialiser("constant", (("value", finite(name, self._place(name))),), self._place(name))
        return Initialiser(str(name), tuple(one for one in settings if one), self._place(name))
