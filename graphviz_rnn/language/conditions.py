"""Decide the conditions of ``where`` at one index, by a table from operation to rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.records import Condition, Expression, Where

_RULES: dict[str, Callable[..., int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "neg": lambda a: -a,
    "not": lambda a: not a,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}


def holds(condition: Condition, values: Mapping[str, int]) -> int:
    """Return a condition's value, given those of axes, lengths and constants by name.

    Raises ``DefinitionError`` for a remainder by zero.
    """
    if condition.operation == "whole":
        return int(condition.value)
    if condition.operation == "name":
        return values[str(condition.value)]
    arguments = [holds(one, values) for one in condition.arguments]
    if condition.operation == "%":
        if arguments[1] == 0:
            raise by_zero(condition)
        return arguments[0] % arguments[1]
    return _RULES[condition.operation](*arguments)


def by_zero(condition: Condition) -> DefinitionError:
    """Return the error for a remainder by zero."""
    return DefinitionError(
        *condition.place, "The remainder by 0 is asked for here; there is none. Divide by another number."
    )


def chosen(expression: Where, values: Mapping[str, int]) -> Expression:
    """Return the branch of a ``where`` that is taken at one index."""
    return expression.then if holds(expression.condition, values) else expression.otherwise
