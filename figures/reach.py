"""What outputs feel of inputs, network beside network on one scale."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from figures.look import Ground, dress, muted

Numbers = npt.NDArray[np.float64]


def reach_figure(
    tables: Mapping[str, Numbers], *, title: str, ground: Ground = "light", height: int = 196
) -> go.Figure:
    """Return a heat map for every table (t, s) by its name: output t to the right, input s downward, log₁₀ of norms.

    What is exactly 0 stays empty.
    """
    with np.errstate(divide="ignore"):
        powers = {name: np.log10(table) for name, table in tables.items()}
    finite = np.concatenate([one[np.isfinite(one)] for one in powers.values()])
    figure = make_subplots(1, len(tables), shared_yaxes=True, horizontal_spacing=0.06, subplot_titles=list(tables))
    for column, (name, table) in enumerate(powers.items(), start=1):
        heat = go.Heatmap(
            z=np.where(np.isfinite(table), table, np.nan).T,
            x=np.arange(1, len(table) + 1),
            y=np.arange(1, table.shape[1] + 1),
            coloraxis="coloraxis",
            xgap=1,
            ygap=1,
            name=name,
            hovertemplate="o(%{x}) of x(%{y}): 10^%{z:.2f}<extra></extra>",
        )
        figure.add_trace(heat, row=1, col=column)
    dress(figure, ground, title=title, axis="t", height=height)
    figure.update_annotations(font={"size": 12, "color": muted(ground)}, y=1.0)
    figure.update_layout(coloraxis=_scale(finite), margin={"t": 46})
    figure.update_yaxes(autorange="reversed", showgrid=False, color=muted(ground), nticks=6)
    figure.update_yaxes(title={"text": "s", "standoff": 2, "font": {"size": 12}}, row=1, col=1)
    return figure


def _scale(finite: Numbers) -> dict[str, object]:
    low, high = float(finite.min()), float(finite.max())
    powers = np.arange(np.ceil(low), np.floor(high) + 1)
    bar = {
        "thickness": 8,
        "outlinewidth": 0,
        "tickvals": powers,
        "ticktext": [f"10<sup>{one:.0f}</sup>" for one in powers],
        "tickfont": {"size": 11},
    }
    return {"colorscale": "Cividis", "cmin": low, "cmax": high, "colorbar": bar}
