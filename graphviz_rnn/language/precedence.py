"""When an expression needs brackets around it, for every reading that writes mathematics."""

from __future__ import annotations

from graphviz_rnn.language.records import Call, Expression

_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "neg": 3, "^": 4, "'": 5}
ATOM = 6
"""The level of what needs no brackets: a name, a number, a function's call."""


def level(expression: Expression) -> int:
    """Return how tightly an expression holds together; an atom or function call most."""
    return _LEVELS.get(expression.operation, ATOM) if isinstance(expression, Call) else ATOM


def needs_brackets(parent: Call, position: int) -> bool:
    """Say whether one argument of an operator must stand in brackets."""
    mine, inner = level(parent), level(parent.arguments[position])
    if mine == ATOM or inner == ATOM:
        return False
    loose_right = parent.operation in ("-", "/", "@", "*") and position > 0
    return inner < mine or (inner == mine and (loose_right or parent.operation in ("^", "'", "neg")))
