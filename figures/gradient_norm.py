"""The gradient's norm over time, on a log axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.look import Ground, dressed, ink


def gradient_norm_figure(
    gradient: npt.NDArray[np.float32], *, name: str, loss: str, axis: str = "t", ground: Ground = "light"
) -> go.Figure:
    """Return ‖∂loss/∂name(t)‖ over t for a gradient of shape (steps, units), on a log axis.

    Norms of exactly 0 have no place on a log axis and leave a gap.
    """
    norms = np.linalg.norm(np.asarray(gradient, np.float64), axis=1)
    shown = np.where(norms > 0, norms, np.nan)
    steps = np.arange(1, len(norms) + 1)
    line = go.Scatter(
        x=steps,
        y=shown,
        mode="lines+markers" if len(norms) < 40 else "lines",
        connectgaps=False,
        line={"color": ink(ground), "width": 2},
        marker={"size": 5},
        hovertemplate=f"{axis} = %{{x}}: %{{y:.3e}}<extra></extra>",
    )
    title = f"‖∂{loss}/∂<i>{name}</i>({axis})‖, log scale"
    return dressed(
        line,
        ground,
        title=title,
        axis=axis,
        yaxis={"type": "log", **log_ticks(norms[norms > 0])},
        xaxis={"range": [0.5, len(norms) + 0.5]},
        meta={"name": name},
    )


def log_ticks(norms: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return a log axis's ticks, at most six: powers of ten, or 1, 2 and 5 times them where two powers span all."""
    finite = norms[np.isfinite(norms)]
    if not finite.size:
        return {"showticklabels": False}
    low, high = int(np.floor(np.log10(finite.min()))), int(np.ceil(np.log10(finite.max())))
    every = max(1, -(-(high - low) // 5))
    if high - low > 2:
        powers = list(range(low, high + 1, every))
        return {"tickvals": [10.0**one for one in powers], "ticktext": [f"10<sup>{one}</sup>" for one in powers]}
    values = [factor * 10.0**power for power in range(low, high + 1) for factor in (1, 2, 5)]
    return {"tickvals": values, "ticktext": [f"{one:g}" for one in values]}
