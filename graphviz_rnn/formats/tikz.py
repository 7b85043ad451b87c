"""Write a drawing as TikZ: a document that pdflatex compiles, with labels as mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from graphviz_rnn.drawing.geometry import CHIP, Chip, Point, Route, Scene, Square, Text, Vertex
from graphviz_rnn.drawing.theme import Theme, parameter_patterns
from graphviz_rnn.formats.plain_text import ascii_id, one_line
from graphviz_rnn.formats.sizes import CORNER, THIN, corner, label_size
from graphviz_rnn.formats.tex import tex_maths, tex_text

UNIT = 0.5
"""Points a pixel, so that a node's letter has the size of the text around the figure."""

_HEAD = r"""\documentclass[tikz,border=8pt]{standalone}
\usepackage{amsmath,amssymb}
\usetikzlibrary{arrows.meta}
"""

_STYLES = r"""  vertex/.style={circle, draw=ink, fill=node, text=ink, inner sep=0pt},
  operation/.style={draw=ink, fill=node, text=ink, inner sep=0pt, rounded corners=%(pill).1fpt},
  chip/.style={text=chipink, inner sep=0pt, minimum height=%(chip).1fpt, rounded corners=3pt, font=\scriptsize},
  function/.style={chip, draw=ink, fill=node, text=ink, line width=0.5pt},
  delay/.style={fill=ink, minimum size=8.5pt, inner sep=0pt},
  caption/.style={text=muted, font=\sffamily\scriptsize, anchor=base, inner sep=0pt},
  edge/.style={draw=ink, rounded corners=%(corner).1fpt},
  arrow/.style={-{Triangle[length=3.4pt, width=3pt]}},
"""


def tikz(scene: Scene, theme: Theme, colours: Mapping[str, str], title: str) -> str:
    """Return a standalone LaTeX document of a drawing; its nodes have the graph's ids for further drawing."""
    return "\n".join(_Writer(scene, theme, colours).lines(title)) + "\n"


