"""A drawing's parts in time: which are lit at which moment of a pass, and what the moment is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import networkx as nx

from graphviz_rnn.drawing.geometry import Chip, Point, Route, Scene
from graphviz_rnn.formats.animated.reached import backward_moments, forward_moments, is_computed

Direction = Literal["forward", "backward"]

ALWAYS = 0
"""The moment of parts that take no part in the pass and are always lit."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One pass through a drawing; ``vertices``, ``routes`` and ``chips`` have the moments of the scene's, in order.

    Moments run from 1 to ``last``; ``labels`` and ``columns`` (numbers into the scene's) have one entry a moment.
    """

    direction: Direction
    last: int
    vertices: tuple[int, ...]
    routes: tuple[int, ...]
    chips: tuple[int, ...]
    labels: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]


def timelines(graph: nx.MultiDiGraph, scene: Scene) -> tuple[Timeline, Timeline]:
    """Return the forward and the backward pass through a drawing of ``graph``."""
    part = "folded" if graph.graph["lengths"] is None else "unfolded"
    forward = forward_moments(graph)
    backward = backward_moments(graph, forward)
    parts = _Parts(graph, scene, part)
    return _timeline("forward", parts, forward), _timeline("backward", parts, backward)


@dataclass(frozen=True, slots=True)
class _Parts:
    graph: nx.MultiDiGraph
    scene: Scene
    part: str


def _timeline(direction: Direction, parts: _Parts, moments: Mapping[str, int]) -> Timeline:
    scene, drawn = parts.scene, {one.id for one in parts.scene.vertices if one.part == parts.part}
    used = sorted({moment for node, moment in moments.items() if node in drawn})
    order = {moment: number for number, moment in enumerate(used, start=1)}
    last = max(len(used), 1)
    at = {node: order[moment] for node, moment in moments.items() if node in drawn}
    carriers = _Carriers(scene.routes)
    routes = [_route_moment(one, at, direction, last) if one.part == parts.part else ALWAYS for one in scene.routes]
    on = [carriers.carrier(one) for one in scene.chips]
    return Timeline(
        direction,
        last,
        tuple(at.get(one.id, last + 1) if one.part == parts.part else ALWAYS for one in scene.vertices),
        tuple(routes),
        tuple(ALWAYS if number is None else routes[number] for number in on),
        _labels(parts.graph, at, last),
        tuple(_columns(parts, at, moment) for moment in range(1, last + 1)),
    )


def _route_moment(route: Route, at: Mapping[str, int], direction: Direction, last: int) -> int:
    """Return when a pass runs along a line: forward it arrives at the target, backward at the source."""
    first, second = (route.target, route.source) if direction == "forward" else (route.source, route.target)
    return at.get(first, at.get(second, last + 1) if not first else last + 1)


class _Carriers:
    """Finds the line that a chip lies on: the nearest, best one of the chip's own colour."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self.routes = routes
        self.near: dict[tuple[str, int], list[int]] = {}
        for number, one in enumerate(routes):
            if len(one.points) < 2:
                continue
            across = [point.x for point in one.points]
            for cell in range(_cell(min(across)) - 1, _cell(max(across)) + 2):
                self.near.setdefault((one.part, cell), []).append(number)

    def carrier(self, chip: Chip) -> int | None:
        """Return the line's number, or None for a chip far from every line."""
        numbers = self.near.get((chip.part, _cell(chip.x)), [])
        return min(numbers, key=lambda number: self._apart(chip, self.routes[number]), default=None)

    def _apart(self, chip: Chip, route: Route) -> float:
        here = Point(chip.x, chip.y)
        nearest = min(_distance(here, a, b) for a, b in pairwise(route.points))
        return nearest + _OTHER_COLOUR * (route.parameter != chip.name)


_OTHER_COLOUR = 40.0
"""How much nearer a line of another colour must be to carry a chip."""


def _cell(x: float) -> int:
    return int(x // 60.0)


def _distance(point: Point, a: Point, b: Point) -> float:
    """Return how far a point is from a straight line between two others."""
    length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
    along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return float(((point.x - a.x - along * (b.x - a.x)) ** 2 + (point.y - a.y - along * (b.y - a.y)) ** 2) ** 0.5)


def _labels(graph: nx.MultiDiGraph, at: Mapping[str, int], last: int) -> tuple[str, ...]:
    """Return what is reached at every moment: the steps, with the names where steps alone do not tell moments apart."""
    reached: list[list[str]] = [[] for _ in range(last)]
    for node, moment in at.items():
        reached[moment - 1].append(node)
    computed = [[node for node in nodes if is_computed(graph, node)] or nodes for nodes in reached]
    steps = [_steps(graph, nodes) for nodes in computed]
    names = [", ".join(dict.fromkeys(_owner(graph, node) for node in nodes)) for nodes in computed]
    alike = any(a == b for a, b in pairwise(steps))
    return tuple(f"{a}: {b}" if b and alike else b or a for a, b in zip(names, steps, strict=True))


def _owner(graph: nx.MultiDiGraph, node: str) -> str:
    return str(graph.nodes[node].get("owner", graph.nodes[node]["name"]))


def _steps(graph: nx.MultiDiGraph, nodes: Iterable[str]) -> str:
    steps: dict[str, set[int]] = {}
    for node in nodes:
        for axis, value in graph.nodes[node]["index"].items():
            steps.setdefault(axis, set()).add(value)
    return ", ".join(f"{axis} = {_listed(sorted(values))}" for axis, values in steps.items())


def _listed(values: list[int]) -> str:
    """Return numbers as a person lists them.

    >>> _listed([3]), _listed([1, 4]), _listed([1, 2, 3, 4])
    ('3', '1 and 4', '1 to 4')
    """
    if len(values) < 3:
        return " and ".join(map(str, values))
    return f"{values[0]} to {values[-1]}"


def _columns(parts: _Parts, at: Mapping[str, int], moment: int) -> tuple[int, ...]:
    """Return the columns in which something computed is reached at a moment."""
    lit = [
        one
        for one in parts.scene.vertices
        if one.part == parts.part and at.get(one.id) == moment and is_computed(parts.graph, one.id)
    ]
    return tuple(
        number
        for number, (step, area) in enumerate(parts.scene.columns)
        if any(one.step == step and area.left <= one.x <= area.right for one in lit)
    )
