"""Draw every parameter once, left of the columns, with thin lines to everything that it is used by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from graphviz_rnn.drawing.channels import CHIP_STEP, Levels
from graphviz_rnn.drawing.geometry import Chip, Point, Route, Scene, Vertex
from graphviz_rnn.drawing.labels import chip_label
from graphviz_rnn.drawing.plan import Plan
from graphviz_rnn.drawing.ports import chip_width

RAIL = 9.0
"""Distance between the lines of parameters below a row."""

_FROM_ROW = 17.0
_APART = 28.0
_BESIDE = 7.0


@dataclass(frozen=True, slots=True)
class Use:
    """Where a parameter meets what it is used by: on an edge, or ``beside`` a node, where another line leads on."""

    name: str
    target: str
    at: Point
    beside: bool = False


def rails(plan: Plan) -> dict[int, list[str]]:
    """Return the parameters that are used in each row, and make room for their lines below it."""
    items = [item for section in plan.made for item in section.items.values() if item.kind]
    layers: dict[str, set[int]] = {}
    for item in items:
        layers.setdefault(item.base, set()).add(item.layer)
    found: dict[int, dict[str, None]] = {}
    for source, target in plan.folded.edges():
        if plan.folded.nodes[source]["kind"] == "parameter":
            for layer in layers.get(target, ()):
                found.setdefault(layer, {})[source] = None
    for item in items:
        room = RAIL * len(found.get(item.layer, ())) + _FROM_ROW + 4.0
        item.chips = max(item.chips, ceil((room - CHIP_STEP - 10.0) / CHIP_STEP) + 1)
    return {layer: list(names) for layer, names in found.items()}


class Sharing:
    """Adds parameters and their lines to a scene; ``uses`` are where they lead."""

    def __init__(self, scene: Scene, levels: Levels, rows: dict[int, list[str]], lettering: float) -> None:
        self.scene, self.levels, self.rows, self.lettering = scene, levels, rows, lettering
        self.part = "unfolded"

    def rail(self, name: str, y: float) -> float:
        """Return the height of a parameter's line for what stands at or right above y."""
        row = self._row(y)
        names = self.rows.setdefault(row, [])
        if name not in names:  # on a line that runs straight from node to node
            names.append(name)
        number = names.index(name)
        return self.levels.rows[row] + self.levels.halves[row] + _FROM_ROW + RAIL * number

    def add(self, uses: list[Use]) -> None:
        """Stand each parameter left of the scene, and draw a line to each of its uses."""
        tops = {name: min(self.rail(name, use.at.y) for use in uses if use.name == name)
                for name in dict.fromkeys(use.name for use in uses)}  # fmt: skip
        left, below = self.scene.bounds().left, min(tops.values(), default=0.0) - _APART
        starts: dict[str, Point] = {}
        for number, name in enumerate(sorted(tops, key=lambda name: tops[name])):
            below = max(below + _APART, tops[name])
            starts[name] = Point(left - 16.0 - _BESIDE * number, below)
        edge = min((start.x for start in starts.values()), default=left) - 18.0
        for name, start in starts.items():
            wide = chip_width(name, self.lettering)
            chip = Chip(name, chip_label(name), edge - wide / 2, start.y, wide, False, self.part)
            self.scene.chips.append(chip)
        for use in uses:
            start = starts[use.name]
            self._line(use, [Point(edge, start.y), start])

    def _line(self, use: Use, points: list[Point]) -> None:
        rail, at = self.rail(use.name, use.at.y), use.at
        upright = use.beside or any(abs(at.y - middle) < 0.5 for middle in self.levels.rows)
        end = [Point(at.x, rail), at] if upright else [Point(at.x - _BESIDE, rail), Point(at.x, rail - _BESIDE)]
        line = (*points, Point(points[-1].x, rail), *end)
        arrow = not use.beside
        self.scene.routes.append(Route(use.name, use.target, use.name, line, self.part, arrow=arrow, thin=True))

    def add_own(self, biases: list[tuple[str, Vertex, float]]) -> Iterator[Use]:
        """Yield the uses that no edge carries: parameters added to a node, where their lines turn up to it."""
        counts: dict[str, int] = {}
        for name, vertex, reach in biases:
            number = counts[vertex.id] = counts.get(vertex.id, -1) + 1
            x = vertex.x - max(0.9 * vertex.half_width, reach + 4.0) - _BESIDE * (number + 1)
            end = Point(vertex.x - 0.87 * vertex.half_width, vertex.y + 0.5 * vertex.half_height)
            corner = Point(x, self.levels.fan(self._row(vertex.y)))
            self.scene.routes.append(Route(name, vertex.id, name, (corner, end), self.part, vertex.step, thin=True))
            yield Use(name, vertex.id, corner, beside=True)

    def _row(self, y: float) -> int:
        """Return the row that stands at or right above y."""
        return next((row for row, middle in enumerate(self.levels.rows) if middle <= y + 0.5), 0)
