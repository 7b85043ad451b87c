"""How much of a definition a graph shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.definition import Definition

Detail = Literal["variables", "operations", "functions"]
"""Variables alone; every operation; or operations with each of the definition's functions as one."""

DETAILS: tuple[Detail, ...] = get_args(Detail)


def opened_functions(definition: Definition, detail: str, opened: Collection[str]) -> tuple[str, ...]:
    """Return the functions whose operations are shown.

    Raises ``RequestError`` for a detail that does not exist, and a function that has no body to open.
    """
    if detail not in DETAILS:
        raise RequestError(f"The detail {detail!r} is unknown; expected one of {', '.join(map(repr, DETAILS))}.")
    bodies = [name for name, one in definition.functions.items() if one.body is not None]
    closed = next((name for name in opened if name not in bodies), None)
    if closed is not None:
        known = ", ".join(f"`{name}`" for name in bodies) or "no function with a body"
        raise RequestError(f"The function `{closed}` cannot be opened; the definition has {known}.")
    return tuple(name for name in bodies if detail != "functions" or name in opened)
