"""From a graph to its drawing: ``draw``."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from graphviz_rnn.drawing.folded import folded_scene
from graphviz_rnn.drawing.geometry import Box, Point, Route, Scene, Text
from graphviz_rnn.drawing.shift import shifted
from graphviz_rnn.drawing.theme import Theme, theme_named
from graphviz_rnn.drawing.unfolded import unfolded_scene
from graphviz_rnn.formats.picture import Picture


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
    left.texts += _folded_caption(left, right)
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
    texts = [Text("unfold", x, y - 12.0, 14.0, "caption"), *_folded_caption(moved, right)]
    return Scene(
        moved.vertices + right.vertices,
        moved.chips + right.chips,
        [*moved.routes, arrow, *right.routes],
        [*texts, *right.texts],
        moved.squares + right.squares,
        right.columns,
    )


def _folded_caption(folded: Scene, unfolded: Scene) -> list[Text]:
    """Return the word under a folded drawing that stands level with the unfolded one's captions."""
    caption = next((text for text in unfolded.texts if text.role == "caption"), None)
    middle = max(folded.vertices, key=lambda v: v.y).x
    return [] if caption is None else [replace(caption, text="folded", x=middle, step=None)]
