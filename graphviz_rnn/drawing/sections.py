"""Cut a folded graph into sections, one an axis and one for each group without axis, in order of computation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import networkx as nx

from graphviz_rnn.drawing.columns import (
    Item,
    Link,
    Near,
    assign_layers,
    make_item,
    place_rows,
    place_satellites,
)

PIN = "pin:"
"""Starts the name of the place where edges to a later section leave a column through its top."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a link that crosses the channel above row ``channel``, from ``bottom`` to ``top``."""

    link: Link
    channel: int
    bottom: Item
    top: Item


@dataclass(slots=True)
class Section:
    """The plan of one column of an axis (or, without axis, of nodes that stand alone)."""

    axis: str | None
    items: dict[str, Item]
    links: list[Link]
    rows: list[list[Item]] = field(default_factory=list)
    segments: dict[Link, list[Segment]] = field(default_factory=dict)

    @property
    def half_left(self) -> float:
        """Distance from the column's middle to its left end."""
        return max((one.room_left - one.x for row in self.rows for one in row), default=0.0)

    @property
    def half_right(self) -> float:
        """Distance from the column's middle to its right end."""
        return max((one.x + one.half_width for row in self.rows for one in row), default=0.0)

    def is_end_of_row(self, name: str, direction: int) -> bool:
        """Say whether nothing stands beside an item on the right (1) or left (-1)."""
        item = self.items[name]
        if item.satellite_of:
            return direction > 0
        row = self.rows[item.layer]
        return all(direction * (other.x - item.x) <= 0 for other in row if other.kind)

    def straight(self, link: Link) -> bool:
        """Say whether a delayed link runs straight along its row."""
        source, target = self.items[link.source], self.items[link.target]
        if link.kind != "delay" or abs(link.delay) != 1 or source.satellite_of or source.layer != target.layer:
            return False
        return self.is_end_of_row(link.source, link.delay) and self.is_end_of_row(link.target, -link.delay)

    def inputs(self, name: str) -> list[Link]:
        """Return the links that enter an item from below, in the order of their ports from the left."""
        entering = [one for one in self.links if one.target == name and not self.straight(one)]
        entering = [one for one in entering if not self.items.get(one.source, Item("", "")).satellite_of or one.delay]
        return sorted(entering, key=self._port_order)

    def _port_order(self, link: Link) -> tuple[int, float]:
        if link.kind == "same":
            return 1, self.segments[link][-1].bottom.x
        return (0 if link.delay >= 0 else 2), 0.0


def sections(graph: nx.MultiDiGraph) -> list[Section]:
    """Return the sections of a folded graph from left to right."""
    nodes = {node: data for node, data in graph.nodes(data=True) if data["kind"] not in ("parameter", "constant")}
    made: list[Section] = []
    for axis, names in _groups(graph, nodes):
        items = {name: make_item(graph, name) for name in names}
        made.append(Section(axis, items, list(_links(graph, items))))
    for section in made:
        _side_chips(graph, section)
        _pins(graph, section)
        _plan(section)
    for before, section in pairwise(made):
        _lift(graph, before, section)
    return made


def _groups(graph: nx.MultiDiGraph, nodes: dict[str, dict[str, object]]) -> Iterator[tuple[str | None, list[str]]]:
    """Yield (axis, names): axes and nodes without axis in an order in which they can be computed."""
    unit = {node: (data["axes"][0] if data["axes"] else f"={node}") for node, data in nodes.items()}  # type: ignore[index]
    units = nx.DiGraph()
    units.add_nodes_from(dict.fromkeys(unit.values()))
    units.add_edges_from((unit[s], unit[t]) for s, t in graph.edges() if s in unit and t in unit and unit[s] != unit[t])
    blocks = nx.condensation(units)
    first = {block: min(list(units).index(one) for one in blocks.nodes[block]["members"]) for block in blocks}
    group: list[str] = []
    for block in nx.lexicographical_topological_sort(blocks, key=first.__getitem__):
        members = blocks.nodes[block]["members"]
        axes = sorted(one for one in members if not one.startswith("="))
        names = [node for node in nodes if unit[node] in members]
        if not axes:
            group += names
            continue
        if group:
            yield None, group
            group = []
        yield axes[0], names
    if group:
        yield None, group


