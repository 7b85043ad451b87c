"""A scene in the making: the planned columns at their places, and their vertices."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import networkx as nx

from graphviz_rnn.drawing.channels import SATELLITE_RISE, Levels, levels
from graphviz_rnn.drawing.columns import Item
from graphviz_rnn.drawing.columns_x import Spaces, Steps, spaces
from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene, Shape, Text, Vertex
from graphviz_rnn.drawing.labels import vertex_label
from graphviz_rnn.drawing.plan import Plan
from graphviz_rnn.drawing.sections import PIN, Section
from graphviz_rnn.drawing.shared import Use, rails

CAPTION_SIZE = 14.0
"""Font size of captions, before a theme enlarges it."""

CAPTION_DROP = 34.0
"""Distance from the lowest node to the caption under a column."""


class Frame:
    """A scene in the making: plan, heights and the places of columns; shared by folded and unfolded.

    ``lettering`` enlarges the letters beside the shapes, so that chips need more room. With ``shared`` parameters
    are no chips: their lines run in ``rails`` below the rows to their ``uses``.
    """

    def __init__(
        self, graph: nx.MultiDiGraph, folded: nx.MultiDiGraph, lettering: float = 1.0, *, shared: bool = False
    ) -> None:
        self.graph, self.folded, self.lettering = graph, folded, lettering
        self.part = "folded" if graph is folded else "unfolded"
        self.scene = Scene()
        self.plan = Plan(graph, folded, lettering)
        self.made = self.plan.made
        self.rails = rails(self.plan) if shared else None
        self.uses: list[Use] = []
        self.levels: Levels = levels(self.made)
        self.steps = self._steps()
        self.spaces: Spaces = spaces(self.made, self.steps, lettering, graph is folded)
        self.at: dict[str, Vertex] = {}
        self.delayed: list[tuple[Route, dict[str, int]]] = []
        self.chips: set[tuple[tuple[str, bool], Point]] = set()

    @property
    def caption_size(self) -> float:
        """The font size of captions."""
        return CAPTION_SIZE * self.lettering

    def _steps(self) -> dict[int, Steps]:
        found = {number: Steps([1]) for number in range(len(self.made))}
        lengths = self.graph.graph["lengths"]
        if lengths is None:
            return found
        outside = self._outside()
        for number, section in enumerate(self.made):
            if section.axis is not None:
                last = lengths[section.axis]
                crowds = outside.get(number, Counter())
                found[number] = Steps(sorted({*range(1, last + 1), *(step for step, _ in crowds)}))
                found[number].last = last
                found[number].wide = frozenset(step for (step, _), count in crowds.items() if count > 1)
        return found

    def _outside(self) -> dict[int, Counter[tuple[int, int]]]:
        """Return, for every section, how many boundary nodes stand in each row at each step outside its axis."""
        found: dict[int, Counter[tuple[int, int]]] = {}
        for node, data in self.graph.nodes(data=True):
            number = self.plan.home.get(self.plan.key(node)) if data["kind"] == "boundary" else None
            step = self.plan.step(node)
            if number is not None and step is not None and not 1 <= step <= self._length(number):
                layer = self.made[number].items[self.plan.key(node)].layer
                found.setdefault(number, Counter())[step, layer] += 1
        return found

    def _length(self, number: int) -> int:
        return int(self.graph.graph["lengths"][self.made[number].axis])

    def section(self, key: str) -> Section:
        """Return the section in which an item stands."""
        return self.made[self.plan.home[key]]

    def place(self, node: str) -> Vertex | None:
        """Return the vertex of a node, or None for one that is drawn as a chip or not at all."""
        key = self.plan.key(node)
        number = self.plan.home.get(key)
        if number is None:
            return None
        step = self.plan.step(node)
        at = 1 if step is None else step
        if (number, at) not in self.spaces.middle:
            return None
        item = self.made[number].items[key]
        x = self.spaces.middle[number, at] + self._offset(number, at, item)
        return self._vertex(node, item, x, step)

    def _offset(self, number: int, step: int, item: Item) -> float:
        steps = self.steps[number]
        narrow = self.made[number].axis is not None and steps.is_outside(step) and step not in steps.wide
        return 0.0 if narrow else item.x

    def _vertex(self, node: str, item: Item, x: float, step: int | None) -> Vertex:
        data, y = self.graph.nodes[node], self.levels.rows[item.layer]
        if item.satellite_of and self.graph is self.folded:
            x += 48.0
        elif item.satellite_of and not item.level:
            y -= SATELLITE_RISE
        label = vertex_label(data["name"], data["kind"], data["index"])
        shape: Shape = "pill" if data["kind"] == "operation" else "circle"
        return Vertex(
            node, data["name"], data["kind"], label, x, y, item.half_width, item.half_height, shape, step, self.part
        )

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
            if pin is None:
                continue
            own = self.made[number].items[pin.name.removeprefix(PIN)]
            here, there = self.spaces.middle[number, 1] + own.x, self.spaces.middle[before, 1] + pin.x
            self.spaces.middle[number, 1] += there - here
            for name in self.made[number].items:
                self.at[name] = replace(self.at[name], x=self.at[name].x + there - here)
        self.scene.vertices = list(self.at.values())

    def add_captions(self) -> None:
        """Write the step under every column, and note the column's own area."""
        bottom = max((box.bottom for _, box in self.scene.boxes()), default=0.0)
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
                    caption = Text(
                        f"{section.axis} = {step}", centre, bottom + CAPTION_DROP, self.caption_size, "caption", step
                    )
                    self.scene.texts.append(caption)
                    self.scene.columns.append((step, area))
