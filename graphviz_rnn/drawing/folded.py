"""The scene of a folded graph: the planned column, its delays as loops through black squares."""

from __future__ import annotations

from typing import Any

import networkx as nx

from graphviz_rnn.drawing.chips import add_chips
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Square, Vertex
from graphviz_rnn.drawing.routing import route_edges

_MOST_SQUARES = 4


def folded_scene(graph: nx.MultiDiGraph) -> Scene:
    """Return the drawing of a folded graph."""
    frame = Frame(graph, graph, "folded")
    frame.add_vertices()
    loops = [(s, t, k, d) for s, t, k, d in graph.edges(keys=True, data=True) if _is_loop(frame, s, t, d)]
    rest = graph.copy()
    rest.remove_edges_from([(s, t, k) for s, t, k, _ in loops])
    frame.graph = rest
    route_edges(frame)
    frame.graph = graph
    for slot, (source, target, _, data) in enumerate(loops):
        _loop(frame, frame.at[source], frame.at[target], data, slot)
    _squares_on_trunks(frame)
    return frame.scene


def _is_loop(frame: Frame, source: str, target: str, data: dict[str, Any]) -> bool:
    """Say whether an edge is a recurrence that runs straight along its row when unfolded."""
    if source not in frame.at or target not in frame.at or not data["delay"]:
        return False
    section = frame.section(target)
    delay = sum(data["delay"].values())
    return any(
        one.source == source and one.target == target and one.delay == delay and section.straight(one)
        for one in section.links
    )


def _loop(frame: Frame, source: Vertex, target: Vertex, data: dict[str, Any], slot: int) -> None:
    """Draw a loop that leaves a node at its upper left (right, if it reads the future) and comes back below."""
    way = -1.0 if sum(data["delay"].values()) > 0 else 1.0
    x, y = source.x, source.y
    out = x + way * (source.half_width + 80.0)
    axis = next(iter(data["delay"]))
    square = Square(out, y - 2.0, axis)
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
    frame.scene.squares.append(square)
    names = [(name, False) for name in data["via"]] + [(name, True) for name in data["through"]]
    add_chips(frame, names, Point(x + way * 66.0, y - 40.0))


def _squares_on_trunks(frame: Frame) -> None:
    """Set black squares, one a step of delay, on the longest vertical part of every other delayed edge."""
    done: set[tuple[float, str]] = set()
    for route in frame.scene.routes:
        delays = [data["delay"] for data in (frame.graph.get_edge_data(route.source, route.target) or {}).values()]
        delayed = next((one for one in delays if one), None)
        if delayed is None or route.curve:
            continue
        trunk = max(zip(route.points, route.points[1:], strict=False), key=lambda ab: _rise(ab[0], ab[1]))
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
