"""The scene of an unfolded graph: columns side by side, with the sequence going on at both ends."""

from __future__ import annotations

import networkx as nx

from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Text
from graphviz_rnn.drawing.routing import route_edges
from graphviz_rnn.graphs.fold import fold


def unfolded_scene(graph: nx.MultiDiGraph) -> Scene:
    """Return the drawing of an unfolded graph."""
    made = graph.graph
    opened = made["opened"] if made["detail"] == "functions" else ()
    frame = Frame(graph, fold(made["definition"], made["detail"], opened=opened), "unfolded")
    frame.add_vertices()
    route_edges(frame)
    _ends(frame)
    frame.add_captions()
    return frame.scene


def _ends(frame: Frame) -> None:
    """Let every recurrence along a row fade out into dots: the sequence goes on."""
    for number, section in enumerate(frame.made):
        if section.axis is None:
            continue
        for link in section.links:
            if link.kind == "delay" and section.straight(link):
                _dots(frame, number, link.source, 1 if link.delay > 0 else -1, link.via[:1])


def _dots(frame: Frame, number: int, name: str, way: int, via: tuple[str, ...]) -> None:
    row = [v for v in frame.scene.vertices if v.name == name and v.step is not None]
    if not row:
        return
    row.sort(key=lambda vertex: way * (vertex.step or 0))
    first, last = row[0], row[-1]
    colour = via[0] if via else ""
    x = first.x - way * first.half_width
    frame.scene.routes.append(
        Route("", first.id, colour, (Point(x - way * 34.0, first.y), Point(x, first.y)), frame.part, fades="in")
    )
    frame.scene.texts.append(Text("···", x - way * 46.0, first.y + 5.0, 16.0, "dots"))
    if any(
        edge.source == last.id and len(edge.points) == 2 and edge.points[0].y == edge.points[1].y
        for edge in frame.scene.routes
    ):
        return
    x = last.x + way * last.half_width
    section = frame.made[number]
    end = frame.spaces.middle[number, last.step or 1] + way * (section.half_right if way > 0 else section.half_left)
    end += way * 34.0
    frame.scene.routes.append(
        Route(last.id, "", colour, (Point(x, last.y), Point(end, last.y)), frame.part, last.step, fades="out")
    )
    frame.scene.texts.append(Text("···", end + way * 12.0, last.y + 5.0, 16.0, "dots"))
