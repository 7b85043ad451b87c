"""How the id of a node is written: readable, the same every time, and never the same for two."""

from __future__ import annotations

import re
from collections.abc import Sequence


def suffix(values: Sequence[int], mark: str) -> str:
    """Return what the id of a node at an index ends with.

    >>> suffix([1, 3], "_"), suffix([-1], "__")
    ('_1_3', '__m1')
    """
    return "".join(f"{mark}{value}" if value >= 0 else f"{mark}m{-value}" for value in values)


def separator(names: Sequence[str]) -> str:
    """Return what parts a name from its index in a node's id, so that no two ids can be the same.

    >>> separator(["h", "x"]), separator(["h", "h_2"])
    ('_', '__')
    """
    mark = "_"
    while any(re.search(rf"{mark}m?\d", name) for name in names):
        mark += "_"
    return mark