def _links(graph: nx.MultiDiGraph, items: dict[str, Item]) -> Iterator[Link]:
    """Yield the links between the items of one section."""
    for source, target, data in graph.edges(data=True):
        if source in items and target in items:
            delay = sum(data["delay"].values())
            kind = "over" if data["over"] else "delay" if data["delay"] else "same"
            if kind != "over":
                yield Link(source, target, kind, delay, data["via"], data["through"])


def _side_chips(graph: nx.MultiDiGraph, section: Section) -> None:
    """Note the parameters and numbers that stand beside each operation."""
    if graph.graph["detail"] != "variables":
        for name, item in section.items.items():
            item.side_chips = [
                source for source, _ in graph.in_edges(name) if graph.nodes[source]["kind"] in ("parameter", "constant")
            ]


def _pins(graph: nx.MultiDiGraph, section: Section) -> None:
    """Add the pins through which reductions over this section's axis leave it."""
    if section.axis is None:
        return
    for source, target, data in graph.edges(data=True):
        if source in section.items and target not in section.items and data["over"] and not data["fixed"]:
            pin = PIN + target
            section.items.setdefault(pin, Item(pin, ""))
            section.links.append(Link(source, pin, "same"))


def _plan(section: Section) -> None:
    """Give every item its row and its place in it."""
    assign_layers(section.items, section.links)
    solid = {name: one for name, one in section.items.items() if not name.startswith(PIN)}
    top = max((one.layer for one in solid.values()), default=0)
    for name, item in section.items.items():
        item.layer = top + 1 if name.startswith(PIN) else item.layer
    place_satellites(solid, section.links)
    standing = [one for one in section.items.values() if not one.satellite_of]
    section.rows = [
        [one for one in standing if one.layer == layer] for layer in range(max(o.layer for o in standing) + 1)
    ]
    for link in section.links:
        if link.kind == "same" and not section.items[link.source].satellite_of:
            section.segments[link] = _chain(section, link)
    place_rows(section.rows, *_neighbours(section))
    for item in section.items.values():
        if item.satellite_of:
            item.x = section.items[item.satellite_of].x + 44.0


def _chain(section: Section, link: Link) -> list[Segment]:
    """Return the segments of a link, with a place in every row that it passes."""
    source, target = section.items[link.source], section.items[link.target]
    passed = [Item(f"{link.source}>{link.target}", "", layer=layer) for layer in range(source.layer + 1, target.layer)]
    for one in passed:
        section.rows[one.layer].append(one)
    stops = [source, *passed, target]
    return [Segment(link, low.layer, low, high) for low, high in pairwise(stops)]


def _neighbours(section: Section) -> tuple[Near, Near]:
    """Return what stands below and above every item and joins it."""
    below: Near = {}
    above: Near = {}
    for chain in section.segments.values():
        for one in chain:
            below.setdefault(id(one.top), []).append(one.bottom)
            above.setdefault(id(one.bottom), []).append(one.top)
    return below, above


def _lift(graph: nx.MultiDiGraph, before: Section, section: Section) -> None:
    """Stand a section without axis at the height of what it reads: its pin, or the state it takes."""
    if section.axis is not None or before.axis is None:
        return
    heights = [
        before.items[PIN + name].layer - one.layer for name, one in section.items.items() if PIN + name in before.items
    ]
    heights += [
        before.items[source].layer - section.items[target].layer
        for source, target in graph.edges()
        if source in before.items and target in section.items and PIN + target not in before.items
    ]
    rise = max(heights, default=0)
    if rise > 0:
        for one in {id(one): one for row in section.rows for one in row}.values():
            one.layer += rise
        section.rows = [[] for _ in range(rise)] + section.rows
        section.segments = {
            link: [Segment(link, one.channel + rise, one.bottom, one.top) for one in chain]
            for link, chain in section.segments.items()
        }
