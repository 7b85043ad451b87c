"""Compose the unfolded drawing: repeat the planned column at every step and route every edge."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import networkx as nx

from graphviz_rnn.drawing.channels import Levels, levels
from graphviz_rnn.drawing.columns import Item, Link
from graphviz_rnn.drawing.columns_x import Spaces, Steps, spaces
from graphviz_rnn.drawing.geometry import Box, Scene, Shape, Text, Vertex
from graphviz_rnn.drawing.labels import vertex_label
from graphviz_rnn.drawing.sections import PIN, Section, sections

CAPTION_DROP = 34.0
"""Distance from the lowest node to the caption under a column."""


class Frame:
    """A scene in the making: sections, heights and the places of columns; shared by folded and unfolded."""

    def __init__(self, graph: nx.MultiDiGraph, folded: nx.MultiDiGraph, part: str) -> None:
        self.graph, self.folded, self.part = graph, folded, part
        self.scene = Scene()
        self.made = sections(folded)
        self.home = {name: number for number, one in enumerate(self.made) for name in one.items}
        self.crossings = list(self._crossings())
        self.levels: Levels = levels(self.made, self.crossings)
        self.steps: dict[int, Steps] = {number: self._steps(number) for number in range(len(self.made))}
        self.spaces: Spaces = spaces(self.made, self.steps, self.crossings)
        self.at: dict[str, Vertex] = {}

    def _crossings(self) -> list[tuple[int, Link]]:
        """Return the links from one section into another, but for those through a pin."""
        found: dict[tuple[int, Link], None] = {}
        for source, target, data in self.folded.edges(data=True):
            here, there = self.home.get(source), self.home.get(target)
            if here is not None and there is not None and here != there and not self._through_pin(source, target):
                found[there, Link(source, target, "cross", 0, data["via"], data["through"])] = None
        return list(found)

    def _through_pin(self, source: str, target: str) -> bool:
        return PIN + target in self.made[self.home[source]].items

    def _steps(self, number: int) -> Steps:
        section, lengths = self.made[number], self.graph.graph["lengths"]
        steps = Steps([1])
        if section.axis is not None and lengths is not None:
            last = lengths[section.axis]
            outside = {index[section.axis] for _, kind, index in self._nodes(number) if kind == "boundary"}
            steps = Steps(sorted({*range(1, last + 1), *outside}))
            steps.last = last
        return steps

    def _nodes(self, number: int) -> list[tuple[str, str, dict[str, int]]]:
        axis = self.made[number].axis
        return [
            (node, data["kind"], data["index"])
            for node, data in self.graph.nodes(data=True)
            if self.home.get(self.template(node)) == number and axis in data["index"]
        ]

    def template(self, node: str) -> str:
        """Return the name in the folded graph that a node is an instance of."""
        data = self.graph.nodes[node]
        return str(data.get("template", node) if data["kind"] in ("operation", "constant") else data["name"])

    def section(self, name: str) -> Section:
        """Return the section in which a name stands."""
        return self.made[self.home[name]]

    def place(self, node: str) -> Vertex | None:
        """Return the vertex of a node, or None for one that is drawn as a chip or not at all."""
        name = self.template(node)
        if name not in self.home:
            return None
        data = self.graph.nodes[node]
        number, section = self.home[name], self.section(name)
        step = data["index"].get(section.axis) if section.axis else None
        item = section.items[name]
        middle = self.spaces.middle.get((number, step if step is not None else 1))
        if middle is None:
            return None
        x, y = middle + self._offset(item, data["kind"]), self.levels.rows[item.layer]
        if item.satellite_of and self.graph is self.folded:
            x += 48.0
        elif item.satellite_of:
            y -= 58.0
        label = vertex_label(data["name"], data["kind"], data["index"])
        shape: Shape = "pill" if data["kind"] == "operation" else "circle"
        return Vertex(
            node, data["name"], data["kind"], label, x, y, item.half_width, item.half_height, shape, step, self.part
        )

    def _offset(self, item: Item, kind: str) -> float:
        return 0.0 if kind == "boundary" else item.x

    def add_vertices(self) -> None:
        """Place every node that is drawn."""
        for node in self.graph:
            vertex = self.place(node)
            if vertex is not None:
                self.at[node] = vertex
                self.scene.vertices.append(vertex)
        self._close_up()

    def _close_up(self) -> None:
        """In the folded drawing, stand a section that a pin leads to right on the pin."""
        if self.graph is not self.folded:
            return
        for before, number in pairwise(range(len(self.made))):
            pin = next((one for one in self.made[before].items.values() if one.name.startswith(PIN)), None)
            if pin is None or self.made[number].axis is not None:
                continue
            own = self.made[number].items[pin.name.removeprefix(PIN)]
            here, there = self.spaces.middle[number, 1] + own.x, self.spaces.middle[before, 1] + pin.x
            for name in self.made[number].items:
                self.at[name] = replace(self.at[name], x=self.at[name].x + there - here)
        self.scene.vertices = list(self.at.values())

    def add_captions(self) -> None:
        """Write the step under every column, and note the column's own area."""
        bottom = max((one.box.bottom for one in self.scene.vertices), default=0.0)
        bottom = max([bottom, *(p.y for route in self.scene.routes for p in route.points)])
        top = min((one.box.top for one in self.scene.vertices), default=0.0) - 14.0
        for number, section in enumerate(self.made):
            if section.axis is None:
                continue
            for step in self.steps[number]:
                if 1 <= step <= self.steps[number].last:
                    x = self.spaces.middle[number, step]
                    area = Box(x - section.half_left - 20.0, top, x + section.half_right + 20.0, bottom + 48.0)
                    centre = (area.left + area.right) / 2
                    caption = Text(f"{section.axis} = {step}", centre, bottom + CAPTION_DROP, 14.0, "caption", step)
                    self.scene.texts.append(caption)
                    self.scene.columns.append((step, area))
