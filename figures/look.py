"""What all figures share: colours, margins and axes, for a light and a dark page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

Ground = Literal["light", "dark"]

NEGATIVE, POSITIVE = "#0072B2", "#D55E00"
"""Ends of the diverging scale (Okabe & Ito 2008); the middle is the page's card."""

PALETTE: dict[Ground, tuple[str, ...]] = {
    "light": ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6fb0", "#8c6d31"),
    "dark": ("#4fa9de", "#f08a4b", "#3fc79a", "#e39bc4", "#f2bc45", "#8ccbf0", "#b39ad6", "#c2a25e"),
}
"""Colours that tell lines apart (after Okabe & Ito 2008); the live graph has the same for parameters."""

_INK = {"light": "#1f2430", "dark": "#e8e6e1"}
_MUTED = {"light": "#697181", "dark": "#9aa1ae"}
_GRID = {"light": "#ece7de", "dark": "#343842"}
_MIDDLE = {"light": "#ffffff", "dark": "#262a33"}


def ink(ground: Ground) -> str:
    """Return the colour of lines and text."""
    return _INK[ground]


def muted(ground: Ground) -> str:
    """Return the colour of what stands back."""
    return _MUTED[ground]


def diverging(ground: Ground) -> list[tuple[float, str]]:
    """Return the colour scale of signed values, symmetric about 0."""
    return [(0.0, NEGATIVE), (0.5, _MIDDLE[ground]), (1.0, POSITIVE)]


def template(ground: Ground) -> dict[str, Any]:
    """Return the template of all figures as plotly reads it: title inside, thin axes, no ground of their own.

    It is put on where a figure is shown, which ``ui.chart`` does in the browser and a notebook with
    ``figure.update_layout(template=template("light"))``: plotly copies and checks it with each figure that has it,
    which takes longer than all else.
    """
    across = {
        "color": _MUTED[ground],
        "gridcolor": _GRID[ground],
        "zeroline": False,
        "ticks": "",
        "ticklabeloverflow": "allow",  # to look for what overflows takes a tenth of the drawing
        "tickfont": {"size": 12},
    }
    title = {
        "x": 0.0,
        "xanchor": "left",
        "xref": "paper",
        "y": 0.97,
        "yanchor": "top",
        "font": {"size": 14, "weight": 600, "color": ink(ground)},
    }
    layout = {
        "margin": {"l": 46, "r": 14, "t": 30, "b": 34},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink(ground), "size": 13},
        "showlegend": False,
        "title": title,
        "hoverlabel": {"font": {"size": 13}},
        "xaxis": {**across, "showgrid": False, "title": {"standoff": 4, "font": {"size": 12}}},
        "yaxis": across,
    }
    return {"layout": layout}


def dressed(
    traces: BaseTraceType | Sequence[BaseTraceType],
    ground: Ground,
    *,
    title: str,
    axis: str,
    height: int = 196,
    **layout: Mapping[str, Any],
) -> go.Figure:
    """Return a figure for the shared look, with a title and a name for its x axis; ``layout`` is its own beside that.

    It is made in one go, since every later change of a layout takes as long as all of this.
    """
    own = _layout(ground, title, axis, height)
    merged = {key: {**own[key], **layout.get(key, {})} for key in ("xaxis", "meta")}
    return go.Figure(traces, {**own, **layout, **merged})


def dress(figure: go.Figure, ground: Ground, *, title: str, axis: str, height: int = 196) -> None:
    """Give the shared look to a figure of several panels."""
    figure.update_layout(_layout(ground, title, axis, height))


def _layout(ground: Ground, title: str, axis: str, height: int) -> dict[str, Any]:
    named = {"title": {"text": title}, "xaxis": {"title": {"text": axis}}}
    return {"template": "none", "meta": {"ground": ground}, "height": height, **named}


def with_legend(figure: go.Figure) -> go.Figure:
    """Return the figure with its legend in a line of its own under the title."""
    place = {"orientation": "h", "x": 0.0, "xanchor": "left", "y": 1.0, "yanchor": "bottom", "font": {"size": 12}}
    figure.update_layout(showlegend=True, legend=place, margin={"t": 48})
    return figure


def _large_title(figure: go.Figure) -> dict[str, Any]:
    """Return how a title stands in large type: a long one is smaller, and begins where its card does."""
    letters = len(re.sub("<[^>]*>", "", figure.layout.title.text or ""))
    return {"font": {"size": 20}} if letters <= 28 else {"font": {"size": 17}, "xref": "container", "x": 0.03}


def enlarged(figure: go.Figure) -> go.Figure:
    """Return a figure for a projector: large type, more room around it, and lines that the last row sees."""
    large = go.Figure(figure)
    large.update_layout(height=round(1.35 * (large.layout.height or 196)), font={"size": 18})
    large.update_layout(margin={"l": 66, "t": 42, "b": 50}, title=_large_title(large))
    if large.layout.showlegend:  # under the title, beside which there is no room
        large.update_layout(margin={"t": 78}, legend={"font": {"size": 17}})
    for update in (large.update_xaxes, large.update_yaxes):
        update(title={"font": {"size": 18}}, tickfont={"size": 17})
    large.update_traces(colorbar={"tickfont": {"size": 16}, "thickness": 12}, selector={"type": "heatmap"})
    large.update_traces(line={"width": 3.5}, marker={"size": 9}, selector={"type": "scatter"})
    return large
