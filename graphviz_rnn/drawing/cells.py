"""Which cell of a column stands above which: what has indices on two axes is a stack of cells in every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from graphviz_rnn.drawing.columns import Item, Link

Stacked = tuple[list[str], list[str]]


def cell_order(items: dict[str, Item], links: Sequence[Link]) -> Iterator[Stacked]:
    """Yield (lower, upper): the names in one cell and in the cell right above it.

    Cells rise along their recurrence; without one the first step is on top, as in a matrix. What reads
    all cells of others (a softmax over an axis) makes a stack of its own above them.
    """
    inside = [one for one in links if one.source in items and one.target in items]
    inside = [one for one in inside if items[one.source].cell and items[one.target].cell and one.kind == "same"]
    ways = _ways(items, inside)
    for bases in _stacks(items, inside, ways):
        upward = any(1 in way and -1 not in way for (a, b), way in ways.items() if a in bases and b in bases)
        cells = sorted({one.cell for one in items.values() if one.base in bases}, reverse=not upward)
        for low, high in pairwise(cells):
            yield _names(items, bases, low), _names(items, bases, high)


def _names(items: dict[str, Item], bases: list[str], cell: tuple[int, ...]) -> list[str]:
    return [one.name for one in items.values() if one.base in bases and one.cell == cell]


Ways = dict[tuple[str, str], set[int]]
"""Between two names: 1 if one reads a lower cell of the other, -1 a higher one, 0 its own."""


def _ways(items: dict[str, Item], inside: Sequence[Link]) -> Ways:
    ways: Ways = {}
    for one in inside:
        low, high = items[one.source], items[one.target]
        ways.setdefault((low.base, high.base), set()).add((low.cell < high.cell) - (low.cell > high.cell))
    return ways


def _stacks(items: dict[str, Item], inside: Sequence[Link], ways: Ways) -> list[list[str]]:
    """Return the names that share a stack: all but those which read every cell of others below."""
    graph = nx.DiGraph()
    graph.add_nodes_from(dict.fromkeys(one.base for one in items.values() if one.cell))
    graph.add_edges_from(ways)
    blocks = nx.condensation(graph)
    level: dict[int, int] = {}
    for block in nx.topological_sort(blocks):
        level[block] = 0
        for before in blocks.predecessors(block):
            members = (blocks.nodes[before]["members"], blocks.nodes[block]["members"])
            every = any({1, -1} <= way for (a, b), way in ways.items() if a in members[0] and b in members[1])
            level[block] = max(level[block], level[before] + every)
    found: dict[int, list[str]] = {}
    for name in graph:
        found.setdefault(level[blocks.graph["mapping"][name]], []).append(name)
    return list(found.values())
