"""Route the edges of a drawing: straight where they can be, else through lanes and between columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphviz_rnn.drawing.channels import chip_drop, entry_key, exit_channel, port
from graphviz_rnn.drawing.chips import add_chips, add_side_chips
from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Point, Route, Vertex
from graphviz_rnn.drawing.sections import PIN, Section


@dataclass(frozen=True, slots=True)
class Edge:
    """A graph's edge between two drawn nodes."""

    source: Vertex
    target: Vertex
    data: dict[str, Any]

    @property
    def colour(self) -> str:
        """The parameter that gives the line its colour, or ""."""
        return str(self.data["via"][0]) if self.data["via"] else ""

    @property
    def labels(self) -> list[tuple[str, bool]]:
        """The names on the edge's chips; abstract functions are plain."""
        return [(name, False) for name in self.data["via"]] + [(name, True) for name in self.data["through"]]


CHIP_DROP = 23.0
"""Distance from a node's outline to the middle of the chip on the edge below it."""


def route_edges(frame: Frame) -> None:
    """Add a route for every edge between drawn nodes, with its chips."""
    for source, target, data in frame.graph.edges(data=True):
        if source in frame.at and target in frame.at:
            _route(frame, Edge(frame.at[source], frame.at[target], data))
    for node, vertex in frame.at.items():
        add_side_chips(frame, node, vertex)


def _route(frame: Frame, edge: Edge) -> None:
    """Find the planned link that an edge is an instance of, and draw it that way."""
    source, target = edge.source, edge.target
    names = frame.template(source.id), frame.template(target.id)
    home = frame.home[names[0]], frame.home[names[1]]
    section = frame.made[home[1]]
    if home[0] != home[1]:
        if PIN + names[1] in frame.made[home[0]].items:
            return _through_pin(frame, edge)
        return _across(frame, edge)
    delay = _delay(edge)
    if section.items[names[0]].satellite_of and not delay:
        return _straight(frame, edge)
    kind = "delay" if delay else "same"
    link = next(
        (one for one in section.links if (one.source, one.target) == names and one.kind == kind and one.delay == delay),
        None,
    )
    if link is None:
        return _straight(frame, edge)
    if kind == "same":
        return _upward(frame, link, edge)
    if section.straight(link):
        return _along(frame, edge)
    return _around(frame, link, edge)


def _delay(edge: Edge) -> int:
    if "delay" in edge.data:
        return int(sum(edge.data["delay"].values()))
    return (edge.target.step or 0) - (edge.source.step or 0)


def _upward(frame: Frame, link: Link, edge: Edge) -> None:
    """Run from a node up to one in a higher row of its column."""
    source, target = edge.source, edge.target
    points = climb(frame, link, source)
    section = frame.section(link.target)
    item = section.items[link.target]
    end = target.bottom(port(section, item, link))
    points[-1] = Point(end.x, end.y)
    _add(frame, edge, points, Point(end.x, _chip_y(section, link, target)))


def climb(frame: Frame, link: Link, source: Vertex) -> list[Point]:
    """Return the corners of a link through its column, ending at the row of its last segment's top."""
    number = frame.home[link.source]
    section = frame.made[number]
    middle = source.x - section.items[link.source].x
    points = [source.top]
    for one in section.segments[link]:
        last = one.top.name == link.target
        start, end = middle + one.bottom.x, middle + one.top.x + (port(section, one.top, link) if last else 0.0)
        if abs(start - end) > 0.5:
            lane = frame.levels.lane(number, one.channel, ("same", one.bottom.name))
            points += [Point(start, lane), Point(end, lane)]
        points.append(Point(end, frame.levels.rows[one.top.layer]))
    return points


def _along(frame: Frame, edge: Edge) -> None:
    """Run straight along a row, from one column to the next; folded, round through black squares."""
    source, target = edge.source, edge.target
    way = 1.0 if target.x > source.x else -1.0
    start = Point(source.x + way * source.half_width, source.y)
    end = Point(target.x - way * target.half_width, target.y)
    _add(frame, edge, [start, end], Point((start.x + end.x) / 2, source.y))


def _straight(frame: Frame, edge: Edge) -> None:
    """Run straight from outline to outline."""
    source, target = edge.source, edge.target
    dx, dy = target.x - source.x, target.y - source.y
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    start = Point(source.x + dx / length * source.half_width, source.y + dy / length * source.half_height)
    end = Point(target.x - dx / length * target.half_width, target.y - dy / length * target.half_height)
    _add(frame, edge, [start, end], Point((start.x + end.x) / 2, (start.y + end.y) / 2))


