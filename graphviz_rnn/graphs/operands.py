"""The operations of an expression as small records: the rows of the operations-detail graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphviz_rnn.language.conditions import chosen
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Expression, Where

_POSITION_MARK = "."


def keyed(owner: str, expression: Expression) -> dict[int, str]:
    """Return a stable key for every part of an equation's expression, by the part's identity.

    Keys count the operations from the outermost in, so they are the same at every step.
    """
    keys: dict[int, str] = {}
    for number, part in enumerate(parts(expression), start=1):
        keys.setdefault(id(part), f"{owner}{_POSITION_MARK}{number}")
    return keys


def resolved(expression: Expression, values: Mapping[str, int] | None) -> Expression:
    """Return an expression past the ``where`` on top of it; folded (no values) it stays."""
    while isinstance(expression, Where) and values is not None:
        expression = chosen(expression, values)
    return expression


def arguments(expression: Expression) -> Iterator[Expression]:
    """Yield what an operation is applied to."""
    if isinstance(expression, Call):
        yield from expression.arguments
    elif isinstance(expression, Where):
        yield from (expression.then, expression.otherwise)


def operation_name(expression: Call | Where) -> str:
    """Return the name of an operation's node."""
    return "where" if isinstance(expression, Where) else expression.operation
