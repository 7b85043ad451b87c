"""A loss over two parameters, and the ways that descents take over it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.gradient_norm import log_ticks
from figures.look import NEGATIVE, POSITIVE, Ground, dressed, ink, muted, with_legend

Numbers = npt.NDArray[np.float64]
_LOOKS = ((NEGATIVE, "circle"), (POSITIVE, "square"))


def cliff_figure(
    w: Numbers, b: Numbers, losses: Numbers, walks: Mapping[str, Numbers], *, ground: Ground = "light"
) -> go.Figure:
    """Return the loss over w and b as shades, and at most two walks, (updates + 1, 2), over it, by their names."""
    shades = go.Heatmap(
        z=losses, x=w, y=b, colorscale="Greys", reversescale=ground == "dark", zsmooth="best",
        colorbar={"thickness": 8, "outlinewidth": 0, "nticks": 4, "tickfont": {"size": 11}},
        hovertemplate="w = %{x:.2f}, b = %{y:.2f}: loss %{z:.4f}<extra></extra>",
    )  # fmt: skip
    lines = [
        go.Scatter(
            x=places[:, 0], y=places[:, 1], name=name, mode="lines+markers", line={"color": colour, "width": 2},
            marker={"symbol": symbol, "size": 5}, hovertemplate=f"{name}: %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
        )
        for (name, places), (colour, symbol) in zip(walks.items(), _LOOKS, strict=False)
    ]  # fmt: skip
    figure = dressed([shades, *lines], ground, title="the loss over w and b: a cliff", axis="w", height=300)
    figure.update_xaxes(range=[w[0], w[-1]])
    figure.update_yaxes(range=[b[0], b[-1]], title={"text": "b", "standoff": 2, "font": {"size": 12}}, showgrid=False)
    return with_legend(figure)


def norms_figure(norms: Mapping[str, Numbers], most: float, *, ground: Ground = "light") -> go.Figure:
    """Return the gradient's norm at every update, log scale, for at most two walks, and the norm it is clipped to."""
    lines = [
        go.Scatter(
            x=np.arange(1, len(values) + 1), y=np.where(values > 0, values, np.nan), name=name, mode="lines+markers",
            line={"color": colour, "width": 2}, marker={"symbol": symbol, "size": 5},
            hovertemplate=f"{name}, update %{{x}}: %{{y:.3e}}<extra></extra>",
        )
        for (name, values), (colour, symbol) in zip(norms.items(), _LOOKS, strict=False)
    ]  # fmt: skip
    figure = dressed(lines, ground, title="the gradient's norm before clipping, log scale", axis="update", height=300)
    figure.add_hline(
        y=most, line={"color": muted(ground), "dash": "dash"}, annotation_text="v", annotation_font_color=ink(ground)
    )
    figure.update_yaxes(type="log", **log_ticks(np.concatenate([one[one > 0] for one in norms.values()])))
    return with_legend(figure)
