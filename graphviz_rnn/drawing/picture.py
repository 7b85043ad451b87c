"""From a graph to its drawing: ``draw``."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from graphviz_rnn.drawing.beside import folded_caption, joined
from graphviz_rnn.drawing.folded import folded_scene
from graphviz_rnn.drawing.geometry import Box
from graphviz_rnn.drawing.theme import Theme, theme_named
from graphviz_rnn.drawing.unfolded import PARAMETERS, STEPS, Parameters, Steps, unfolded_scene
from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats.picture import Picture


def draw(
    graph: nx.MultiDiGraph,
    theme: str | Theme = "light",
    *,
    beside: nx.MultiDiGraph | None = None,
    steps: Steps = "elide",
    parameters: Parameters = "chips",
) -> Picture:
    """Return the drawing of a folded or unfolded graph.

    ``beside`` is the folded graph of the same definition to draw at the left, in the same rows.
    ``theme`` is a name or a ``Theme``. An axis of more than 12 steps is drawn as 1, 2, 3, …, T-1, T
    with ``steps`` "elide", broken into lines with "wrap", and in one line with "full". With
    ``parameters`` "shared" every parameter stands once left of an unfolded graph, thin lines of its
    colour leading to its uses. Raises ``RequestError`` for an unknown name.
    """
    _check("steps", steps, STEPS)
    _check("parameters", parameters, PARAMETERS)
    look = theme if isinstance(theme, Theme) else theme_named(theme)
    is_folded = graph.graph["lengths"] is None
    if is_folded:
        scene = folded_scene(graph, look.lettering)
    else:
        scene = unfolded_scene(graph, look.lettering, steps, parameters)
    if beside is not None:
        scene = joined(folded_scene(beside, look.lettering), scene, look.lettering)
    return Picture(graph, scene, look)


def draw_pair(
    folded: nx.MultiDiGraph, unfolded: nx.MultiDiGraph, theme: str | Theme = "light"
) -> tuple[Picture, Picture]:
    """Return both drawings with the same rows at the same heights, for showing them side by side."""
    look = theme if isinstance(theme, Theme) else theme_named(theme)
    left, right = folded_scene(folded, look.lettering), unfolded_scene(unfolded, look.lettering)
    left.texts += folded_caption(left, right)
    bounds = [left.bounds(), right.bounds()]
    top, bottom = min(one.top for one in bounds), max(one.bottom for one in bounds)
    for scene, box in zip((left, right), bounds, strict=True):
        scene.extent = Box(box.left, top, box.right, bottom)
    return Picture(folded, left, look), Picture(unfolded, right, look)


def _check(what: str, asked: str, known: Sequence[str]) -> None:
    if asked not in known:
        raise RequestError(
            f"The value {asked!r} of `{what}` is unknown; expected one of {', '.join(map(repr, known))}."
        )
