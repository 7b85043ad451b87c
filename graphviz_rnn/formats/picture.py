"""A drawn graph in every format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import networkx as nx

from graphviz_rnn.drawing.geometry import Scene
from graphviz_rnn.drawing.theme import Theme, parameter_colours
from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats import export
from graphviz_rnn.formats.dot import dot
from graphviz_rnn.formats.svg import SvgWriter
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