def _around(frame: Frame, link: Link, edge: Edge) -> None:
    """Leave a column at its side, and enter another (or the same, folded) through a lane below the target."""
    source = edge.source
    number = frame.home[link.target]
    section = frame.made[number]
    way = 1 if link.delay > 0 else -1
    beside = (1 if source.step is None else source.step) + (1 if way > 0 else 0)
    trunk = frame.spaces.trunk(number, beside, link) if (number, beside) in frame.spaces.middle else _outer(frame, link)
    channel = exit_channel(section, link) if source.kind != "boundary" else None
    if channel is None:
        points = [Point(source.x + way * source.half_width, source.y), Point(trunk, source.y)]
    else:
        lane = frame.levels.lane(number, channel, ("exit", link.source, str(link.delay)))
        points = [source.top, Point(source.x, lane), Point(trunk, lane)]
    _enter(frame, link, edge, points)


def _outer(frame: Frame, link: Link) -> float:
    """Return where a folded drawing's vertical line of a link stands, beside the column."""
    number = frame.home[link.target]
    section = frame.made[number]
    slot = frame.spaces.trunks[number].index((link.source, link.delay))
    middle = frame.spaces.middle[number, 1]
    if link.delay > 0:
        return middle + section.half_right + 30.0 + 28.0 * slot
    return middle - section.half_left - 30.0 - 28.0 * slot


def _enter(frame: Frame, link: Link, edge: Edge, points: list[Point]) -> None:
    """Go on from a vertical line's top to the lane below a target, and up into it."""
    target = edge.target
    number = frame.home[link.target]
    section = frame.made[number]
    item = section.items[link.target]
    turn = (target.step or 0) % abs(link.delay) if abs(link.delay) > 1 else 0
    lane = frame.levels.lane(number, item.layer - 1, entry_key(link), turn)
    end = target.bottom(port(section, item, link))
    points += [Point(points[-1].x, lane), Point(end.x, lane), end]
    _add(frame, edge, points, Point(end.x, _chip_y(section, link, target)))


def _through_pin(frame: Frame, edge: Edge) -> None:
    """Rise to the row above a column and run along it to what is computed from all steps."""
    source, target = edge.source, edge.target
    name = frame.template(source.id)
    section = frame.section(name)
    pin = PIN + frame.template(target.id)
    link = next(one for one in section.links if one.source == name and one.target == pin)
    points = climb(frame, link, source)
    if abs(points[-1].x - target.x) < 1.0:
        points[-1] = target.bottom()
    else:
        points.append(Point(target.x - target.half_width, points[-1].y))
    _add(frame, edge, points, points[-1])


def _across(frame: Frame, edge: Edge) -> None:
    """Run from one section into the next: along the row if it is free, else through a lane."""
    source, target = edge.source, edge.target
    name = frame.template(target.id)
    section = frame.section(name)
    first = target.step in (None, frame.steps[frame.home[name]][0])
    level = abs(source.y - target.y) < 1.0 and section.is_end_of_row(name, -1) and first
    last = source.step in (None, frame.steps[frame.home[frame.template(source.id)]].last)
    if (level and last) or target.kind == "boundary":
        return _along(frame, edge) if level else _straight(frame, edge)
    number = frame.home[name]
    link = next(
        one
        for at, one in frame.crossings
        if at == number and one.source == frame.template(source.id) and one.target == name
    )
    trunk = frame.spaces.trunk(number, frame.steps[number][0], link)
    points = [Point(source.x + source.half_width, source.y), Point(trunk, source.y)]
    return _enter(frame, link, edge, points)


def _chip_y(section: Section, link: Link, target: Vertex) -> float:
    item = section.items[link.target]
    outline = target.bottom(port(section, item, link)).y
    base = target.y + target.half_height if len(section.inputs(link.target)) > 1 else outline
    return base + CHIP_DROP + chip_drop(section, item, link)


def _add(frame: Frame, edge: Edge, points: Sequence[Point], chip: Point) -> None:
    step = edge.target.step if edge.target.step is not None else edge.source.step
    route = Route(edge.source.id, edge.target.id, edge.colour, tidy(points), frame.part, step)
    frame.scene.routes.append(route)
    add_chips(frame, edge.labels, chip)


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
