"""The scene of an unfolded graph: columns side by side, with the sequence going on at both ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

import networkx as nx

from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.elide import elided
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Text, Vertex
from graphviz_rnn.drawing.routing import route_edges
from graphviz_rnn.drawing.row_captions import add_row_captions
from graphviz_rnn.drawing.shared import Sharing
from graphviz_rnn.drawing.wrap import wrapped
from graphviz_rnn.graphs.fold import fold

Steps = Literal["elide", "wrap", "full"]
"""How more steps are drawn than fit: the first and the last with a gap between, in lines, or side by side."""

STEPS: tuple[Steps, ...] = get_args(Steps)


Parameters = Literal["chips", "shared"]
"""How parameters are drawn: as a chip on every line that they weight, or each once with lines to its uses."""

PARAMETERS: tuple[Parameters, ...] = get_args(Parameters)


def unfolded_scene(
    graph: nx.MultiDiGraph, lettering: float = 1.0, steps: Steps = "full", parameters: Parameters = "chips"
) -> Scene:
    """Return the drawing of an unfolded graph."""
    made = graph.graph
    opened = made["opened"] if made["detail"] == "functions" else ()
    frame = Frame(
        graph, fold(made["definition"], made["detail"], opened=opened), lettering, shared=parameters == "shared"
    )
    frame.add_vertices()
    route_edges(frame)
    _ends(frame)
    _share(frame)
    frame.add_captions()
    add_row_captions(frame)
    return elided(frame) if steps == "elide" else wrapped(frame) if steps == "wrap" else frame.scene


def _share(frame: Frame) -> None:
    """Draw every parameter once, if that is asked for."""
    if frame.rails is not None:
        sharing = Sharing(frame.scene, frame.levels, frame.rails, frame.lettering)
        sharing.add([*frame.uses, *sharing.add_own(list(_biases(frame)))])


def _biases(frame: Frame) -> Iterator[tuple[str, Vertex, float]]:
    """Yield the parameters that a node reads but no line carries, with the node and how far its lines reach."""
    carried = {(use.name, use.target) for use in frame.uses}
    for source, target in frame.graph.edges():
        if frame.graph.nodes[source]["kind"] == "parameter" and target in frame.at and (source, target) not in carried:
            reach = frame.section(frame.plan.key(target)).items[frame.plan.key(target)].reach
            yield source, frame.at[target], reach


def _ends(frame: Frame) -> None:
    """Let every recurrence along a row fade out into dots: the sequence goes on."""
    sections = [number for number, section in enumerate(frame.made) if section.axis is not None]
    for number in sections if len(sections) == 1 else []:
        for link in frame.made[number].links:
            if link.kind == "delay" and frame.made[number].straight(link):
                _dots(frame, number, link)


def _dots(frame: Frame, number: int, link: Link) -> None:
    way = 1 if link.delay > 0 else -1
    row = [v for v in frame.scene.vertices if v.step is not None and frame.plan.key(v.id) == link.source]
    row.sort(key=lambda vertex: way * (vertex.step or 0))
    if not row:
        return
    if not frame.steps[number].is_outside((row[0].step or 0) + way):
        _fade_in(frame, number, row[0], link)
    straight = (
        edge.source for edge in frame.scene.routes if len(edge.points) == 2 and edge.points[0].y == edge.points[1].y
    )
    if row[-1].id not in straight:
        _fade_out(frame, number, row[-1], link)


def _fade_in(frame: Frame, number: int, first: Vertex, link: Link) -> None:
    """Let a line from dots fade into the first node of a row."""
    way = 1 if link.delay > 0 else -1
    x = first.x - way * first.half_width
    start = x - way * 34.0 if first.kind == "boundary" else _beyond(frame, number, first, way)
    line = (Point(start, first.y), Point(x, first.y))
    frame.scene.routes.append(Route("", first.id, "".join(link.via[:1]), line, frame.part, fades="in"))
    _add_dots(frame, start - way * 12.0, first.y)


def _fade_out(frame: Frame, number: int, last: Vertex, link: Link) -> None:
    """Let a line from the last node of a row fade out into dots."""
    way, section = (1 if link.delay > 0 else -1), frame.made[number]
    end = frame.spaces.middle[number, last.step or 1] + way * (section.half_right if way > 0 else section.half_left)
    end += way * 34.0
    line = (Point(last.x + way * last.half_width, last.y), Point(end, last.y))
    colour = "".join(link.via[:1])
    frame.scene.routes.append(Route(last.id, "", colour, line, frame.part, last.step, fades="out"))
    _add_dots(frame, end + way * 12.0, last.y)


def _add_dots(frame: Frame, x: float, y: float) -> None:
    frame.scene.texts.append(Text("···", x, y + 5.0, 16.0 * frame.lettering, "dots"))


def _beyond(frame: Frame, number: int, first: Vertex, way: int) -> float:
    """Return where a line into a row's first node begins: outside its column, and beyond upright lines beside it."""
    spaces = frame.spaces
    middle = spaces.middle[number, first.step or 1]
    if way < 0:
        return middle + frame.made[number].half_right + 34.0
    trunks = 14.0 * len(spaces.trunks[number])
    left = spaces.left(number, first.step or 1)
    return min(left - 34.0, spaces.free(number, first.step or 1) * 2 - left - trunks - 12.0 if trunks else left)
