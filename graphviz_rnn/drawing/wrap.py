"""Break a long drawing into lines, one below the other; arrows fade out at an end and in at the next start."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.cut import FADE, faded, moved, pieces
from graphviz_rnn.drawing.elide import right_of
from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene

WIDTH = 1500.0
"""How wide a line may be, in pixels, if its columns allow."""

BETWEEN = 60.0
"""Distance between lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Where a drawing is cut (x), and how far each of its lines moves."""

    cuts: Sequence[float]
    moves: Sequence[Point]

    def of(self, x: float) -> Point:
        """Return how far what stands at x moves."""
        return self.moves[bisect(self.cuts, x)]


def wrapped(frame: Frame) -> Scene:
    """Return a frame's scene in lines no wider than ``WIDTH``."""
    scene, bounds = frame.scene, frame.scene.bounds()
    cuts = _cuts(frame, bounds)
    height = bounds.bottom - bounds.top + BETWEEN
    starts = [bounds.left, *(cut - FADE for cut in cuts)]
    lines = Lines(cuts, [Point(bounds.left - start, number * height) for number, start in enumerate(starts)])
    return Scene(
        [replace(one, x=one.x + lines.of(one.x).x, y=one.y + lines.of(one.x).y) for one in scene.vertices],
        [replace(one, x=one.x + lines.of(one.x).x, y=one.y + lines.of(one.x).y) for one in scene.chips],
        list(dict.fromkeys(line for route in scene.routes for line in _broken(route, lines))),
        [replace(one, x=one.x + lines.of(one.x).x, y=one.y + lines.of(one.x).y) for one in scene.texts],
        [replace(one, x=one.x + lines.of(one.x).x, y=one.y + lines.of(one.x).y) for one in scene.squares],
        [(step, _moved(box, lines)) for step, box in scene.columns],
    )


def _moved(box: Box, lines: Lines) -> Box:
    by = lines.of((box.left + box.right) / 2)
    return Box(box.left + by.x, box.top + by.y, box.right + by.x, box.bottom + by.y)


def _cuts(frame: Frame, bounds: Box) -> list[float]:
    """Return where lines end: behind the last column that fits."""
    places = [
        right_of(frame, number, step)
        for number, section in enumerate(frame.made)
        for step, after in pairwise(frame.steps[number])
        if section.axis is not None and step >= 1 and after <= frame.steps[number].last
    ]
    cuts: list[float] = []
    start = bounds.left
    for place, after in pairwise([*places, bounds.right]):
        if after - start > WIDTH and place > start + 1.0:
            cuts.append(place)
            start = place
    return cuts


def _broken(route: Route, lines: Lines) -> list[Route]:
    parts = pieces(route.points, lines.cuts)
    if len(parts) < 2 or route.curve:
        by = lines.of(route.points[0].x) if len(parts) < 1 else lines.moves[parts[0].interval]
        return [replace(route, points=moved(route.points, by.x, by.y))]
    return [
        replace(one, points=moved(one.points, lines.moves[part.interval].x, lines.moves[part.interval].y))
        for part in parts
        for one in faded(route, part)
    ]
