"""The numbers shown in the nodes of a drawing that plays: checked, and as cells with their colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot, isfinite, isnan, log

import networkx as nx

from graphviz_rnn.drawing.geometry import Vertex
from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.suggest import nearest

Numbers = Mapping[str, Sequence[float]]
"""Numbers by a node's id: the units of ``h_2``."""

MOST_CELLS = 16
"""Units that a strip shows; more would be too narrow to see."""

NEGATIVE, POSITIVE, NO_NUMBER = (0, 114, 178), (213, 94, 0), (138, 111, 176)
"""Ends of the diverging scale (Okabe & Ito 2008), and the colour of what is not a number."""

Colour = tuple[int, int, int]
Cell = tuple[float, float, float, float, Colour]
"""A coloured rectangle: left, top, right, bottom in the drawing's pixels, and its colour."""


def checked(numbers: Numbers | None, graph: nx.MultiDiGraph, what: str) -> dict[str, list[float]]:
    """Return numbers as plain floats; raises ``RequestError`` for a node that the graph does not have."""
    for node in numbers or {}:
        if node not in graph:
            raise RequestError(
                f"The {what} name the node {node!r}, which the graph does not have.{nearest(node, graph)} "
                "Give a list of numbers for ids of the graph's nodes."
            )
    return {node: [float(one) for one in units] for node, units in (numbers or {}).items()}


def value_cells(vertex: Vertex, units: Sequence[float], most: float, middle: Colour) -> list[Cell]:
    """Return one cell a unit, from blue over the node's own colour to orange; ``most`` is the end of the scale."""
    left, top, width, height = strip(vertex)
    shown = units[:MOST_CELLS]
    step = width / max(len(shown), 1)
    return [
        (left + number * step, top, left + (number + 1) * step, top + height, signed_colour(value, most, middle))
        for number, value in enumerate(shown)
    ]


def gradient_cells(vertex: Vertex, units: Sequence[float], scale: tuple[float, float], colour: Colour) -> list[Cell]:
    """Return one bar, as long as the gradient's norm is large on a log scale from the least to the greatest."""
    left, top, width, height = strip(vertex)
    norm, (least, greatest) = hypot(*units), scale
    if not norm > 0 or isnan(norm):
        return []
    part = 1.0 if greatest <= least or not isfinite(norm) else log(norm / least) / log(greatest / least)
    return [(left, top, left + width * (0.06 + 0.94 * min(max(part, 0.0), 1.0)), top + height, colour)]


def strip(vertex: Vertex) -> tuple[float, float, float, float]:
    """Return the place of a vertex's strip: left, top, width and height."""
    r = vertex.half_height
    return vertex.x - 0.67 * r, vertex.y + 0.3 * r, 1.34 * r, 0.3 * r


def signed_colour(value: float, most: float, middle: Colour) -> Colour:
    """Return the colour of a signed value.

    >>> signed_colour(-1.0, 1.0, (255, 255, 255)), signed_colour(0.0, 1.0, (255, 255, 255))
    ((38, 135, 190), (255, 255, 255))
    """
    if isnan(value):
        return NO_NUMBER
    part = 0.85 * min(1.0, abs(value) / most) if most > 0 else 0.0
    end = NEGATIVE if value < 0 else POSITIVE
    red, green, blue = (round(m + (e - m) * part) for m, e in zip(middle, end, strict=True))
    return red, green, blue


def largest(numbers: Mapping[str, Sequence[float]]) -> float:
    """Return the largest magnitude of any finite number."""
    return max((abs(one) for units in numbers.values() for one in units if isfinite(one)), default=0.0)


def norm_range(numbers: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """Return the least and greatest positive norm of any node's numbers."""
    norms = [norm for units in numbers.values() if (norm := hypot(*units)) > 0 and isfinite(norm)]
    return min(norms, default=1.0), max(norms, default=1.0)
