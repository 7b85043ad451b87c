"""How much of each past input a state still holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.look import NEGATIVE, POSITIVE, Ground, dressed

Numbers = npt.NDArray[np.float64]

LEAST_APART = 1.6
"""How far apart the names of two lines stand, in steps of k: two digits on a third of a page."""


def recall_figure(
    recall: Numbers, others: Mapping[int, Numbers], *, state: str, units: int, ground: Ground = "light"
) -> go.Figure:
    """Return bars of r² of reading x(t−k) from a state of ``units``, and lines for ``others`` by their units.

    The title has the bars' sum and its bound, the number of units. Each line is named above the place where it
    falls below a half.
    """
    bars = go.Bar(
        x=np.arange(len(recall)),
        y=recall,
        marker={"color": NEGATIVE},
        hovertemplate=f"{units} units, x(t−%{{x}}): r² = %{{y:.3f}}<extra></extra>",
    )
    beside = {size: values for size, values in others.items() if size != units}
    lines = [_line(size, values) for size, values in beside.items()]
    title = f"x(t−k) read from <i>{state}</i>(t): r², in sum {recall.sum():.1f} of {units}"
    figure = dressed([bars, *lines], ground, title=title, axis="k")
    for size, place in _above(beside):
        figure.add_annotation(
            text=f"{size}", x=place, y=1.0, yref="paper", showarrow=False, yanchor="bottom",
            font={"size": 12, "color": POSITIVE},
        )  # fmt: skip
    figure.update_yaxes(range=[0, 1.02], nticks=3)
    figure.update_layout(bargap=0.25, margin={"t": 46})
    return figure


def _above(lines: Mapping[int, Numbers]) -> list[tuple[int, float]]:
    """Return every line's units and the k where it falls below a half, moved on where two names would touch."""
    places: list[tuple[int, float]] = []
    for size, values in sorted(lines.items()):
        half = float(np.argmax(values < 0.5))
        places.append((size, max([half, *(place + LEAST_APART for _, place in places)])))
    return places


def _line(size: int, values: Numbers) -> go.Scatter:
    return go.Scatter(
        x=np.arange(len(values)),
        y=values,
        mode="lines",
        line={"color": POSITIVE, "width": 1.2},
        hovertemplate=f"{size} units, x(t−%{{x}}): r² = %{{y:.3f}}<extra></extra>",
    )
