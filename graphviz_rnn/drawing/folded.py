"""The scene of a folded graph: the planned column, its delays as loops through black squares."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx

from graphviz_rnn.drawing.chips import stack_chips
from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.columns_x import loop_reach, side
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Square, Text, on_curve
from graphviz_rnn.drawing.ports import chip_width
from graphviz_rnn.drawing.routing import route_edges

_MOST_SQUARES = 4


def folded_scene(graph: nx.MultiDiGraph, lettering: float = 1.0) -> Scene:
    """Return the drawing of a folded graph."""
    frame = Frame(graph, graph, lettering)
    frame.add_vertices()
    loops = [(s, t, k, link) for s, t, k, d in graph.edges(keys=True, data=True) if (link := _loop_of(frame, s, t, d))]
    rest = graph.copy()
    rest.remove_edges_from([(s, t, k) for s, t, k, _ in loops])
    frame.graph = rest
    route_edges(frame)
    frame.graph = graph
    for source, target, key, link in loops:
        _loop(frame, link, graph.edges[source, target, key])
    _squares_on_trunks(frame)
    return frame.scene


def _loop_of(frame: Frame, source: str, target: str, data: dict[str, Any]) -> Link | None:
    """Return the link of an edge that is a recurrence that runs straight along its row when unfolded."""
    if source not in frame.at or target not in frame.at or not data["delay"]:
        return None
    section, delay = frame.section(target), sum(data["delay"].values())
    same = [one for one in section.links if one.source == source and one.target == target and one.via == data["via"]]
    return next((one for one in same if one.delay == delay and section.straight(one)), None)


def _loop(frame: Frame, link: Link, data: dict[str, Any]) -> None:
    """Draw a loop that leaves a node at its upper left (right, if it reads the future) and comes back below."""
    source, target = frame.at[link.source], frame.at[link.target]
    way = side(frame.section(link.target), link)
    x, y = source.x, source.y
    out = x + way * loop_reach(link, frame.lettering)
    up = (
        Point(x + way * 22.5, y - 15.0),
        Point(x + way * 50.0, y - 46.0),
        Point(out - way * 2.0, y - 50.0),
        Point(out, y - 10.0),
    )
    down = (
        Point(out, y + 6.0),
        Point(out - way * 2.0, y + 46.0),
        Point(x + way * 56.0, y + 44.0),
        Point(target.x + way * 24.0, target.y + 13.5),
    )
    colour = data["via"][0] if data["via"] else ""
    frame.scene.routes.append(Route(source.id, target.id, colour, up, frame.part, curve=True, arrow=False))
    frame.scene.routes.append(Route(source.id, target.id, colour, down, frame.part, curve=True))
    frame.scene.squares.append(Square(out, y - 2.0, next(iter(data["delay"]))))
    _name_axis(frame, Point(out + way * 18.0, y + 3.0), data["delay"])
    _chips_on(frame, up, [(name, False) for name in data["via"]] + [(name, True) for name in data["through"]])


def _chips_on(frame: Frame, curve: tuple[Point, ...], names: list[tuple[str, bool]]) -> None:
    """Set chips on a curve, side by side around its middle."""
    widths = [chip_width(name, frame.lettering) for name, _ in names]
    left = on_curve(curve, 0.5).x - (sum(widths) + 3.0 * (len(widths) - 1)) / 2
    places = []
    for wide in widths:
        fractions = [number / 64 for number in range(65)]
        middle = left + wide / 2
        places.append(min((on_curve(curve, one) for one in fractions), key=lambda point: abs(point.x - middle)))
        left += wide + 3.0
    stack_chips(frame, names, places, "")


def _name_axis(frame: Frame, at: Point, delay: dict[str, int]) -> None:
    """Write beside a square along which axis it delays, where the definition has recurrences along several."""
    axes = {axis for _, _, data in frame.folded.edges(data=True) for axis in data["delay"]}
    if len(axes) > 1:
        frame.scene.texts.append(Text(next(iter(delay)), at.x, at.y, frame.caption_size, "caption"))


def _squares_on_trunks(frame: Frame) -> None:
    """Set black squares, one a step of delay, on the longest vertical part of every other delayed edge."""
    done: set[tuple[float, str]] = set()
    for route, delayed in frame.delayed:
        ends = {round(point.x) for point in route.points[-2:]}
        upright = [(a, b) for a, b in pairwise(route.points) if _rise(a, b) and round(a.x) not in ends]
        if not upright:
            continue
        trunk = max(upright, key=lambda ab: _rise(ab[0], ab[1]))
        if (trunk[0].x, route.source) in done:
            continue
        done.add((trunk[0].x, route.source))
        _squares(frame, trunk, delayed)


def _rise(a: Point, b: Point) -> float:
    return abs(a.y - b.y) if abs(a.x - b.x) < 0.5 else 0.0


def _squares(frame: Frame, trunk: tuple[Point, Point], delayed: dict[str, int]) -> None:
    count = min(sum(abs(steps) for steps in delayed.values()), _MOST_SQUARES)
    middle = (trunk[0].y + trunk[1].y) / 2
    for number in range(count):
        y = middle + (number - (count - 1) / 2) * 24.0
        frame.scene.squares.append(Square(trunk[0].x, y, next(iter(delayed))))
    _name_axis(frame, Point(trunk[0].x + 18.0, middle + 5.0), delayed)
