"""The frames of a drawing that plays: two still pictures, of which each frame shows what is reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw, ImageFont

from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene, Vertex
from graphviz_rnn.drawing.theme import Theme
from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats import export
from graphviz_rnn.formats.animated.numbers import Cell, Colour, gradient_cells, largest, norm_range, strip, value_cells
from graphviz_rnn.formats.animated.timeline import ALWAYS, Timeline
from graphviz_rnn.formats.fonts import FOLDER
from graphviz_rnn.formats.svg import Emphasis, SvgWriter

MOST_PIXELS = 600_000_000
"""Pixels of all frames together; more takes minutes to write and much memory to show."""

MILLISECONDS, PAUSE = 620, 1400
"""How long a frame is shown, and the last of a pass."""

_FAINT, _TINT = 0.7, 0.09
_GRADIENT = {"dark": (201, 166, 245)}
_GRADIENT_INK = (91, 42, 134)


@dataclass(frozen=True)
class Stage:
    """What plays: a drawing, its passes, and the numbers in its nodes by their ids."""

    scene: Scene
    theme: Theme
    colours: Mapping[str, str]
    passes: tuple[Timeline, ...]
    values: Mapping[str, Sequence[float]] = field(default_factory=dict)
    gradients: Mapping[str, Sequence[float]] = field(default_factory=dict)


class Frames:
    """Composes the frames of a stage from a plain and a marked still picture."""

    def __init__(self, stage: Stage, scale: float) -> None:
        self.stage = stage
        writer = SvgWriter(stage.scene, stage.theme, stage.colours)
        self.left, self.top = writer.bounds.left, writer.bounds.top
        self.pixels = scale * stage.theme.scale
        self._check(writer.bounds)
        raised = frozenset(
            (vertex.part, vertex.name)
            for vertex, at in zip(stage.scene.vertices, stage.passes[0].vertices, strict=True)
            if at != ALWAYS and (vertex.id in stage.values or vertex.id in stage.gradients)
        )
        self.plain, self.marked = (self._still(Emphasis(marked, raised), scale) for marked in (False, True))
        self.faint = Image.blend(self.plain, Image.new("RGB", self.plain.size, stage.theme.ground), _FAINT)
        self.font = ImageFont.truetype(str(FOLDER / "SourceSans3-600.ttf"), max(8, round(14 * self.pixels)))

    def _check(self, bounds: Box) -> None:
        count = sum(one.last for one in self.stage.passes)
        size = (bounds.right - bounds.left) * (bounds.bottom - bounds.top) * self.pixels**2
        if size * count > MOST_PIXELS:
            largest_scale = (MOST_PIXELS / (size * count)) ** 0.5
            raise RequestError(
                f"The GIF would have {count} frames of {size / 1e6:.1f} million pixels; at most "
                f"{MOST_PIXELS / 1e6:.0f} million in all are made. Use {largest_scale:.2f} times the scale, or draw "
                "fewer steps."
            )

    def _still(self, emphasis: Emphasis, scale: float) -> Image.Image:
        stage = self.stage
        svg = SvgWriter(stage.scene, stage.theme, stage.colours).document(emphasis)
        return Image.open(BytesIO(export.png(svg, scale))).convert("RGB")

    def frames(self) -> Iterator[tuple[Image.Image, int]]:
        """Yield every frame with its duration in milliseconds."""
        for timeline in self.stage.passes:
            for moment in range(1, timeline.last + 1):
                yield self._frame(timeline, moment), PAUSE if moment == timeline.last else MILLISECONDS

    def _frame(self, timeline: Timeline, moment: int) -> Image.Image:
        frame = Image.composite(self.plain, self.faint, self._mask(timeline, moment))
        for number in timeline.columns[moment - 1]:
            self._tint(frame, self.stage.scene.columns[number][1])
        present = self._present_mask(timeline, moment)
        frame.paste(self.marked, mask=present)
        pen = ImageDraw.Draw(frame)
        for vertex, at in zip(self.stage.scene.vertices, timeline.vertices, strict=True):
            if ALWAYS < at <= moment:
                self._strip(pen, vertex, timeline)
        words = f"{timeline.direction}   {timeline.labels[moment - 1]}"
        pen.text((round(8 * self.pixels), round(4 * self.pixels)), words, self.stage.theme.accent, self.font)
        return frame

    def _mask(self, timeline: Timeline, moment: int) -> Image.Image:
        """Return where the drawing is lit: all but the lines, nodes and chips that are still to come."""
        mask = Image.new("L", self.plain.size, 255)
        pen = ImageDraw.Draw(mask)
        scene = self.stage.scene
        for lit in (0, 255):
            for route, at in zip(scene.routes, timeline.routes, strict=True):
                if (at <= moment) == bool(lit):
                    line = [self._at(*point) for point in _path(route)]
                    pen.line(line, lit, max(1, round(11 * self.pixels)), joint="curve")
        for vertex, at in zip(scene.vertices, timeline.vertices, strict=True):
            pen.rounded_rectangle(self._box(vertex.box, 1.5), vertex.half_height * self.pixels, 255 * (at <= moment))
        for chip, at in zip(scene.chips, timeline.chips, strict=True):
            pen.rectangle(self._box(chip.box, 1.0), 255 * (at <= moment))
        return mask

    def _present_mask(self, timeline: Timeline, moment: int) -> Image.Image:
        mask = Image.new("L", self.plain.size, 0)
        pen = ImageDraw.Draw(mask)
        for vertex, at in zip(self.stage.scene.vertices, timeline.vertices, strict=True):
            if at == moment and at != ALWAYS:
                pen.rounded_rectangle(self._box(vertex.box, 2.5), (vertex.half_height + 2.5) * self.pixels, 255)
        return mask

    def _tint(self, frame: Image.Image, area: Box) -> None:
        place = self._box(area, 0.0)
        part = frame.crop(place)
        frame.paste(Image.blend(part, Image.new("RGB", part.size, self.stage.theme.accent), _TINT), place)

    def _strip(self, pen: ImageDraw.ImageDraw, vertex: Vertex, timeline: Timeline) -> None:
        cells = self._cells(vertex, timeline)
        for left, top, right, bottom, colour in cells:
            pen.rectangle(self._box(Box(left, top, right, bottom), 0.0), colour)
        if cells:
            left, top, width, height = strip(vertex)
            pen.rectangle(self._box(Box(left, top, left + width, top + height), 0.0), None, self.stage.theme.muted)

    def _cells(self, vertex: Vertex, timeline: Timeline) -> list[Cell]:
        stage, paper = self.stage, _rgb(self.stage.theme.node)
        if timeline.direction == "forward":
            units = stage.values.get(vertex.id, ())
            return value_cells(vertex, units, largest(stage.values), paper) if units else []
        units = stage.gradients.get(vertex.id, ())
        ink = _GRADIENT.get(stage.theme.name, _GRADIENT_INK)
        return gradient_cells(vertex, units, norm_range(stage.gradients), ink) if units else []

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.pixels, (y - self.top) * self.pixels

    def _box(self, box: Box, more: float) -> tuple[int, int, int, int]:
        left, top = self._at(box.left - more, box.top - more)
        right, bottom = self._at(box.right + more, box.bottom + more)
        return round(left), round(top), round(right), round(bottom)


def _rgb(colour: str) -> Colour:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _path(route: Route) -> tuple[Point, ...]:
    """Return the corners of a line; a curve's are points on it, close together."""
    if not route.curve:
        return route.points
    found = [route.points[0]]
    for start in range(0, len(route.points) - 3, 3):
        a, b, c, d = route.points[start : start + 4]
        for number in range(1, 13):
            u = number / 12
            weights = ((1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3)
            pairs = list(zip(weights, (a, b, c, d), strict=True))
            found.append(Point(sum(w * p.x for w, p in pairs), sum(w * p.y for w, p in pairs)))
    return tuple(found)
