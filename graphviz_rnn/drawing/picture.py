"""A drawn graph in every format, and ``draw``, which makes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import networkx as nx

from graphviz_rnn.drawing import export
from graphviz_rnn.drawing.dot import dot
from graphviz_rnn.drawing.folded import folded_scene
from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene, Text
from graphviz_rnn.drawing.shift import shifted
from graphviz_rnn.drawing.svg import SvgWriter
from graphviz_rnn.drawing.theme import Theme, parameter_colours, theme_named
from graphviz_rnn.drawing.unfolded import unfolded_scene
from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.definition import Definition

FORMATS = ("svg", "png", "pdf", "dot")
"""The formats that ``Picture.save`` writes, by suffix."""


@dataclass(frozen=True)
class Picture:
    """A drawing of a graph; it shows itself in a notebook.

    ``scene`` has every shape with its position in pixels.
    """

    graph: nx.MultiDiGraph
    scene: Scene
    theme: Theme

    @property
    def definition(self) -> Definition:
        """The definition that the graph was made from."""
        found: Definition = self.graph.graph["definition"]
        return found

    @property
    def colours(self) -> dict[str, str]:
        """Every parameter's colour, as on its chips."""
        return parameter_colours(self.definition.names("parameter"), self.theme)

    @cached_property
    def svg(self) -> str:
        """The drawing as an SVG document."""
        return SvgWriter(self.scene, self.theme, self.colours, self.definition.title).document()

    @property
    def dot(self) -> str:
        """The graph in Graphviz's language, for its own layout."""
        return dot(self.graph)

    def png(self, scale: float = 2.0) -> bytes:
        """Return the drawing as a PNG of ``scale`` pixels a unit; raises ``RequestError`` for one too large."""
        return export.png(self.svg, scale)

    def pdf(self) -> bytes:
        """Return the drawing as a PDF of lines and text, fonts embedded."""
        return export.pdf(self.svg)

    def save(self, path: str | Path) -> Path:
        """Write the drawing in the format of the path's suffix and return the path.

        Raises ``RequestError`` for a suffix that is not in ``FORMATS``, ``OSError`` as writing does.
        """
        file = Path(path)
        file.write_bytes(self.bytes(file.suffix.removeprefix(".").lower()))
        return file

    def bytes(self, format: str) -> bytes:
        """Return the drawing in one of ``FORMATS``; raises ``RequestError`` for another."""
        if format not in FORMATS:
            raise RequestError(f"The format {format!r} is unknown; expected one of {', '.join(FORMATS)}.")
        if format in ("png", "pdf"):
            return self.png() if format == "png" else self.pdf()
        return (self.svg if format == "svg" else self.dot).encode()

    def _repr_svg_(self) -> str:
        return self.svg


def draw(graph: nx.MultiDiGraph, theme: str | Theme = "light", *, beside: nx.MultiDiGraph | None = None) -> Picture:
    """Return the drawing of a folded or unfolded graph.

    ``beside`` is the folded graph of the same definition to draw at the left, in the same rows.
    ``theme`` is a name or a ``Theme``. Raises ``RequestError`` for an unknown name.
    """
    look = theme if isinstance(theme, Theme) else theme_named(theme)
    scene = folded_scene(graph) if graph.graph["lengths"] is None else unfolded_scene(graph)
    if beside is not None:
        scene = _joined(folded_scene(beside), scene)
    return Picture(graph, scene, look)


def draw_pair(
    folded: nx.MultiDiGraph, unfolded: nx.MultiDiGraph, theme: str | Theme = "light"
) -> tuple[Picture, Picture]:
    """Return both drawings with the same rows at the same heights, for showing them side by side."""
    look = theme if isinstance(theme, Theme) else theme_named(theme)
    left, right = folded_scene(folded), unfolded_scene(unfolded)
    bounds = [left.bounds(), right.bounds()]
    top, bottom = min(one.top for one in bounds), max(one.bottom for one in bounds)
    for scene, box in zip((left, right), bounds, strict=True):
        scene.extent = Box(box.left, top, box.right, bottom)
    return Picture(folded, left, look), Picture(unfolded, right, look)


def _joined(left: Scene, right: Scene) -> Scene:
    """Return two scenes as one, with an arrow between them; their rows are the same."""
    a, b = left.bounds(), right.bounds()
    gap = 128.0
    moved = shifted(left, b.left - a.right - gap)
    y = 0.5 * (min(v.y for v in left.vertices) + max(v.y for v in left.vertices))
    x = b.left - gap / 2
    arrow = Route("", "", "", (Point(x - 30.0, y), Point(x + 30.0, y)), "between")
    caption = next((text for text in right.texts if text.role == "caption"), None)
    middle = sum(v.x for v in moved.vertices) / len(moved.vertices)
    texts = [Text("unfold", x, y - 12.0, 14.0, "caption")]
    if caption is not None:
        texts.append(replace(caption, text="folded", x=middle, step=None))
    return Scene(
        moved.vertices + right.vertices,
        moved.chips + right.chips,
        [*moved.routes, arrow, *right.routes],
        [*texts, *right.texts],
        moved.squares + right.squares,
        right.columns,
    )
