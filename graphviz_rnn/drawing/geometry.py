"""What a drawing consists of: shapes with positions in pixels, x to the right and y downward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal, NamedTuple

from graphviz_rnn.language.typeset import Run


class Point(NamedTuple):
    """A position in pixels."""

    x: float
    y: float


def on_curve(curve: Sequence[Point], part: float) -> Point:
    """Return the point at a part, from 0 to 1, of a cubic curve with four control points.

    >>> on_curve([Point(0, 0), Point(0, 4), Point(4, 4), Point(4, 0)], 0.5)
    Point(x=2.0, y=3.0)
    """
    rest = 1.0 - part
    weights = (rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3)
    pairs = list(zip(weights, curve, strict=True))
    return Point(sum(w * p.x for w, p in pairs), sum(w * p.y for w, p in pairs))


class Box(NamedTuple):
    """An upright rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, slack: float = 0.0) -> bool:
        """Say whether two boxes share area, or come closer than ``slack``."""
        apart = self.right + slack <= other.left or other.right + slack <= self.left
        return not (apart or self.bottom + slack <= other.top or other.bottom + slack <= self.top)


Shape = Literal["circle", "pill"]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A drawn node: its graph node's id, what it shows, where it stands, and half its width and height."""

    id: str
    name: str
    kind: str
    label: tuple[Run, ...]
    x: float
    y: float
    half_width: float
    half_height: float
    shape: Shape
    step: int | None
    part: str

    def bottom(self, dx: float = 0.0) -> Point:
        """Return the point on the lower outline at ``dx`` from the middle."""
        if self.shape == "pill":
            return Point(self.x + dx, self.y + self.half_height)
        return Point(self.x + dx, self.y + sqrt(max(self.half_width**2 - dx**2, 0.0)))

    @property
    def top(self) -> Point:
        """The middle of the upper outline."""
        return Point(self.x, self.y - self.half_height)

    @property
    def box(self) -> Box:
        """The bounding box."""
        return Box(
            self.x - self.half_width, self.y - self.half_height, self.x + self.half_width, self.y + self.half_height
        )


CHIP = 20.0
"""Height, and least width, of a parameter's chip."""

CHIP_SIZE = 13.0
"""Font size on a chip."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A parameter's label on an edge or beside an operation; an abstract function's is ``plain``."""

    name: str
    label: tuple[Run, ...]
    x: float
    y: float
    width: float
    plain: bool
    part: str

    @property
    def box(self) -> Box:
        """The bounding box."""
        return Box(self.x - self.width / 2, self.y - CHIP / 2, self.x + self.width / 2, self.y + CHIP / 2)


@dataclass(frozen=True, slots=True)
class Route:
    """A drawn edge: the corners of its line, or with ``curve`` the points of cubic curves; its arrow is at the end."""

    source: str
    target: str
    parameter: str
    points: tuple[Point, ...]
    part: str
    step: int | None = None
    curve: bool = False
    arrow: bool = True
    fades: Literal["", "in", "out"] = ""
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text: a caption, or the dots where a sequence goes on; ``step`` ties it to a column."""

    text: str
    x: float
    y: float
    size: float
    role: Literal["caption", "dots"]
    step: int | None = None

    @property
    def box(self) -> Box:
        """The bounding box, from the usual width of a letter."""
        half = 0.26 * self.size * len(self.text)
        return Box(self.x - half, self.y - 0.75 * self.size, self.x + half, self.y + 0.2 * self.size)


@dataclass(frozen=True, slots=True)
class Square:
    """The black square of a delay of one step on ``axis``; its side is 17 pixels."""

    x: float
    y: float
    axis: str

    @property
    def box(self) -> Box:
        """The bounding box."""
        return Box(self.x - 8.5, self.y - 8.5, self.x + 8.5, self.y + 8.5)


@dataclass(slots=True)
class Scene:
    """Everything a picture shows, in drawing order by kind."""

    vertices: list[Vertex] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    columns: list[tuple[int, Box]] = field(default_factory=list)
    extent: Box | None = None

    def boxes(self) -> list[tuple[str, Box]]:
        """Return every label, node and square with its bounding box, named for a message."""
        return [
            *((f"node {one.id} of {one.part}", one.box) for one in self.vertices),
            *((f"chip {one.name} at {one.x:.0f},{one.y:.0f}", one.box) for one in self.chips),
            *((f"text {one.text!r}", one.box) for one in self.texts),
            *((f"square at {one.x:.0f},{one.y:.0f}", one.box) for one in self.squares),
        ]

    def bounds(self) -> Box:
        """Return the box around everything, lines included, or the ``extent`` if one is set."""
        if self.extent is not None:
            return self.extent
        boxes = [box for _, box in self.boxes()] + [box for _, box in self.columns]
        points = [point for route in self.routes for point in route.points]
        return Box(
            min([*(box.left for box in boxes), *(p.x for p in points)], default=0.0),
            min([*(box.top for box in boxes), *(p.y for p in points)], default=0.0),
            max([*(box.right for box in boxes), *(p.x for p in points)], default=1.0),
            max([*(box.bottom for box in boxes), *(p.y for p in points)], default=1.0),
        )
