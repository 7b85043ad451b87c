"""A drawn graph in every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import networkx as nx

from graphviz_rnn.drawing.geometry import Scene
from graphviz_rnn.drawing.theme import Theme, parameter_colours
from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats import export
from graphviz_rnn.formats.animated.frames import Stage
from graphviz_rnn.formats.animated.gif import gif
from graphviz_rnn.formats.animated.numbers import Numbers, checked
from graphviz_rnn.formats.animated.player import player
from graphviz_rnn.formats.animated.timeline import timelines
from graphviz_rnn.formats.dot import dot
from graphviz_rnn.formats.fonts import embedded
from graphviz_rnn.formats.graphml import graphml
from graphviz_rnn.formats.mermaid import mermaid
from graphviz_rnn.formats.node_link import node_link
from graphviz_rnn.formats.svg import SvgWriter
from graphviz_rnn.formats.tikz import tikz
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.suggest import nearest


@dataclass(frozen=True, repr=False)
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
    def svg_with_fonts(self) -> str:
        """The SVG document with the letters it uses inside, about 20 KB, so that it looks alike everywhere."""
        return embedded(self.svg)

    @property
    def dot(self) -> str:
        """The graph in Graphviz's language, for its own layout."""
        return dot(self.graph, self.theme, self.colours)

    @property
    def tikz(self) -> str:
        """The drawing as a LaTeX document, its labels as mathematics."""
        return tikz(self.scene, self.theme, self.colours, self.definition.title)

    @property
    def mermaid(self) -> str:
        """The graph as a Mermaid flowchart, which Markdown pages draw."""
        return mermaid(self.graph, self.theme, self.colours)

    @property
    def graphml(self) -> str:
        """The graph as GraphML, with every attribute; ``graphviz_rnn.formats.graphml.read`` gives it back."""
        return graphml(self.graph)

    @property
    def json(self) -> str:
        """The graph as node-link JSON; ``graphviz_rnn.formats.node_link.read`` gives it back."""
        return node_link(self.graph)

    def png(self, scale: float = 2.0) -> bytes:
        """Return the drawing as a PNG of ``scale`` pixels a unit; raises ``RequestError`` for one too large."""
        return export.png(self.svg, scale)

    def pdf(self) -> bytes:
        """Return the drawing as a PDF of lines and text, fonts embedded."""
        return export.pdf(self.svg)

    def gif(self, scale: float = 1.0, *, values: Numbers | None = None, gradients: Numbers | None = None) -> bytes:
        """Return an animation of the forward pass, column after column, and of the backward pass from the loss.

        ``values`` and ``gradients`` give the units of nodes by their ids ({"h_2": [0.1, -0.4]}), for strips in the
        nodes. Raises ``RequestError`` for an id that the graph does not have, and for too large a size.
        """
        return gif(self._stage(values, gradients), scale)

    def player(self, values: Numbers | None = None, gradients: Numbers | None = None) -> str:
        """Return a page of its own that plays both passes: one HTML file that fetches nothing.

        ``values`` and ``gradients`` are those of ``gif``; raises ``RequestError`` as that does.
        """
        return player(self._stage(values, gradients), self.definition.title)

    def _stage(self, values: Numbers | None, gradients: Numbers | None) -> Stage:
        shown = checked(values, self.graph, "values"), checked(gradients, self.graph, "gradients")
        return Stage(self.scene, self.theme, self.colours, timelines(self.graph, self.scene), *shown)

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
            known = ", ".join(FORMATS)
            raise RequestError(f"The format {format!r} is unknown; expected one of {known}.{nearest(format, FORMATS)}")
        content = FORMATS[format](self)
        return content.encode() if isinstance(content, str) else content

    def __repr__(self) -> str:
        lengths = self.graph.graph["lengths"]
        steps = ", ".join(f"{axis} = {length}" for axis, length in (lengths or {}).items())
        shown = "folded" if lengths is None else f"unfolded to {steps}" if steps else "without axes"
        return f"<Picture of {self.definition!r}, {shown}>"

    def _repr_svg_(self) -> str:
        return self.svg


FORMATS: dict[str, Callable[[Picture], str | bytes]] = {
    "svg": lambda picture: picture.svg,
    "png": lambda picture: picture.png(),
    "pdf": lambda picture: picture.pdf(),
    "dot": lambda picture: picture.dot,
    "gv": lambda picture: picture.dot,
    "tex": lambda picture: picture.tikz,
    "tikz": lambda picture: picture.tikz,
    "mmd": lambda picture: picture.mermaid,
    "mermaid": lambda picture: picture.mermaid,
    "graphml": lambda picture: picture.graphml,
    "json": lambda picture: picture.json,
    "gif": lambda picture: picture.gif(),
    "html": lambda picture: picture.player(),
}
"""The formats that ``Picture.save`` writes, by suffix."""
