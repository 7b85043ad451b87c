"""The length of every axis for one unfolding, checked, and the ids of the nodes on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from graphviz_rnn.errors import DefinitionError, RequestError
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


def check_size(count: int) -> None:
    """Refuse an unfolding with more nodes than ``limits.NODES``."""
    if count > limits.NODES:
        raise DefinitionError(1, 1, f"Unfolded, this has {count} nodes; at most {limits.NODES}. Ask for fewer steps.")


def indices(axes: Sequence[str], lengths: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Yield every index over ``axes``, the last axis running fastest.

    >>> list(indices(["t"], {"t": 2}))
    [{'t': 1}, {'t': 2}]
    """
    for values in product(*(range(1, lengths[axis] + 1) for axis in axes)):
        yield dict(zip(axes, values, strict=True))


def separator(names: Sequence[str]) -> str:
    """Return what parts a name from its index in a node's id, so that no two ids can be the same.

    >>> separator(["h", "x"]), separator(["h", "h_2"])
    ('_', '__')
    """
    mark = "_"
    while any(re.search(rf"{mark}m?\d", name) for name in names):
        mark += "_"
    return mark


def node_id(name: str, values: Sequence[int], mark: str) -> str:
    """Return the id of a name at an index.

    >>> node_id("h", [2], "_"), node_id("e", [1, 3], "_"), node_id("h", [-1], "_")
    ('h_2', 'e_1_3', 'h_m1')
    """
    return "".join([name, *(f"{mark}{value}" if value >= 0 else f"{mark}m{-value}" for value in values)])
