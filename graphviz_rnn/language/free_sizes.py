"""Which sizes of a definition may be chosen: those that neither the text nor another size fixes."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.errors import GraphError
from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Reference

_PROBE = 89
"""Units added to one size to see which others go with it; larger than sizes that stand beside each other."""


def free_sizes(definition: Definition, most: int = 1_000) -> dict[str, tuple[str, ...]]:
    """Return for each size that may be chosen the name it is called by, and all names that have it; at most ``most``.

    It is called by an input or target if there is one, else by what is read with a delay.

    >>> from graphviz_rnn import load
    >>> free_sizes(load("elman"))
    {'x': ('x',), 'y': ('o', 'y'), 'h': ('a', 'h')}
    """
    usual = definition.shapes()
    vectors = [name for name in _by_prominence(definition) if len(usual[name]) == 1]
    found: dict[str, tuple[str, ...]] = {}
    for name in vectors:
        if len(found) < most and not any(name in group for group in found.values()):
            group = _group(definition, usual, name)
            found |= {name: tuple(one for one in group if one in vectors)} if group else {}
    return found


def _by_prominence(definition: Definition) -> Sequence[str]:
    read = (part for body in definition.inlined.values() for part in parts(body) if isinstance(part, Reference))
    delayed = {part.name for part in read if any(index.shift for index in part.index)}
    computed = sorted(
        definition.names("state", "variable"), key=lambda name: (name in definition.hidden, name not in delayed)
    )
    return [*definition.names("input", "target"), *computed]


def _group(definition: Definition, usual: dict[str, Shape], name: str) -> list[str]:
    """Return the names whose size follows that of ``name``; none if it cannot be chosen."""
    wished = usual[name][0] + _PROBE
    try:
        other = definition.shapes({name: wished})
    except GraphError:
        return []
    return [one for one in usual if other[one] == (wished,) != usual[one]]