class _Writer:
    def __init__(self, scene: Scene, theme: Theme, colours: Mapping[str, str]) -> None:
        self.scene, self.theme, self.colours = scene, theme, colours
        self.unit = UNIT * theme.scale
        self.patterns = parameter_patterns(tuple(colours), theme)
        self.inks = {colour: f"ink{number}" for number, colour in enumerate(dict.fromkeys(colours.values()))}

    def lines(self, title: str) -> Iterator[str]:
        """Yield the document's lines."""
        yield f"{_HEAD}% {one_line(title)}"
        yield from self._colours()
        yield rf"\begin{{document}}{self._ground()}"
        yield rf"\begin{{tikzpicture}}[x={self.unit:g}pt, y=-{self.unit:g}pt, line width={self.theme.stroke / 2:g}pt,"
        yield _STYLES.rstrip() % {"pill": 8 * self.theme.scale, "chip": CHIP * self.unit, "corner": CORNER * self.unit}
        yield "]"
        yield from (line for route in self.scene.routes for line in self._route(route))
        yield from map(self._square, self.scene.squares)
        yield from map(self._vertex, self.scene.vertices)
        yield from map(self._chip, self.scene.chips)
        yield from map(self._text, self.scene.texts)
        yield r"\end{tikzpicture}"
        yield r"\end{document}"

    def _colours(self) -> Iterator[str]:
        theme = self.theme
        named = {"ground": theme.ground, "node": theme.node, "ink": theme.ink, "muted": theme.muted}
        for name, colour in {**named, "chipink": theme.chip_ink, **{n: c for c, n in self.inks.items()}}.items():
            yield rf"\definecolor{{{name}}}{{HTML}}{{{colour.removeprefix('#').upper()}}}"

    def _ground(self) -> str:
        return "" if self.theme.ground.lower() == "#ffffff" else r"\pagecolor{ground}"

    def _ink(self, parameter: str) -> str:
        return self.inks.get(self.colours.get(parameter, ""), "ink")

    def _dashes(self, parameter: str, scale: float = 1.0) -> str:
        """Return the option that draws a line in a parameter's dashes."""
        lengths = [f"{float(one) * self.unit * scale:.1f}pt" for one in self.patterns.get(parameter, "").split()]
        pairs = [f"on {on} off {off}" for on, off in zip(lengths[::2], lengths[1::2], strict=True)]
        return f", dash pattern={' '.join(pairs)}" if pairs else ""

    def _route(self, route: Route) -> Iterator[str]:
        ink = self._ink(route.parameter)
        style = f"edge, draw={ink}{self._dashes(route.parameter)}"
        if route.thin:
            style += f", line width={THIN * self.theme.stroke / 2:g}pt"
        if route.fades:
            yield from self._fading(route, style)
            return
        arrow = ", arrow" if route.arrow else ""
        if not route.curve and corner(route.points) < CORNER:
            style += f", rounded corners={corner(route.points) * self.unit:.1f}pt"
        yield rf"\draw[{style}{arrow}] {_curve(route.points) if route.curve else _line(route.points)};"

    def _fading(self, route: Route, style: str) -> Iterator[str]:
        """Draw a line that fades in or out in four parts."""
        start, end = route.points[0], route.points[-1]
        cuts = [Point(start.x + (end.x - start.x) * k / 4, start.y + (end.y - start.y) * k / 4) for k in range(5)]
        for number, part in enumerate(pairwise(cuts)):
            shade = (number + 1 if route.fades == "in" else 4 - number) / 4
            arrow = ", arrow" if route.fades == "in" and number == 3 else ""
            yield rf"\draw[{style}, opacity={shade:g}{arrow}] {_line(part)};"

    def _square(self, one: Square) -> str:
        return rf"\node[delay] at {_at(one.x, one.y)} {{}};"

    def _vertex(self, one: Vertex) -> str:
        width, height = 2 * one.half_width * self.unit, 2 * one.half_height * self.unit
        size = (
            f"vertex, minimum size={width:.1f}pt"
            if one.shape == "circle"
            else f"operation, minimum width={width:.1f}pt, minimum height={height:.1f}pt"
        )
        style, label = f"{size}, font={_font(label_size(one, self.theme.lettering))}", tex_maths(one.label)
        return rf"\node[{style}] ({ascii_id(one.id)}) at {_at(one.x, one.y)} {{${label}$}};"

    def _chip(self, one: Chip) -> str:
        style = "function" if one.plain else f"chip, fill={self._ink(one.name)}"
        if self.theme.patterns and not one.plain:
            style = f"function, line width={self.theme.stroke / 2:g}pt{self._dashes(one.name, 0.5)}"
        maths = tex_maths(one.label) if one.plain else tex_maths(one.label, r"\mathsf")
        width = one.width * self.unit
        return rf"\node[{style}, minimum width={width:.1f}pt] at {_at(one.x, one.y)} {{${maths}$}};"

    def _text(self, one: Text) -> str:
        return rf"\node[caption] at {_at(one.x, one.y)} {{{tex_text(one.text)}}};"


def _at(x: float, y: float) -> str:
    return f"({x:.1f},{y:.1f})"


def _line(points: tuple[Point, ...]) -> str:
    return " -- ".join(_at(*point) for point in points)


def _curve(points: tuple[Point, ...]) -> str:
    start, *rest = [_at(*point) for point in points]
    parts = [f" .. controls {a} and {b} .. {end}" for a, b, end in zip(rest[::3], rest[1::3], rest[2::3], strict=True)]
    return start + "".join(parts)


def _font(size: float) -> str:
    """Return the size command nearest to a size in pixels of the drawing."""
    return next(name for least, name in ((19.0, r"\normalsize"), (16.5, r"\small"), (14.5, r"\footnotesize"),
                                         (11.5, r"\scriptsize"), (0.0, r"\tiny")) if size >= least)  # fmt: skip
