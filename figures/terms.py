"""The terms of a loss, and weights on two axes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.contexts import shown
from figures.look import NEGATIVE, Ground, dressed

Numbers = npt.NDArray[np.float32]


def terms_figure(terms: Numbers, *, title: str, axis: str, ground: Ground = "light") -> go.Figure:
    """Return a bar for every step's term of a sum; ``terms`` has shape (steps,)."""
    bars = go.Bar(
        x=np.arange(1, len(terms) + 1),
        y=terms,
        marker={"color": NEGATIVE},
        hovertemplate=f"{axis} = %{{x}}: %{{y:.4f}}<extra></extra>",
    )
    figure = dressed(bars, ground, title=title, axis=axis)
    figure.update_xaxes(dtick=1)
    figure.update_layout(bargap=0.3)
    return figure


def weights_figure(
    weights: Numbers, *, title: str, axes: tuple[str, str], captions: tuple[str, str], ground: Ground = "light"
) -> go.Figure:
    """Return a heat map of weights from 0 to 1, shape (steps of the first axis, of the second).

    ``captions`` has a letter for every row and for every column, shown beside the step.
    """
    heat = go.Heatmap(
        z=weights,
        x=np.arange(1, weights.shape[1] + 1),
        y=np.arange(1, weights.shape[0] + 1),
        zmin=0.0,
        colorscale="Cividis",
        xgap=1,
        ygap=1,
        colorbar={"thickness": 8, "outlinewidth": 0, "nticks": 4, "tickfont": {"size": 11}},
        hovertemplate=f"{axes[0]} = %{{y}}, {axes[1]} = %{{x}}: %{{z:.4f}}<extra></extra>",
    )
    figure = dressed(heat, ground, title=title, axis=axes[1])
    figure.update_yaxes(title={"text": axes[0], "standoff": 2, "font": {"size": 12}}, autorange="reversed", dtick=1)
    rows, columns = (_captioned(one) for one in captions)
    figure.update_yaxes(showgrid=False, **rows)
    figure.update_xaxes(**columns)
    return figure


def _captioned(letters: str) -> dict[str, list[int] | list[str]]:
    """Return an axis's ticks: every step with its letter."""
    steps = range(1, len(letters) + 1)
    return {
        "tickvals": [*steps],
        "ticktext": [f"{step} {shown(one)}" for step, one in zip(steps, letters, strict=True)],
    }
