"""Set parameters' chips: on edges, and at the side of operations."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.drawing.columns import SIDE_CHIP
from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Chip, Point, Route, Vertex
from graphviz_rnn.drawing.labels import chip_label
from graphviz_rnn.drawing.ports import chip_width


def add_chips(frame: Frame, names: Sequence[tuple[str, bool]], middle: Point) -> None:
    """Add chips side by side around a point."""
    widths = [chip_width(name, frame.lettering) for name, _ in names]
    x = middle.x - (sum(widths) + 3.0 * (len(widths) - 1)) / 2 if widths else 0.0
    for one, wide in zip(names, widths, strict=True):
        _add(frame, one, Point(x + wide / 2, middle.y))
        x += wide + 3.0


def stack_chips(frame: Frame, names: Sequence[tuple[str, bool]], places: Sequence[Point]) -> None:
    """Add chips at the given places, one above the other."""
    for one, place in zip(names, places, strict=True):
        _add(frame, one, place)


def _add(frame: Frame, one: tuple[str, bool], at: Point) -> None:
    """Add a chip, once where several edges run together."""
    name, plain = one
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
        _add(frame, (data["name"], plain), Point(right - 24.0, vertex.y))
        start = Point(right - 24.0 + frame.scene.chips[-1].width / 2, vertex.y)
        colour = "" if plain else data["name"]
        frame.scene.routes.append(Route(source, node, colour, (start, Point(right, vertex.y)), frame.part, vertex.step))
        right -= SIDE_CHIP
