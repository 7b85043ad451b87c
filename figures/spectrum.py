"""How powers of a matrix grow or decay, and what each step feels of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.gradient_norm import log_ticks
from figures.look import NEGATIVE, POSITIVE, Ground, dressed, ink, with_legend

Numbers = npt.NDArray[np.float64]


def decay_figure(lines: Mapping[str, Numbers], *, title: str, axis: str = "t", ground: Ground = "light") -> go.Figure:
    """Return curves over the steps from 0 on a log axis: the first as measured, the others, predicted, dashed."""
    dashes = ("solid", "dash", "dot", "dashdot")
    colours = (ink(ground), POSITIVE, NEGATIVE, "#009E73")
    traces = [
        go.Scatter(
            x=np.arange(len(values)),
            y=np.where(values > 0, values, np.nan),
            name=name,
            mode="lines",
            line={"dash": dashes[number % 4], "color": colours[number % 4], "width": 2},
            hovertemplate=f"{name}, {axis} = %{{x}}: %{{y:.3e}}<extra></extra>",
        )
        for number, (name, values) in enumerate(lines.items())
    ]
    figure = dressed(traces, ground, title=title, axis=axis)
    every = np.concatenate(list(lines.values()))
    low, high = _range_of_most(list(lines.values()))
    figure.update_yaxes(type="log", range=[low, high], **log_ticks(every[(every >= 10**low) & (every <= 10**high)]))
    return with_legend(figure)


def _range_of_most(lines: Sequence[Numbers]) -> tuple[float, float]:
    """Return the range, as powers of ten, of all lines but the last: a bound may run far out of the picture."""
    shown = np.concatenate(list(lines[:-1] or lines))
    finite = np.log10(shown[np.isfinite(shown) & (shown > 0)])
    room = 0.08 * float(np.ptp(finite)) + 0.1
    return float(finite.min()) - room, float(finite.max()) + room


def matrix_figure(norms: Numbers, *, title: str, axis: str = "t'", ground: Ground = "light") -> go.Figure:
    """Return a heat map of log₁₀ of ``norms`` (t, t'): how much of step t' is felt at step t; zeros stay empty."""
    with np.errstate(divide="ignore"):
        powers = np.log10(norms)
    heat = go.Heatmap(
        z=np.where(np.isfinite(powers), powers, np.nan),
        x=np.arange(1, norms.shape[1] + 1),
        y=np.arange(1, norms.shape[0] + 1),
        colorscale="Cividis",
        colorbar={
            "thickness": 8,
            "outlinewidth": 0,
            "nticks": 4,
            "tickprefix": "10<sup>",
            "ticksuffix": "</sup>",
            "tickfont": {"size": 11},
        },
        hovertemplate="from t' = %{x} to t = %{y}: 10^%{z:.2f}<extra></extra>",
    )
    figure = dressed(heat, ground, title=title, axis=axis)
    figure.update_yaxes(title={"text": "t", "standoff": 2, "font": {"size": 12}}, autorange="reversed", showgrid=False)
    return figure
