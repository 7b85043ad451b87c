"""Values that a person writes: names with their numbers."""

from __future__ import annotations

import re

from models.errors import ModelError

Numbers = tuple[float, ...]

EXAMPLE = "`x = 2; w = 0.5 -1 2`"


def spelled_values(text: str) -> dict[str, Numbers]:
    """Return the numbers of every name in a text such as ``x = 2; w = 0.5 -1 2``; an empty one has none.

    Names are set apart by semicolons or lines, numbers by spaces or commas. Raises ``ModelError`` for what is neither.

    >>> spelled_values("x = 2; w = 0.5, -1")
    {'x': (2.0,), 'w': (0.5, -1.0)}
    """
    return dict(_spelled(part.strip()) for part in re.split(r"[;\n]", text) if part.strip())


def _spelled(part: str) -> tuple[str, Numbers]:
    name, equals, numbers = (one.strip() for one in part.partition("="))
    if not equals or not name.isidentifier():
        raise ModelError(f"`{part}` gives no value; expected a name, =, and numbers. Write it as in {EXAMPLE}.")
    words = numbers.replace("−", "-").replace(",", " ").split()
    if not words:
        raise ModelError(f"`{part}` has no number after the =. Write it as in {EXAMPLE}.")
    return name, tuple(_number(name, word) for word in words)


def _number(name: str, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ModelError(f"`{word}` among the values of `{name}` is no number. Write it as in {EXAMPLE}.") from None
