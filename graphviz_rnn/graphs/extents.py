"""The length of every axis for one unfolding, checked."""

from __future__ import annotations

from collections.abc import Mapping

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition


def extents(definition: Definition, lengths: Mapping[str, int] | None) -> dict[str, int]:
    """Return the number of steps of every axis.

    Raises ``RequestError`` for an axis without length, an unknown axis and a length that is no
    whole number from 1 on.
    """
    asked = dict(lengths or {})
    unknown = next((axis for axis in asked if axis not in definition.lengths), None)
    if unknown is not None:
        axes = ", ".join(definition.lengths) or "none"
        raise RequestError(f"A length is given for axis `{unknown}`; the definition's axes are {axes}.")
    return {axis: _extent(axis, asked.get(axis, own)) for axis, own in definition.lengths.items()}


def _extent(axis: str, length: int | str) -> int:
    if isinstance(length, str):
        raise RequestError(f"Axis `{axis}` needs a length. Give one: lengths={{{axis!r}: 5}}.")
    if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= limits.SIZE:
        raise RequestError(
            f"The length of axis `{axis}` is {length!r}; expected a whole number from 1 to {limits.SIZE}."
        )
    return length
