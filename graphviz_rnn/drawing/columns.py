"""Plan one column: the row and the horizontal position of everything that stands in it.

Layers go up from inputs to losses, by the longest path of undelayed edges (Sugiyama, Tagawa & Toda
1981); edges that pass a row get a place in it, so that they pass beside its nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import networkx as nx

from graphviz_rnn.drawing.labels import fitted, vertex_label, width
from graphviz_rnn.language.typeset import Run

RADIUS = 27.0
"""Radius of a variable's circle."""

SMALL_RADIUS = 22.0
"""Radius of a target that stands beside its loss."""

OPERATION_HALF = 15.0
"""Half the height of an operation's pill."""

GAP = 22.0
"""Least distance between neighbours in a row."""

SIDE_CHIP = 34.0
"""Room for a parameter's chip at the side of an operation."""


@dataclass(slots=True)
class Item:
    """A node of the column's plan: an actual one, or ("" kind) the place where an edge passes a row."""

    name: str
    kind: str
    label: tuple[Run, ...] = ()
    layer: int = 0
    x: float = 0.0
    half_width: float = 1.0
    half_height: float = 1.0
    side_chips: list[str] = field(default_factory=list)
    satellite_of: str = ""

    @property
    def room_left(self) -> float:
        """Distance from the middle to the left end, side chips included."""
        return self.half_width + SIDE_CHIP * len(self.side_chips)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the plan, with the chips it carries; ``delay`` in steps, ``kind`` says how it runs."""

    source: str
    target: str
    kind: str
    delay: int = 0
    via: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


def make_item(graph: nx.MultiDiGraph, node: str) -> Item:
    """Return a folded graph's node as an item with the size that its label needs."""
    data = graph.nodes[node]
    label = vertex_label(data["name"], data["kind"], {})
    item = Item(node, data["kind"], label)
    if data["kind"] == "operation":
        item.half_width, item.half_height = max(OPERATION_HALF, width(label, 15.0) / 2 + 9), OPERATION_HALF
    else:
        item.half_width = item.half_height = RADIUS
        fitted(label, 2 * RADIUS)
    return item


def assign_layers(items: dict[str, Item], links: Sequence[Link]) -> None:
    """Set every item's layer; inputs stand lowest, and two states that recur along a row get rows of their own."""
    graph = nx.DiGraph()
    graph.add_nodes_from(items)
    graph.add_edges_from((one.source, one.target) for one in links if one.kind == "same")
    has_input = any(item.kind == "input" for item in items.values())
    recurrent = {one.source for one in links if one.kind == "delay" and one.source == one.target}
    for name in nx.lexicographical_topological_sort(graph, key=list(items).index):
        item = items[name]
        below = [items[one].layer + 1 for one in graph.predecessors(name)]
        lowest = 0 if item.kind in ("input", "target") or not has_input else 1
        item.layer = max([lowest, *below])
        if name in recurrent:
            while any(
                one in recurrent and items[one].layer == item.layer and one != name for one in _earlier(items, name)
            ):
                item.layer += 1

    for item in items.values():
        readers = [items[one].layer for one in graph.successors(item.name)]
        if item.kind == "target" and readers:
            item.layer = max(0, min(readers) - 1)


def _earlier(items: dict[str, Item], name: str) -> list[str]:
    names = list(items)
    return names[: names.index(name)]


def place_satellites(items: dict[str, Item], links: Sequence[Link]) -> None:
    """Let a target whose one reader stands in the top row stand beside it, as in the book's figures."""
    top = max((item.layer for item in items.values()), default=0)
    for item in items.values():
        readers = [one.target for one in links if one.source == item.name and one.kind == "same"]
        if item.kind != "target" or len(readers) != 1 or items[readers[0]].layer != top:
            continue
        if not any(other.satellite_of == readers[0] for other in items.values()):
            item.satellite_of, item.layer = readers[0], top
            item.half_width = item.half_height = SMALL_RADIUS


def place_rows(rows: Sequence[Sequence[Item]], below: Near, above: Near) -> None:
    """Set the x of every item, the middle of the column being 0: under its readers, over what it reads."""
    for row in rows:
        _pack(row, [0.0] * len(row))
    for _ in range(6):
        for row in reversed(rows):
            _pack(row, [_middle(above.get(id(item), []), item.x) for item in row])
        for row in rows:
            _pack(row, [_middle(below.get(id(item), []), item.x) for item in row])


Near = dict[int, list[Item]]
"""The items that each item is joined to, in the row below or above, by its identity."""


def _middle(items: Sequence[Item], otherwise: float) -> float:
    """Return the middle of the outermost of some items."""
    places = [item.x for item in items]
    return (min(places) + max(places)) / 2 if places else otherwise


def _pack(row: Sequence[Item], wished: Sequence[float]) -> None:
    """Put a row's items near their wishes without overlap, by pooling neighbours that collide."""
    groups: list[tuple[list[Item], float]] = []
    for item, wish in zip(row, wished, strict=True):
        groups.append(([item], wish))
        while len(groups) > 1 and _crowded(groups[-2], groups[-1]):
            right, left = groups.pop(), groups.pop()
            count = len(left[0]) + len(right[0])
            middle = (len(left[0]) * _centre(left, right, True) + len(right[0]) * _centre(left, right, False)) / count
            groups.append((left[0] + right[0], middle))
    for items, centre in groups:
        for item, offset in zip(items, _offsets(items), strict=True):
            item.x = centre + offset


def _centre(left: tuple[list[Item], float], right: tuple[list[Item], float], is_left: bool) -> float:
    """Return where the joined group's centre would be to leave one of the two where it wished to be."""
    offsets = _offsets(left[0] + right[0])
    own = offsets[: len(left[0])] if is_left else offsets[len(left[0]) :]
    return (left if is_left else right)[1] - sum(own) / len(own)


def _crowded(left: tuple[list[Item], float], right: tuple[list[Item], float]) -> bool:
    end = left[1] + _offsets(left[0])[-1] + left[0][-1].half_width
    start = right[1] + _offsets(right[0])[0] - right[0][0].room_left
    return start - end < GAP - 0.01


def _offsets(items: Sequence[Item]) -> list[float]:
    """Return where items stand that touch each other at the least distance, their middle being 0."""
    positions = [0.0]
    for left, right in pairwise(items):
        positions.append(positions[-1] + left.half_width + GAP + right.room_left)
    middle = sum(positions) / len(positions)
    return [position - middle for position in positions]
