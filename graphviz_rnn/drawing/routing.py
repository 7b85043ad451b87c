"""Route the edges of a drawing: straight where they can be, else through lanes and between columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphviz_rnn.drawing.chips import add_chips, add_side_chips, stack_chips
from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.columns_x import side
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Point, Route, Vertex
from graphviz_rnn.drawing.nets import bus_key, entry_key, exit_channel, exit_key, leaves_sideways, rise_key
from graphviz_rnn.drawing.sections import PIN, Section


@dataclass(frozen=True, slots=True)
class Edge:
    """A graph's edge between two drawn nodes, as an instance of a planned link, if it is one."""

    source: Vertex
    target: Vertex
    data: dict[str, Any]
    link: Link | None = None

    @property
    def colour(self) -> str:
        """The parameter that gives the line its colour, or ""."""
        return str(self.data["via"][0]) if self.data["via"] else ""

    @property
    def labels(self) -> list[tuple[str, bool]]:
        """The names on the edge's chips; abstract functions are plain."""
        return [(name, False) for name in self.data["via"]] + [(name, True) for name in self.data["through"]]

    @property
    def step(self) -> int | None:
        """The step at which the edge is drawn."""
        return self.target.step if self.target.step is not None else self.source.step


class Router:
    """Adds the routes of a frame's edges to its scene."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.levels, self.spaces = frame, frame.levels, frame.spaces
        self.links: dict[tuple[str, str], list[Link]] = {}
        for section in frame.made:
            for link in section.links:
                self.links.setdefault((link.source, link.target), []).append(link)

    def route(self, source: Vertex, target: Vertex, data: dict[str, Any]) -> None:
        """Find the planned link that an edge is an instance of, and draw it that way."""
        link = self._link(source, target, data)
        edge = Edge(source, target, data, link)
        if link is None:
            return self.directly(edge)
        if link.target.startswith(PIN):
            return self._through_pin(edge, link)
        section = self.frame.section(link.target)
        if link.kind == "cross":
            return self._across(edge, link)
        if link.kind == "same":
            return self.directly(edge) if section.items[link.source].satellite_of else self._upward(edge, link)
        return self._along(edge, self._zone(edge, link)) if section.straight(link) else self._around(edge, link)

    def _link(self, source: Vertex, target: Vertex, data: dict[str, Any]) -> Link | None:
        plan = self.frame.plan
        ends = plan.key(source.id), plan.key(target.id)
        found = self.links.get(ends) or self.links.get((ends[0], PIN + ends[1])) or []
        delay = _delay(source, target, data)
        kinds = ("cross", "same" if not delay else "delay")
        fitting = [one for one in found if one.kind in kinds and (one.kind != "delay" or one.delay == delay)]
        same = [one for one in fitting if one.via == data["via"]]
        return next(iter(same or fitting), None)

    def _upward(self, edge: Edge, link: Link) -> None:
        """Run from a node up to one in a higher row of its column."""
        points = self.climb(link, edge.source)
        self._arrive(edge, link, points[:-1])

    def climb(self, link: Link, source: Vertex) -> list[Point]:
        """Return the corners of a link through its column, ending at the row of its last segment's top."""
        number = self.frame.plan.home[link.source]
        section = self.frame.made[number]
        middle = source.x - section.items[link.source].x
        points = [source.top]
        for one in section.segments[link]:
            last = one.top.name == link.target
            start, end = middle + one.bottom.x, middle + one.top.x + (section.port_of(link).dx if last else 0.0)
            if abs(start - end) > 0.5:
                lane = self.levels.lane(number, one.channel, rise_key(one.bottom.name, link))
                points += [Point(start, lane), Point(end, lane)]
            points.append(Point(end, self.levels.rows[one.top.layer]))
        return points

    def _arrive(self, edge: Edge, link: Link, points: list[Point]) -> None:
        """Go up the link's port, past its chips, and fan in to the target's outline."""
        section, target = self.frame.section(link.target), edge.target
        port, layer = section.port_of(link), section.items[link.target].layer
        x = target.x + port.dx
        end = target.bottom(port.end)
        fan = [] if abs(end.x - x) < 0.5 else [Point(x, self.levels.fan(layer))]
        self.add(edge, [*points, *([] if fan else [Point(x, points[-1].y)]), *fan, end])
        places = [Point(x, self.levels.chip(layer, k)) for k in range(len(edge.labels))]
        stack_chips(self.frame, edge.labels, places, edge.target.id)

    def _zone(self, edge: Edge, link: Link) -> float:
        """Return the middle of the space between columns that is free of upright lines."""
        number = self.frame.plan.home[link.target]
        step = max(edge.source.step or 0, edge.target.step or 0)
        return self.spaces.free(number, step)

    def _along(self, edge: Edge, chips: float | None = None) -> None:
        """Run straight along a row, from one column to the next, the chips around the x ``chips``."""
        source, target = edge.source, edge.target
        way = 1.0 if target.x > source.x else -1.0
        start = Point(source.x + way * source.half_width, source.y)
        end = Point(target.x - way * target.half_width, target.y)
        self.add(edge, [start, end])
        middle = Point((start.x + end.x) / 2 if chips is None else chips, source.y)
        add_chips(self.frame, edge.labels, middle, target.id)

    def directly(self, edge: Edge) -> None:
        """Run straight from outline to outline."""
        source, target = edge.source, edge.target
        dx, dy = target.x - source.x, target.y - source.y
        length = max((dx * dx + dy * dy) ** 0.5, 1.0)
        start = Point(source.x + dx / length * source.half_width, source.y + dy / length * source.half_height)
        end = Point(target.x - dx / length * target.half_width, target.y - dy / length * target.half_height)
        self.add(edge, [start, end])
        add_chips(self.frame, edge.labels, Point((start.x + end.x) / 2, (start.y + end.y) / 2), target.id)

    def _around(self, edge: Edge, link: Link) -> None:
        """Leave a column at its side, and enter another (or the same, folded) through a lane below the target."""
        source, number = edge.source, self.frame.plan.home[link.target]
        way = 1 if link.delay > 0 else -1
        later = [step for step in self.frame.steps[number] if step > (source.step or 0)]
        beside = later[0] if way > 0 and later else source.step or 1
        folded = self.frame.part == "folded"
        trunk = self.spaces.outer(number, link) if folded else self.spaces.trunk(number, beside, link)
        self._enter(edge, link, self._leave(edge, link, trunk, way))

    def _leave(self, edge: Edge, link: Link, trunk: float, way: int) -> list[Point]:
        """Return the corners from a node to a vertical line beside its column."""
        source, number = edge.source, self.frame.plan.home[link.target]
        steps = self.frame.steps[number]
        channel = exit_channel(self.frame.made[number], link)
        narrow = source.kind == "boundary" and source.step is not None and source.step not in steps.wide
        if channel is None or (narrow and steps.is_outside(source.step or 0)):
            return [Point(source.x + way * source.half_width, source.y), Point(trunk, source.y)]
        lane = self.levels.lane(number, channel, exit_key(link))
        return [source.top, Point(source.x, lane), Point(trunk, lane)]

    def _enter(self, edge: Edge, link: Link, points: list[Point]) -> None:
        """Go on from a vertical line's top to the lane below a target, and up into it."""
        number = self.frame.plan.home[link.target]
        section, layer = self.frame.made[number], self.frame.made[number].items[link.target].layer
        turn = (edge.target.step or 0) % abs(link.delay) if abs(link.delay) > 1 else 0
        lane = self.levels.lane(number, layer - 1, entry_key(link), turn)
        x = edge.target.x + section.port_of(link).dx
        self._arrive(edge, link, [*points, Point(points[-1].x, lane), Point(x, lane)])

    def _through_pin(self, edge: Edge, link: Link) -> None:
        """Rise to the row above a column and run along it to what is computed from all steps."""
        points, target = self.climb(link, edge.source), edge.target
        if abs(points[-1].x - target.x) < 1.0:
            points[-1] = target.bottom()
        else:
            points.append(Point(target.x - target.half_width, points[-1].y))
        self.add(edge, points)

    def _across(self, edge: Edge, link: Link) -> None:
        """Run from one section into the next: along the row if it is free, else through lanes."""
        source, target = edge.source, edge.target
        home, number = self.frame.plan.home[link.source], self.frame.plan.home[link.target]
        section, first = self.frame.made[number], self.frame.steps[number][0]
        sideways = leaves_sideways(self.frame.made, home, link)
        if sideways and abs(source.y - target.y) < 1.0 and self._is_open(section, link.target, target, first):
            return self._along(edge)
        trunk = self.spaces.entrance(number, first, link)
        if sideways:
            points = [Point(source.x + source.half_width, source.y), Point(trunk, source.y)]
        else:
            bus = self.levels.buses[bus_key(link)]
            points = [source.top, Point(source.x, bus), Point(trunk, bus)]
        self._enter(edge, link, points)

    def _is_open(self, section: Section, key: str, target: Vertex, first: int) -> bool:
        """Say whether a node can be reached from the left along its row."""
        looped = any(one.target == key and section.straight(one) and side(section, one) < 0 for one in section.links)
        free = section.is_end_of_row(key, -1) and not (looped and self.frame.part == "folded")
        return free and target.step in (None, first)

    def add(self, edge: Edge, points: Sequence[Point]) -> None:
        """Add an edge's line to the scene."""
        route = Route(edge.source.id, edge.target.id, edge.colour, tidy(points), self.frame.part, edge.step)
        self.frame.scene.routes.append(route)
        if edge.data.get("delay"):
            self.frame.delayed.append((route, edge.data["delay"]))


def route_edges(frame: Frame) -> None:
    """Add a route for every edge between drawn nodes, with its chips."""
    router = Router(frame)
    for source, target, data in frame.graph.edges(data=True):
        if source in frame.at and target in frame.at:
            router.route(frame.at[source], frame.at[target], data)
    for node, vertex in frame.at.items():
        add_side_chips(frame, node, vertex)


def _delay(source: Vertex, target: Vertex, data: dict[str, Any]) -> int:
    if "delay" in data:
        return int(sum(data["delay"].values()))
    return (target.step or 0) - (source.step or 0) if source.step is not None and target.step is not None else 0


def tidy(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return corners without those that repeat or lie on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) + abs(kept[-1].y - point.y) < 0.5:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    vertical = abs(a.x - b.x) < 0.5 and abs(b.x - c.x) < 0.5
    return vertical or (abs(a.y - b.y) < 0.5 and abs(b.y - c.y) < 0.5)
