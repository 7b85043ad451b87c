"""The hidden states over time, as a heat map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.look import Ground, diverging, dressed


def hidden_state_figure(
    states: npt.NDArray[np.float32], *, name: str, axis: str = "t", ground: Ground = "light"
) -> go.Figure:
    """Return a heat map of ``states`` (steps, units): time to the right, a row a unit, symmetric about 0.

    ``name`` is the state's letter, ``axis`` the letter of time.
    """
    steps, units = states.shape
    finite = np.abs(states[np.isfinite(states)])
    most = float(finite.max(initial=0.0)) or 1.0
    heat = go.Heatmap(
        z=states.T,
        x=np.arange(1, steps + 1),
        y=np.arange(1, units + 1),
        zmin=-most,
        zmax=most,
        colorscale=diverging(ground),
        xgap=0.5,
        ygap=0.5,
        colorbar={
            "thickness": 8,
            "len": 1.0,
            "x": 1.01,
            "outlinewidth": 0,
            "tickvals": [-most, 0, most],
            "ticktext": [f"{-most:.2g}".replace("-", "−"), "0", f"{most:.2g}"],
            "tickfont": {"size": 11},
        },
        hovertemplate=f"{axis} = %{{x}}, unit %{{y}}: %{{z:.4f}}<extra></extra>",
    )
    unit = {"text": "unit", "standoff": 2, "font": {"size": 12}}
    return dressed(
        heat,
        ground,
        title=f"<i>{name}</i>({axis}), {units} unit{'s' * (units != 1)} over time",
        axis=axis,
        yaxis={"title": unit, "dtick": max(1, units // 4), "showgrid": False},
        meta={"name": name},
    )
