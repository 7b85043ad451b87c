"""Write a scene as SVG: real text, presentation attributes only, stable ids, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from graphviz_rnn.drawing.geometry import CHIP, CHIP_SIZE, Box, Chip, Point, Route, Scene, Square, Text, Vertex
from graphviz_rnn.drawing.theme import Theme, parameter_patterns
from graphviz_rnn.formats.plain_text import one_line
from graphviz_rnn.formats.sizes import CORNER, THIN, label_size
from graphviz_rnn.formats.svg_text import SANS, SERIF, sans_spans, serif_spans
from graphviz_rnn.language.typeset import Run, upright

MARGIN = 24.0


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What makes one still of a drawing that plays: marked outlines, and nodes whose labels are raised.

    ``raised`` has the part and the name of nodes with numbers in them.
    """

    marked: bool = False
    raised: frozenset[tuple[str, str]] = frozenset()


PLAIN = Emphasis()
"""No emphasis: the drawing as it is."""


class SvgWriter:
    """Writes one scene with one theme; ``colours`` has every parameter's colour."""

    def __init__(self, scene: Scene, theme: Theme, colours: Mapping[str, str], title: str = "") -> None:
        self.emphasis = PLAIN
        self.scene, self.theme, self.colours, self.title = scene, theme, colours, title
        self.patterns = parameter_patterns(tuple(colours), theme)
        self.bounds = _grown(scene.bounds())
        self.prefix = "".join(sorted({one.part[0] for one in scene.vertices}))

    def document(self, emphasis: Emphasis = PLAIN) -> str:
        """Return the whole SVG document."""
        self.emphasis = emphasis
        box, theme = self.bounds, self.theme
        width, height = box.right - box.left, box.bottom - box.top
        view = f"{box.left:.1f} {box.top:.1f} {width:.1f} {height:.1f}"
        size = f'width="{width * theme.scale:.0f}" height="{height * theme.scale:.0f}"'
        place = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{width:.1f}" height="{height:.1f}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size} role="img" '
            f"font-family={quoteattr(SANS)}>",
            f"<title>{escape(one_line(self.title))}</title>",
            f"<defs>{''.join(self._definitions())}</defs>",
            f'<rect class="ground" {place} fill="{theme.ground}"/>',
            *self._layer("columns", (self._column(step, area) for step, area in self.scene.columns)),
            *self._layer("edges", map(self._route, self.scene.routes)),
            *self._layer("delays", map(self._square, self.scene.squares)),
            *self._layer("nodes", map(self._vertex, self.scene.vertices)),
            *self._layer("chips", map(self._chip, self.scene.chips)),
            *self._layer("texts", map(self._text, self.scene.texts)),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _layer(self, name: str, parts: Iterable[str]) -> Iterable[str]:
        yield f'<g class="{name}">'
        yield from parts
        yield "</g>"

    def _definitions(self) -> Iterable[str]:
        for number, colour in enumerate(self._edge_colours()):
            yield (
                f'<marker id="{self.prefix}arrow{number}" viewBox="0 0 8 8" refX="6.6" refY="4" markerWidth="7" '
                f'markerHeight="7" orient="auto"><path d="M0,0.8 L7,4 L0,7.2 z" fill="{colour}"/></marker>'
            )
        for number, route in enumerate(self.scene.routes):
            if self._fades(route):
                start, end = route.points[0], route.points[-1]
                colour = self._colour(route.parameter)
                stops = ("0", "1") if route.fades == "in" else ("1", "0")
                yield (
                    f'<linearGradient id="{self.prefix}fade{number}" gradientUnits="userSpaceOnUse" x1="{start.x:.1f}" '
                    f'y1="{start.y:.1f}" x2="{end.x:.1f}" y2="{end.y:.1f}"><stop offset="0" stop-color="{colour}" '
                    f'stop-opacity="{stops[0]}"/><stop offset="1" stop-color="{colour}" stop-opacity="{stops[1]}"/>'
                    "</linearGradient>"
                )

    def _fades(self, route: Route) -> bool:
        """Say whether a line fades; a copier would lose it, so with patterns none does."""
        return bool(route.fades) and not self.theme.patterns

    def _edge_colours(self) -> list[str]:
        return list(dict.fromkeys([self.theme.ink, *self.colours.values()]))

    def _colour(self, parameter: str) -> str:
        return self.colours.get(parameter, self.theme.ink)

    def _column(self, step: int, area: Box) -> str:
        return (
            f'<rect class="column" data-step="{step}" x="{area.left:.1f}" y="{area.top:.1f}" '
            f'width="{area.right - area.left:.1f}" height="{area.bottom - area.top:.1f}" rx="14" '
            f'fill="{self.theme.accent}" opacity="0"/>'
        )

    def _route(self, route: Route) -> str:
        colour = self._colour(route.parameter)
        number = self.scene.routes.index(route) if self._fades(route) else 0
        stroke = f"url(#{self.prefix}fade{number})" if self._fades(route) else colour
        marker = (
            f' marker-end="url(#{self.prefix}arrow{self._edge_colours().index(colour)})"' if _has_arrow(route) else ""
        )
        step = "" if route.step is None else f' data-step="{route.step}"'
        path = _curve(route.points) if route.curve else _rounded(route.points)
        return (
            f'<path class="edge" data-part="{route.part}" data-source={quoteattr(route.source)} '
            f'data-target={quoteattr(route.target)}{step} d={quoteattr(path)} fill="none" stroke={quoteattr(stroke)} '
            f'stroke-width="{self.theme.stroke * (THIN if route.thin else 1.0):g}"{self._dashes(route.parameter)}'
            f"{marker}/>"
        )

    def _square(self, square: Square) -> str:
        return (
            f'<rect class="delay" data-axis={quoteattr(square.axis)} x="{square.x - 8.5:.1f}" y="{square.y - 8.5:.1f}" '
            f'width="17" height="17" fill="{self.theme.ink}"/>'
        )

    def _vertex(self, one: Vertex) -> str:
        step = "" if one.step is None else f' data-step="{one.step}"'
        group = (
            f'<g class="node" id={quoteattr(f"{one.part}-{one.id}")} data-node={quoteattr(one.id)} data-name='
            f'{quoteattr(one.name)} data-kind="{one.kind}" data-part="{one.part}"{step} data-x="{one.x:.1f}" '
            f'data-y="{one.y:.1f}" data-r="{one.half_height:.1f}">'
        )
        outline, stroke = (
            (self.theme.accent, 2 * self.theme.stroke) if self.emphasis.marked else (self.theme.ink, self.theme.stroke)
        )
        paint = f'fill="{self.theme.node}" stroke="{outline}" stroke-width="{stroke}"'
        if one.shape == "circle":
            shape = f'<circle cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.half_width:.1f}" {paint}/>'
        else:
            box, r = one.box, one.half_height
            shape = (
                f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{2 * one.half_width:.1f}" '
                f'height="{2 * r:.1f}" rx="{r:.1f}" {paint}/>'
            )
        size = label_size(one, self.theme.lettering)
        drop = 0.3 * size - (0.2 * one.half_height if (one.part, one.name) in self.emphasis.raised else 0.0)
        label = self._label(one.label, Point(one.x, one.y + drop), size, self.theme.ink)
        return f"{group}{shape}{label}</g>"

    def _label(self, runs: Iterable[Run], at: Point, size: float, colour: str) -> str:
        return (
            f'<text class="label" x="{at.x:.1f}" y="{at.y:.1f}" font-family={quoteattr(SERIF)} font-size="{size:.1f}" '
            f'text-anchor="middle" fill="{colour}">{serif_spans(runs, size)}</text>'
        )

    def _dashes(self, parameter: str) -> str:
        dashes = self.patterns.get(parameter, "")
        return f' stroke-dasharray="{dashes}"' if dashes else ""

    def _chip(self, chip: Chip) -> str:
        plain = chip.plain or bool(self.theme.patterns)
        fill, ink = (self.theme.node, self.theme.ink) if plain else (self._colour(chip.name), self.theme.chip_ink)
        width = self.theme.stroke if self.theme.patterns and not chip.plain else 1
        border = f' stroke="{self.theme.ink}" stroke-width="{width}"{self._dashes(chip.name)}' if plain else ""
        size = CHIP_SIZE * self.theme.lettering
        spans = (serif_spans if chip.plain else sans_spans)(chip.label, size)
        style = f'font-family={quoteattr(SERIF)} font-style="italic"' if chip.plain else 'font-weight="600"'
        return (
            f'<g class="chip" data-name={quoteattr(chip.name)} data-part="{chip.part}"><rect x="{chip.box.left:.1f}" '
            f'y="{chip.box.top:.1f}" width="{chip.width:.1f}" height="{CHIP:.0f}" rx="6" fill="{fill}"{border}/>'
            f'<text x="{chip.x:.1f}" y="{chip.y + 0.35 * size:.1f}" {style} font-size="{size:.1f}" '
            f'text-anchor="middle" fill="{ink}">{spans}</text></g>'
        )

    def _text(self, text: Text) -> str:
        step = "" if text.step is None else f' data-step="{text.step}"'
        return (
            f'<text class="{text.role}"{step} x="{text.x:.1f}" y="{text.y:.1f}" font-size="{text.size:.1f}" '
            f'text-anchor="middle" fill="{self.theme.muted}">{sans_spans([upright(text.text)], text.size)}</text>'
        )


def _grown(box: Box) -> Box:
    return Box(box.left - MARGIN, box.top - MARGIN, box.right + MARGIN, box.bottom + MARGIN)


def _has_arrow(route: Route) -> bool:
    return route.arrow and route.fades != "out"


def _curve(points: tuple[Point, ...]) -> str:
    first, *rest = [f"{point.x:.1f},{point.y:.1f}" for point in points]
    return f"M{first} C{' '.join(rest)}"


def _rounded(points: tuple[Point, ...]) -> str:
    """Return a path through corners that are rounded."""
    parts = [f"M{points[0].x:.1f},{points[0].y:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{start.x:.1f},{start.y:.1f} Q{corner.x:.1f},{corner.y:.1f} {end.x:.1f},{end.y:.1f}")
    parts.append(f"L{points[-1].x:.1f},{points[-1].y:.1f}")
    return " ".join(parts)


def _towards(corner: Point, other: Point) -> Point:
    length = max(abs(other.x - corner.x) + abs(other.y - corner.y), 0.1)
    part = min(CORNER, length / 2) / length
    return Point(corner.x + (other.x - corner.x) * part, corner.y + (other.y - corner.y) * part)
