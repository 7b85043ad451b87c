"""How networks learn: the loss at every update, and levels to compare it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from figures.look import NEGATIVE, POSITIVE, Ground, dress, ink, muted

COLOURS = (NEGATIVE, POSITIVE, "#009E73", "#CC79A7", "#8A6FB0")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
LEVEL_DASHES = ("dash", "dot")
"""Colour and pattern of each network's curve, in this order, and patterns of levels; the figure is named beside it."""


def learning_figure(
    curves: Mapping[str, Sequence[float]],
    *,
    updates: int,
    levels: Sequence[float],
    ground: Ground = "light",
    height: int = 196,
) -> go.Figure:
    """Return the losses by network against the updates so far, of ``updates`` in all, with levels to compare with."""
    figure = go.Figure([_curve(name, losses, number) for number, (name, losses) in enumerate(curves.items())])
    for level, dash in zip(levels, LEVEL_DASHES, strict=False):
        figure.add_hline(y=level, line={"color": muted(ground), "width": 1, "dash": dash})
    dress(figure, ground, title="loss a step, while they learn", axis="update", height=height)
    figure.update_yaxes(range=[0, 1.25 * max(levels)], nticks=4, color=ink(ground))
    # the loss's own 0 stands in the corner: two of them touch
    figure.update_xaxes(range=[0, updates], tickvals=[part * updates // 3 for part in (1, 2, 3)])
    return figure


def _curve(name: str, losses: Sequence[float], number: int) -> go.Scatter:
    return go.Scatter(
        x=np.arange(1, len(losses) + 1),
        y=np.asarray(losses),
        name=name,
        mode="lines",
        line={"width": 1.8, "color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)]},
        hovertemplate=f"{name}, update %{{x}}: %{{y:.4f}}<extra></extra>",
    )
