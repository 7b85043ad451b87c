"""Cut lines where a drawing is cut, and let what is left of each fade out and in."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from graphviz_rnn.drawing.geometry import Point, Route

FADE = 26.0
"""How far beyond a cut a line fades."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a line in one interval between cuts, and whether the line goes on before and after it."""

    interval: int
    points: tuple[Point, ...]
    from_cut: bool
    to_cut: bool


def pieces(points: Sequence[Point], cuts: Sequence[float]) -> list[Piece]:
    """Return the pieces of a line between upright cuts, in its order.

    >>> [piece.interval for piece in pieces([Point(0, 0), Point(9, 0), Point(9, 5)], [4.0, 20.0])]
    [0, 1]
    """
    stops = [points[0]]
    for a, b in pairwise(points):
        stops += [*_crossings(a, b, cuts), b]
    parts = [(bisect(cuts, (a.x + b.x) / 2), a, b) for a, b in pairwise(stops) if a != b]
    runs = [(interval, list(run)) for interval, run in groupby(parts, key=lambda part: part[0])]
    lines = [(interval, (run[0][1], *(b for _, _, b in run))) for interval, run in runs]
    return [Piece(interval, line, number > 0, number + 1 < len(lines)) for number, (interval, line) in enumerate(lines)]


def _crossings(a: Point, b: Point, cuts: Sequence[float]) -> list[Point]:
    between = [cut for cut in cuts if min(a.x, b.x) < cut < max(a.x, b.x)]
    at = [Point(cut, a.y + (b.y - a.y) * (cut - a.x) / (b.x - a.x)) for cut in between]
    return at if a.x < b.x else at[::-1]


def faded(route: Route, piece: Piece) -> Iterator[Route]:
    """Yield the lines of a piece: where it is cut its last part goes on a little, and fades."""
    points = list(piece.points)
    if piece.from_cut and piece.to_cut and len(points) == 2:
        ends = (_beyond(points[1], points[0]), _beyond(points[0], points[1]))
        yield replace(route, points=ends, arrow=False)
        return
    arrow = route.arrow and not piece.to_cut
    if piece.from_cut:
        last = len(points) == 2
        yield replace(route, points=(_beyond(points[1], points[0]), points[1]), fades="in", arrow=arrow and last)
        points = points[1:]
    if piece.to_cut:
        yield replace(route, points=(points[-2], _beyond(points[-2], points[-1])), fades="out", arrow=False)
        points = points[:-1]
    if len(points) > 1:
        yield replace(route, points=tuple(points), arrow=arrow)


def _beyond(a: Point, b: Point) -> Point:
    """Return the point that lies beyond ``b`` as seen from ``a``."""
    length = max(abs(b.x - a.x) + abs(b.y - a.y), 0.1)
    return Point(b.x + (b.x - a.x) / length * FADE, b.y + (b.y - a.y) / length * FADE)


def moved(points: Sequence[Point], dx: float, dy: float = 0.0) -> tuple[Point, ...]:
    """Return points that are moved."""
    return tuple(Point(point.x + dx, point.y + dy) for point in points)
