"""The outputs of several networks on the same input."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.learning import COLOURS, DASHES
from figures.look import Ground, dressed, muted

Numbers = npt.NDArray[np.float32]


def outputs_figure(
    outputs: Mapping[str, tuple[int, Numbers]],
    targets: Numbers,
    *,
    title: str,
    ground: Ground = "light",
    height: int = 196,
) -> go.Figure:
    """Return the outputs (steps,) of networks by name over time, over the targets (steps,) in grey.

    Each comes with the number of its colour, so that it has the same in other figures. A single output is a mark at the
    last step.
    """
    steps = np.arange(1, len(targets) + 1)
    wanted = go.Scatter(
        x=steps, y=targets, name="y", mode="lines", line={"color": muted(ground), "width": 1},
        hovertemplate="y(%{x}) = %{y:.4f}<extra></extra>",
    )  # fmt: skip
    drawn = [_drawn(name, values, steps, number) for name, (number, values) in outputs.items()]
    figure = dressed([wanted, *drawn], ground, title=title, axis="t", height=height)
    figure.update_xaxes(range=[0.5, len(targets) + 1.5])
    figure.update_yaxes(nticks=4)
    return figure


def _drawn(name: str, values: Numbers, steps: npt.NDArray[np.int_], number: int) -> go.Scatter:
    single = len(values) == 1
    return go.Scatter(
        x=steps[-1:] if single else steps,
        y=values,
        name=name,
        mode="markers" if single else "lines",
        marker={"size": 9, "symbol": "diamond", "color": COLOURS[number]},
        line={"width": 1.8, "color": COLOURS[number], "dash": DASHES[number]},
        hovertemplate=f"{name}: o(%{{x}}) = %{{y:.4f}}<extra></extra>",
    )
