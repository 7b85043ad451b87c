"""The scene of an unfolded graph: columns side by side, with the sequence going on at both ends."""

from __future__ import annotations

from typing import Literal, get_args

import networkx as nx

from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.elide import elided
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Text, Vertex
from graphviz_rnn.drawing.routing import route_edges
from graphviz_rnn.drawing.wrap import wrapped
from graphviz_rnn.graphs.fold import fold

Steps = Literal["elide", "wrap", "full"]
"""How more steps are drawn than fit: the first and the last with a gap between, in lines, or side by side."""

STEPS: tuple[Steps, ...] = get_args(Steps)


def unfolded_scene(graph: nx.MultiDiGraph, lettering: float = 1.0, steps: Steps = "full") -> Scene:
    """Return the drawing of an unfolded graph."""
    made = graph.graph
    opened = made["opened"] if made["detail"] == "functions" else ()
    frame = Frame(graph, fold(made["definition"], made["detail"], opened=opened), lettering)
    frame.add_vertices()
    route_edges(frame)
    _ends(frame)
    frame.add_captions()
    return elided(frame) if steps == "elide" else wrapped(frame) if steps == "wrap" else frame.scene


def _ends(frame: Frame) -> None:
    """Let every recurrence along a row fade out into dots: the sequence goes on."""
    sections = [number for number, section in enumerate(frame.made) if section.axis is not None]
    for number in sections if len(sections) == 1 else []:
        for link in frame.made[number].links:
            if link.kind == "delay" and frame.made[number].straight(link):
                _dots(frame, number, link)


def _dots(frame: Frame, number: int, link: Link) -> None:
    way, via = (1 if link.delay > 0 else -1), link.via[:1]
    row = [v for v in frame.scene.vertices if v.step is not None and frame.plan.key(v.id) == link.source]
    if not row:
        return
    row.sort(key=lambda vertex: way * (vertex.step or 0))
    first, last = row[0], row[-1]
    colour = via[0] if via else ""
    x = first.x - way * first.half_width
    start = x - way * 34.0 if first.kind == "boundary" else _beyond(frame, number, first, way)
    frame.scene.routes.append(
        Route("", first.id, colour, (Point(start, first.y), Point(x, first.y)), frame.part, fades="in")
    )
    frame.scene.texts.append(Text("···", start - way * 12.0, first.y + 5.0, 16.0 * frame.lettering, "dots"))
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
    frame.scene.texts.append(Text("···", end + way * 12.0, last.y + 5.0, 16.0 * frame.lettering, "dots"))


def _beyond(frame: Frame, number: int, first: Vertex, way: int) -> float:
    """Return where a line into a row's first node begins: outside its column, and beyond upright lines beside it."""
    spaces = frame.spaces
    middle = spaces.middle[number, first.step or 1]
    if way < 0:
        return middle + frame.made[number].half_right + 34.0
    trunks = 14.0 * len(spaces.trunks[number])
    left = spaces.left(number, first.step or 1)
    return min(left - 34.0, spaces.free(number, first.step or 1) * 2 - left - trunks - 12.0 if trunks else left)
