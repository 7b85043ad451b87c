"""How much of each past input a state still holds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.look import NEGATIVE, Ground, dressed


def recall_figure(recall: npt.NDArray[np.float64], *, state: str, units: int, ground: Ground = "light") -> go.Figure:
    """Return bars of r² of reading x(t−k) from the state, for k = 0, 1, …; the title has their sum and its bound."""
    bars = go.Bar(
        x=np.arange(len(recall)),
        y=recall,
        marker={"color": NEGATIVE},
        hovertemplate="x(t−%{x}): r² = %{y:.3f}<extra></extra>",
    )
    title = f"how much of x(t−k) is in <i>{state}</i>(t): r², {recall.sum():.1f} in all, of at most {units}"
    figure = dressed(go.Figure(bars), ground, title=title, axis="k")
    figure.update_yaxes(range=[0, 1.02], nticks=3)
    figure.update_layout(bargap=0.25)
    return figure
