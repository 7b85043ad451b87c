"""Leave out the middle of a long drawing: steps 1, 2, 3, …, T-1, T, with arrows that fade into the gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.cut import faded, moved, pieces
from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene, Text
from graphviz_rnn.drawing.sections import Section

FITS = 12
"""The most steps of an axis that are all drawn."""

FIRST, LAST = 3, 2
"""How many steps are drawn before and after the gap."""

WIDTH = 96.0
"""Width of the gap."""

MARGIN = 6.0
"""Distance from a column to the cut after it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left out: everything from ``low`` to ``high``."""

    low: float
    high: float

    @property
    def shift(self) -> float:
        """How far what comes after the gap moves."""
        return WIDTH - (self.high - self.low)

    def has(self, place: float) -> bool:
        """Say whether a place is left out."""
        return self.low < place < self.high

    def after(self, place: float) -> float:
        """Return where a place is afterwards."""
        return place + self.shift if place >= self.high else place


def elided(frame: Frame) -> Scene:
    """Return a frame's scene without the middle of every axis longer than ``FITS``."""
    home = {node: frame.plan.home[frame.plan.key(node)] for node in frame.at}
    scene = frame.scene
    for gap in sorted(_rows(frame), key=lambda gap: -gap.low):
        scene = transposed(_without(transposed(scene), gap, home, upright=True, size=16.0 * frame.lettering))
    for gap in sorted(_columns(frame), key=lambda gap: -gap.low):
        scene = _without(scene, gap, home, upright=False, size=16.0 * frame.lettering)
    return scene


def _columns(frame: Frame) -> Iterator[Gap]:
    for number, section in enumerate(frame.made):
        last = frame.steps[number].last
        if section.axis is not None and last > FITS:
            yield Gap(*(right_of(frame, number, step) for step in (FIRST, last - LAST)))


def right_of(frame: Frame, number: int, step: int) -> float:
    """Return where a drawing can be cut behind a column."""
    return frame.spaces.middle[number, step] + frame.made[number].beside(1) + MARGIN


def _rows(frame: Frame) -> Iterator[Gap]:
    """Yield what is left out of every stack of cells in a column, if nothing else stands there."""
    for section in frame.made:
        cells = [next((one.cell for one in row if one.cell), ()) for row in section.rows]
        stacks = [list(run) for inside, run in groupby(enumerate(cells), key=lambda one: bool(one[1])) if inside]
        for stack in stacks:
            gap = _gap_of(frame, stack)
            if gap is not None and not _holds_others(frame, section, gap):
                yield gap


def _gap_of(frame: Frame, stack: list[tuple[int, tuple[int, ...]]]) -> Gap | None:
    """Return the gap in a stack of (row, cell) from below."""
    layers = {cell: max(row for row, other in stack if other == cell) for _, cell in stack}
    tops = [frame.levels.rows[layer] - frame.levels.halves[layer] - MARGIN for layer in layers.values()]
    lowest, *_, highest = [*layers, *layers]
    boundary = int(0 in lowest)
    if len(tops) - boundary <= FITS:
        return None
    low, high = (FIRST + boundary, LAST) if lowest < highest else (LAST, FIRST)
    return Gap(tops[-1 - high], tops[low - 1])


def _holds_others(frame: Frame, section: Section, gap: Gap) -> bool:
    inside = [one for one in frame.scene.vertices if gap.has(one.y)]
    return any(frame.plan.key(one.id) not in section.items or not frame.plan.cell(one.id) for one in inside)


def _without(scene: Scene, gap: Gap, home: Mapping[str, int], *, upright: bool, size: float) -> Scene:
    """Return a scene without what lies in a gap, and with dots in it; ``upright`` if it is transposed."""
    gone = {one.id for one in scene.vertices if gap.has(one.x)}
    routes = [line for route in scene.routes for line in _lines(route, gap, gone, home)]
    rows = {round(one.y, 1) for one in scene.vertices if not gap.has(one.x)}
    near = [one.points[0] for one in routes if one.fades == "in" and gap.low < one.points[0].x < gap.low + WIDTH]
    ends = sorted({round(point.y, 1) for point in near} & rows)
    marks = [Point((gap.low + gap.low + WIDTH) / 2, y) for y in ends or [sorted(rows)[len(rows) // 2]]]
    captions = {} if upright else {text.y: text for text in scene.texts if text.role == "caption" and gap.has(text.x)}
    marks += [Point(gap.low + WIDTH / 2, y - 5.0) for y in captions]
    return Scene(
        [replace(one, x=gap.after(one.x)) for one in scene.vertices if not gap.has(one.x)],
        [replace(one, x=gap.after(one.x)) for one in scene.chips if not gap.has(one.x)],
        list(dict.fromkeys(routes)),
        [
            *(replace(one, x=gap.after(one.x)) for one in scene.texts if not gap.has(one.x)),
            *_dots(marks, upright, size),
        ],
        [replace(one, x=gap.after(one.x)) for one in scene.squares if not gap.has(one.x)],
        [
            (step, Box(gap.after(box.left), box.top, gap.after(box.right), box.bottom))
            for step, box in scene.columns
            if not gap.has((box.left + box.right) / 2) or box.right > gap.high
        ],
    )


def _dots(marks: list[Point], upright: bool, size: float) -> Iterator[Text]:
    for at in marks:
        for turn in (-size, 0.0, size) if upright else ():
            yield Text("·", at.x + turn + 5.0, at.y, size, "dots")
        if not upright:
            yield Text("···", at.x, at.y + 5.0, size, "dots")


def _lines(route: Route, gap: Gap, gone: set[str], home: Mapping[str, int]) -> Iterator[Route]:
    """Yield what is left of a line: recurrences fade into the gap, what runs past it is joined over it."""
    lost = [end in gone or not end for end in (route.source, route.target)]
    if all(lost) and gone & {route.source, route.target}:
        return
    if any(end in gone for end in (route.source, route.target)) and home.get(route.source) != home.get(route.target):
        return
    parts = pieces(route.points, (gap.low, gap.high)) if not route.curve else []
    if len(parts) == 3 and len(parts[1].points) == 2 and not any(lost):
        points = (*parts[0].points[:-1], *parts[2].points[1:])
        yield replace(route, points=tuple(Point(gap.after(p.x), p.y) for p in points))
        return
    for part in parts:
        if part.interval != 1:
            shift = gap.shift if part.interval == 2 else 0.0
            yield from (replace(one, points=moved(one.points, shift)) for one in faded(route, part))


def transposed(scene: Scene) -> Scene:
    """Return a scene with x and y exchanged, to be changed along y as along x, and transposed back."""
    return Scene(
        [replace(one, x=one.y, y=one.x) for one in scene.vertices],
        [replace(one, x=one.y, y=one.x) for one in scene.chips],
        [replace(one, points=tuple(Point(p.y, p.x) for p in one.points)) for one in scene.routes],
        [replace(one, x=one.y, y=one.x) for one in scene.texts],
        [replace(one, x=one.y, y=one.x) for one in scene.squares],
        [(step, Box(box.top, box.left, box.bottom, box.right)) for step, box in scene.columns],
    )
