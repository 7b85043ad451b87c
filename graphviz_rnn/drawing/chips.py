"""Set parameters' chips: on edges, and at the side of operations."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import CHIP, Chip, Point, Route, Vertex
from graphviz_rnn.drawing.labels import chip_label, width
from graphviz_rnn.language.typeset import Run


def add_chips(frame: Frame, names: Sequence[tuple[str, bool]], middle: Point) -> None:
    """Add chips side by side around a point."""
    labels: list[tuple[Run, ...]] = [chip_label(name) for name, _ in names]
    widths = [max(CHIP, width(label, 13.0) + 9.0) for label in labels]
    x = middle.x - (sum(widths) + 3.0 * (len(widths) - 1)) / 2 if widths else 0.0
    for (name, plain), label, wide in zip(names, labels, widths, strict=True):
        frame.scene.chips.append(Chip(name, label, x + wide / 2, middle.y, wide, plain, frame.part))
        x += wide + 3.0


def add_side_chips(frame: Frame, node: str, vertex: Vertex) -> None:
    """Stand the parameters and numbers of an operation at its left, each with a short arrow."""
    sources = [
        source
        for source, _ in frame.graph.in_edges(node)
        if frame.graph.nodes[source]["kind"] in ("parameter", "constant")
    ]
    if frame.graph.graph["detail"] == "variables":
        return
    right = vertex.x - vertex.half_width
    for source in sources:
        name = frame.graph.nodes[source]["name"]
        plain = frame.graph.nodes[source]["kind"] == "constant"
        add_chips(frame, [(name, plain)], Point(right - 24.0, vertex.y))
        start = Point(right - 24.0 + frame.scene.chips[-1].width / 2, vertex.y)
        frame.scene.routes.append(
            Route(source, node, "" if plain else name, (start, Point(right, vertex.y)), frame.part, vertex.step)
        )
        right -= 34.0
