"""Cut a graph into sections, one an axis and one for each group without axis, in order of computation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import networkx as nx

from graphviz_rnn.drawing.columns import Item, Link, make_item
from graphviz_rnn.drawing.sections import PIN, Section

_CHIPS = ("parameter", "constant")
"""Kinds of nodes that are drawn as chips."""

_MOST_DELAYS = 4
"""More delays between two items than these are drawn as one bus from all steps."""


class Plan:
    """The sections of a drawing from left to right, and which item of them every node is an instance of."""

    def __init__(self, graph: nx.MultiDiGraph, folded: nx.MultiDiGraph, lettering: float) -> None:
        self.graph, self.folded = graph, folded
        self.unfolded = graph is not folded
        solid = {node: data for node, data in folded.nodes(data=True) if data["kind"] not in _CHIPS}
        groups = list(_groups(folded, solid))
        self.axis_of = {name: axis for axis, names in groups for name in names}
        operations = self.unfolded and folded.graph["detail"] != "variables"
        self.partial = operations and any(name not in self.instances for name in solid)
        self.made = [Section(axis, self._items(axis, names), []) for axis, names in groups]
        self.home = {name: number for number, one in enumerate(self.made) for name in one.items}
        for link in self._links():
            self.made[self.home[link.target]].links.append(link)
        self._finish(lettering)

    def base(self, node: str) -> str:
        """Return the name in the folded graph that a node is an instance of."""
        data = self.graph.nodes[node]
        return str(data.get("template", node) if data["kind"] in ("operation", "constant") else data["name"])

    def cell(self, node: str) -> tuple[int, ...]:
        """Return a node's index on the axes that run upward in a column."""
        own = self.axis_of.get(self.base(node))
        return tuple(value for axis, value in self.graph.nodes[node]["index"].items() if axis != own)

    def key(self, node: str) -> str:
        """Return the name of the item that a node is an instance of, whether it is drawn or not."""
        return _key(self.base(node), self.cell(node))

    def step(self, node: str) -> int | None:
        """Return a node's step along its section's axis."""
        index: dict[str, int] = self.graph.nodes[node]["index"]
        return index.get(self.axis_of.get(self.base(node)) or "")

    @cached_property
    def instances(self) -> dict[str, dict[tuple[int, ...], dict[str, Any]]]:
        """Every name's cells, with the data of a node in it: of several, one that is no boundary."""
        found: dict[str, dict[tuple[int, ...], dict[str, Any]]] = {}
        for node, data in self.graph.nodes(data=True):
            cells = found.setdefault(self.base(node), {})
            cell = self.cell(node)
            if cell not in cells or cells[cell]["kind"] == "boundary":
                cells[cell] = data
        return found

    def _items(self, axis: str | None, names: list[str]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for name in names:
            if self.partial and name not in self.instances:
                continue
            data = self.folded.nodes[name]
            cells = sorted(self.instances.get(name, {})) if self.unfolded and set(data["axes"]) - {axis} else [()]
            for cell in cells:
                item = make_item(_key(name, cell), name, self.instances[name][cell] if cell else data, cell)
                if self.folded.graph["detail"] != "variables":
                    beside = [one for one, _ in self.folded.in_edges(name)]
                    item.side_chips = [one for one in beside if self.folded.nodes[one]["kind"] in _CHIPS]
                found[item.name] = item
        return found

    def _links(self) -> Iterator[Link]:
        """Yield every link once: from the folded graph, but between cells from the unfolded one.

        Static choices are made when unfolding: at operations detail their branches are linked there alone.
        """
        if self.partial:
            yield from self._links_of_instances()
            return
        found: dict[Link, None] = {}
        for source, target, data in self.folded.edges(data=True):
            if source in self.home and target in self.home:
                found[self._link(source, target, data)] = None
        if any(item.cell for one in self.made for item in one.items.values()):
            found |= dict.fromkeys(self._links_of_instances())
        yield from found

    def _link(self, source: str, target: str, data: dict[str, Any]) -> Link:
        """Return the link of a folded graph's edge."""
        here, there = self.made[self.home[source]].axis, self.made[self.home[target]].axis
        delay = int(sum(data["delay"].values()))
        kind = "delay" if data["delay"] else "same"
        if self.home[source] != self.home[target]:
            last = here is None or here.upper() in data["fixed"]
            return Link(source, target, "cross", 0, data["via"], data["through"], last=last)
        if kind == "same" and self._is_bus(source, target, data, there):
            return Link(source, target, "cross", 0, data["via"], data["through"])
        return Link(source, target, kind, delay, data["via"], data["through"])

    def _is_bus(self, source: str, target: str, data: dict[str, Any], axis: str | None) -> bool:
        """Say whether an edge inside a section comes from other steps than the target's own."""
        return axis is not None and axis in data["over"] and (self.unfolded or nx.has_path(self._now, target, source))

    @cached_property
    def _now(self) -> nx.DiGraph:
        """The folded graph's edges without delay."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.folded)
        edges = self.folded.edges(data=True)
        graph.add_edges_from((s, t) for s, t, data in edges if not data["delay"] and not data["over"])
        return graph

    def _links_of_instances(self) -> Iterator[Link]:
        """Yield the links from and to cells (or all), by what their instances have in common."""
        found: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], tuple[set[int], set[int | None]]] = {}
        for source, target, data in self.graph.edges(data=True):
            ends = self.key(source), self.key(target)
            drawn = all(end in self.home for end in ends)
            if drawn and (self.partial or any(self._item(end).cell for end in ends)):
                delays, steps = found.setdefault((*ends, data["via"], data["through"]), (set(), set()))
                one, other = self.step(source), self.step(target)
                delays.add((other or 0) - (one or 0) if one is not None and other is not None else 0)
                steps.add(one)
        for (one_end, other_end, via, through), (delays, steps) in found.items():
            yield from self._between(Link(one_end, other_end, "same", 0, via, through), delays, steps)

    def _item(self, key: str) -> Item:
        return self.made[self.home[key]].items[key]

    def _between(self, link: Link, delays: set[int], steps: set[int | None]) -> Iterator[Link]:
        source, target, via, through = link.source, link.target, link.via, link.through
        axis = self.made[self.home[source]].axis
        if self.home[source] != self.home[target] or len(delays) > _MOST_DELAYS:
            length = self.graph.graph["lengths"].get(axis, 1)
            only = next(iter(steps)) if len(steps) == 1 and length > 1 else None
            last = axis is None or only == length
            yield Link(source, target, "cross", 0, via, through, None if last else only, last)
        else:
            group = f"{self._item(source).base} to {target}" if self._is_gathered(link, delays) else ""
            for delay in sorted(delays):
                yield Link(source, target, "delay" if delay else "same", delay, via, through, group=group)

    def _is_gathered(self, link: Link, delays: set[int]) -> bool:
        """Say whether a link is one of those from all cells of a column to one item of it."""
        cells = self._item(link.source).cell, self._item(link.target).cell
        return delays == {0} and not link.via and bool(cells[0]) and not cells[1]

    def _finish(self, lettering: float) -> None:
        lowest = int(any(data["kind"] == "input" for _, data in self.folded.nodes(data=True)))
        for before, section in pairwise(self.made):
            _pin(before, section)
        for section in self.made:
            section.plan(lowest if section.axis is not None else 0, lettering)
        for before, section in pairwise(self.made):
            if section.axis is None and before.axis is not None:
                section.lift(_rise(before, section))


def _key(base: str, cell: tuple[int, ...]) -> str:
    return f"{base}@{','.join(map(str, cell))}" if cell else base


def _pin(before: Section, section: Section) -> None:
    """Add the pin through which a reduction over an axis leaves it, if what reads it stands alone beside it."""
    reads = [one for one in section.crossing() if one.source in before.items and not one.last and one.member is None]
    if before.axis is None or section.axis is not None or not reads:
        return
    read = {one.target for one in reads}
    target = next(name for name in section.items if name in read)
    pin = PIN + target
    before.items[pin] = Item(pin, "")
    for one in reads:
        if one.target == target:
            section.links.remove(one)
            before.links.append(Link(one.source, pin, "same", 0, one.via, one.through))


def _rise(before: Section, section: Section) -> int:
    """Return how much higher a section without axis must stand to be level with its pin, or the state it takes."""
    pins = [before.items[PIN + name].layer - one.layer for name, one in section.items.items()
            if PIN + name in before.items]  # fmt: skip
    level = [
        before.items[one.source].layer - section.items[one.target].layer
        for one in section.crossing()
        if one.source in before.items
    ]
    return max(pins or level, default=0)


def _groups(graph: nx.MultiDiGraph, nodes: dict[str, dict[str, Any]]) -> Iterator[tuple[str | None, list[str]]]:
    """Yield (axis, names): axes and nodes without axis in an order in which they can be computed."""
    unit = {node: (data["axes"][0] if data["axes"] else f"={node}") for node, data in nodes.items()}
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
