"""What stands in one column: its items, the links between them, and the row of each item.

Layers go up from inputs to losses, by the longest path of undelayed edges (Sugiyama, Tagawa & Toda
1981).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from graphviz_rnn.drawing.cells import cell_order
from graphviz_rnn.drawing.labels import vertex_label, width
from graphviz_rnn.language.typeset import Run

RADIUS = 27.0
"""Radius of a variable's circle."""

SMALL_RADIUS = 22.0
"""Radius of a target that stands beside its loss."""

OPERATION_HALF = 15.0
"""Half the height of an operation's pill."""

SIDE_CHIP = 34.0
"""Room for a parameter's chip at the side of an operation."""


@dataclass(slots=True)
class Item:
    """A node of the column's plan: an actual one, or ("" kind) the place where an edge passes a row.

    ``base`` is its name in the folded graph, ``cell`` has its index on the axes that run upward within a
    column. ``reach`` is half the width that the chips below it need, ``chips`` how many stand one above the
    other there. A target that is a satellite of its loss stands above it, or ``level`` with it. What
    passes on a ``rail`` stands upright beside a stack of cells.
    """

    name: str
    kind: str
    base: str = ""
    label: tuple[Run, ...] = ()
    cell: tuple[int, ...] = ()
    layer: int = 0
    x: float = 0.0
    half_width: float = 1.0
    half_height: float = 1.0
    side_chips: list[str] = field(default_factory=list)
    satellite_of: str = ""
    level: bool = False
    reach: float = 0.0
    chips: int = 0
    rail: tuple[str, ...] = ()

    @property
    def room_left(self) -> float:
        """Distance from the middle to the left end, chips included."""
        return max(self.half_width + SIDE_CHIP * len(self.side_chips), self.reach)

    @property
    def room_right(self) -> float:
        """Distance from the middle to the right end, chips included."""
        return max(self.half_width, self.reach)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the plan, with the chips it carries; ``delay`` in steps, ``kind`` says how it runs.

    "same" links rise in their column, "delay" links come from another column, "cross" links from
    another section: from every step of it, or from the one step ``member``, or, if ``last``, from its end.
    Links of one ``group`` run together: those from all cells of a column to the same item.
    """

    source: str
    target: str
    kind: str
    delay: int = 0
    via: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    member: int | None = None
    last: bool = False
    group: str = ""

    @property
    def colour(self) -> str:
        """What the line's colour depends on: the letter of its first parameter."""
        return self.via[0].partition("_")[0] if self.via else ""

    @property
    def key(self) -> tuple[str, ...]:
        """What links have in common that share their lines up to where they branch."""
        return (self.group or self.source, self.kind, str(self.delay), str(self.member), self.colour)


def make_item(key: str, base: str, data: Mapping[str, Any], cell: tuple[int, ...] = ()) -> Item:
    """Return a node of the plan, with a graph node's ``data``, in the size that its label needs."""
    kind = data["kind"]
    label = vertex_label(data["name"], kind, {})
    item = Item(key, kind, base, label, cell)
    if kind in ("operation", "constant"):
        item.half_width, item.half_height = max(OPERATION_HALF, width(label, 15.0) / 2 + 9), OPERATION_HALF
    else:
        item.half_width = item.half_height = RADIUS
    return item


def assign_layers(items: dict[str, Item], links: Sequence[Link], lowest: int) -> None:
    """Set every item's layer.

    Inputs stand lowest, anything else not below ``lowest``; two states that recur along a row get rows of their own,
    and so does everything with an index of its own on an axis that runs upward.
    """
    graph = _order(items, links)
    recurrent = {one.source for one in links if one.kind == "delay" and one.source == one.target}
    taken: set[tuple[tuple[int, ...], int]] = set()
    rank = {name: number for number, name in enumerate(items)}
    for name in nx.lexicographical_topological_sort(graph, key=lambda one: rank.get(one, -1)):
        if name not in items:
            continue
        item = items[name]
        item.layer = max([0 if item.kind in ("input", "target") else lowest, *_below(graph, items, name)])
        if name in recurrent:
            while (item.cell, item.layer) in taken:
                item.layer += 1
            taken.add((item.cell, item.layer))
    _raise(items, graph)


def _below(graph: nx.DiGraph, items: dict[str, Item], name: str) -> list[int]:
    """Return the layers that an item must at least have by what comes before it."""
    found: list[int] = []
    for one in graph.predecessors(name):
        found += [items[one].layer + 1] if one in items else _below(graph, items, one)
    return found


def _raise(items: dict[str, Item], graph: nx.DiGraph) -> None:
    """Stand targets, and what would stand beside cells, right below their readers."""
    stacks = {one.layer for one in items.values() if one.cell}
    for item in [items[name] for name in reversed(list(nx.topological_sort(graph))) if name in items]:
        readers = [items[one].layer for one in graph.successors(item.name) if one in items]
        beside = not item.cell and item.layer in stacks
        if readers and (item.kind == "target" or (beside and min(readers) - 1 not in stacks)):
            item.layer = max(0, min(readers) - 1)


def _order(items: dict[str, Item], links: Sequence[Link]) -> nx.DiGraph:
    """Return what must stand below what: undelayed sources, and one cell of a column below the next."""
    graph = nx.DiGraph()
    graph.add_nodes_from(items)
    rising = [one for one in links if one.kind == "same" and one.source != one.target]
    graph.add_edges_from((one.source, one.target) for one in rising if one.target in items)
    stacked = graph.copy()
    for number, (low, high) in enumerate(cell_order(items, links)):
        between = f"between {number}"
        stacked.add_edges_from((name, between) for name in low)
        stacked.add_edges_from((between, name) for name in high)
    return stacked if nx.is_directed_acyclic_graph(stacked) else graph


def place_satellites(items: dict[str, Item], links: Sequence[Link]) -> None:
    """Let a target with one reader stand beside it, in a stack of cells or in the top row, as in the book's figures."""
    top = max((item.layer for item in items.values()), default=0)
    for item in items.values():
        readers = [one.target for one in links if one.source == item.name and one.kind == "same"]
        if item.kind != "target" or len(readers) != 1:
            continue
        reader = items[readers[0]]
        taken = any(other.satellite_of == reader.name for other in items.values())
        if taken or reader.cell != item.cell or not (item.cell or reader.layer == top):
            continue
        item.satellite_of, item.layer, item.level = reader.name, reader.layer, bool(item.cell)
        item.half_width = item.half_height = SMALL_RADIUS
