"""Font sizes and corners that every drawn format shares, in pixels."""

from __future__ import annotations

from itertools import pairwise

from graphviz_rnn.drawing.geometry import Point, Vertex
from graphviz_rnn.drawing.labels import fitted

THIN = 0.6
"""Width of a thin line beside the others'."""

CORNER = 9.0
"""Radius of a line's corners."""


def label_size(one: Vertex, lettering: float = 1.0) -> float:
    """Return the font size of a vertex's label: smaller in small circles, and where it would not fit."""
    room = 2 * one.half_width - 10.0 / lettering
    largest = 15.0 if one.shape == "pill" else 21.0 if one.half_width > 24 else 18.0
    return min(fitted(one.label, room, largest * lettering), 1.2 * one.half_height)


def corner(points: tuple[Point, ...]) -> float:
    """Return the radius that all corners of a line can have: half of its shortest part at most."""
    shortest = min((abs(b.x - a.x) + abs(b.y - a.y) for a, b in pairwise(points)), default=0.0)
    return min(CORNER, shortest / 2)
