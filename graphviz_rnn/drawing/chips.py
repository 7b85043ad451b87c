"""Set parameters' chips: on edges, and at the side of operations."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.drawing.columns import SIDE_CHIP
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Chip, Point, Route, Vertex
from graphviz_rnn.drawing.labels import chip_label
from graphviz_rnn.drawing.ports import chip_width
from graphviz_rnn.drawing.shared import Use


def add_chips(frame: Frame, names: Sequence[tuple[str, bool]], middle: Point, target: str) -> None:
    """Add chips side by side around a point, on an edge into ``target``."""
    widths = [chip_width(name, frame.lettering) for name, _ in names]
    x = middle.x - (sum(widths) + 3.0 * (len(widths) - 1)) / 2 if widths else 0.0
    for one, wide in zip(names, widths, strict=True):
        _add(frame, one, Point(x + wide / 2, middle.y), target)
        x += wide + 3.0


def stack_chips(frame: Frame, names: Sequence[tuple[str, bool]], places: Sequence[Point], target: str) -> None:
    """Add chips at the given places, on an edge into ``target``."""
    for one, place in zip(names, places, strict=True):
        _add(frame, one, place, target)


def _add(frame: Frame, one: tuple[str, bool], at: Point, target: str, *, beside: bool = False) -> None:
    """Add a chip, once where several edges run together; a shared parameter's line leads there in its place."""
    name, plain = one
    if frame.rails is not None and not plain:
        frame.uses.append(Use(name, target, at, beside))
        return
    wide = chip_width(name, frame.lettering)
    if (one, at) in frame.chips:
        return
    frame.chips.add((one, at))
    frame.scene.chips.append(Chip(name, chip_label(name), at.x, at.y, wide, plain, frame.part))


def add_side_chips(frame: Frame, node: str, vertex: Vertex) -> None:
    """Stand the parameters and numbers of an operation at its left, each with a short arrow."""
    if frame.graph.graph["detail"] == "variables":
        return
    right = vertex.x - vertex.half_width
    for source, _ in frame.graph.in_edges(node):
        data = frame.graph.nodes[source]
        if data["kind"] not in ("parameter", "constant"):
            continue
        plain = data["kind"] == "constant"
        at = Point(right - 24.0, vertex.y)
        _add(frame, (data["name"], plain), at, node, beside=True)
        shared = frame.rails is not None and not plain
        start = at if shared else Point(at.x + frame.scene.chips[-1].width / 2, at.y)
        colour = "" if plain else data["name"]
        frame.scene.routes.append(Route(source, node, colour, (start, Point(right, vertex.y)), frame.part, vertex.step))
        right -= SIDE_CHIP
