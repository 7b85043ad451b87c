"""A context as an object: how it comes about, what is written from it, and how probable that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from figures.look import NEGATIVE, POSITIVE, Ground, diverging, dress, dressed, ink, muted

Numbers = npt.NDArray[np.float64]

SPACE = "␣"

LIKELY = 0.15
"""The least probability with which a letter is shown."""


def context_figure(
    readings: tuple[Numbers, Numbers], mixed: Numbers, texts: tuple[str, str], *, ground: Ground = "light"
) -> go.Figure:
    """Return two encoders' states (T, n) that run towards each other, and between them their mixed context (n,).

    The first text is read to the right and ends in C₁, the second to the left and ends in C₂.
    """
    first, second = readings
    steps, most = len(first), float(max(np.abs(first).max(), np.abs(second).max())) or 1.0
    middle = steps + 2.0
    right = np.asarray(middle + 2.0 + np.arange(len(second)), np.float64)
    heats = [
        _heat(first.T, np.arange(1.0, steps + 1)),
        _heat(mixed[:, None], np.array([float(middle)])),
        _heat(second[::-1].T, right),
    ]
    figure = dressed(heats, ground, title="<i>h</i>(t) as each text is read; the last is <i>C</i>", axis="t")
    letters = [*texts[0][:steps], *reversed(texts[1][: len(second)])]
    figure.update_xaxes(tickvals=[*range(1, steps + 1), *right], ticktext=[shown(one) for one in letters])
    for text, at in (("C₁", steps), ("C", middle), ("C₂", right[0])):
        figure.add_annotation(
            text=f"<i>{text}</i>", x=at, y=1.0, yref="paper", yanchor="bottom", showarrow=False,
            font={"size": 13, "color": ink(ground)},
        )  # fmt: skip
    figure.update_layout(margin={"t": 46, "l": 34}, coloraxis=_signed(most, ground))
    figure.update_yaxes(showgrid=False, title={"text": "unit", "standoff": 2, "font": {"size": 12}}, nticks=4)
    return figure


def _heat(values: Numbers, at: npt.NDArray[Any]) -> go.Heatmap:
    return go.Heatmap(
        z=values, x=at, dx=1, y=np.arange(1, len(values) + 1), coloraxis="coloraxis", xgap=1, ygap=0.5,
        hovertemplate="unit %{y}: %{z:.4f}<extra></extra>",
    )  # fmt: skip


def _signed(most: float, ground: Ground) -> dict[str, object]:
    bar = {"thickness": 8, "outlinewidth": 0, "tickvals": [-most, 0, most], "tickfont": {"size": 11}}
    bar["ticktext"] = [f"−{most:.2g}", "0", f"{most:.2g}"]
    return {"colorscale": diverging(ground), "cmin": -most, "cmax": most, "colorbar": bar}


@dataclass(frozen=True)
class Writing:
    """What a decoder writes: the probability of each letter (S, letters), and log P of a target's own terms (S,)."""

    shares: Numbers
    terms: Numbers
    alphabet: str
    target: str

    @property
    def written(self) -> str:
        """What is written, letter by letter the most probable."""
        return "".join(self.alphabet[one] for one in self.shares.argmax(-1))

    @property
    def kept(self) -> list[int]:
        """The letters that are ever likely, or belong to the target."""
        likely = self.shares.max(0) > LIKELY
        return [one for one, letter in enumerate(self.alphabet) if likely[one] or letter in self.target]


def written_figure(writing: Writing, *, ground: Ground = "light") -> go.Figure:
    """Return the probabilities of letters over the terms of the target's log-likelihood.

    Each bar hangs where the one before it ended, so the last ends at their sum.
    """
    steps = np.arange(1, len(writing.shares) + 1)
    # from the bottom up, so that the axis with the steps is the first, along which the live graph's cursor moves
    figure = make_subplots(
        2, 1, shared_xaxes=True, row_heights=[0.32, 0.68], vertical_spacing=0.05, start_cell="bottom-left"
    )
    heat = go.Heatmap(
        z=writing.shares[:, writing.kept].T, x=steps, y=[shown(writing.alphabet[one]) for one in writing.kept],
        zmin=0, zmax=1, showscale=False, colorscale=_ramp(ground), xgap=1, ygap=1,
        hovertemplate="s = %{x}, %{y}: P = %{z:.3f}<extra></extra>",
    )  # fmt: skip
    figure.add_trace(_hanging(steps, writing.terms), row=1, col=1)
    figure.add_trace(heat, row=2, col=1)
    dress(figure, ground, title=f"it writes “{writing.written}”; log P of “{writing.target}”", axis="s")
    ticks = [f"{step} {shown(letter)}" for step, letter in zip(steps, writing.target, strict=True)]
    figure.update_xaxes(title={"text": "s"}, tickvals=steps, ticktext=ticks)
    figure.update_xaxes(title={"text": ""}, row=2, col=1, showticklabels=False)
    figure.update_yaxes(showgrid=False, type="category", dtick=1, tickfont={"size": 10}, row=2, col=1)
    figure.update_yaxes(nticks=3, row=1, col=1, title={"text": "log P", "standoff": 2, "font": {"size": 11}})
    figure.update_layout(bargap=0.2, margin={"l": 40})
    return figure


def _hanging(steps: npt.NDArray[np.int_], terms: Numbers) -> go.Bar:
    starts = np.concatenate([[0.0], np.cumsum(terms)[:-1]])
    return go.Bar(
        x=steps, y=terms, base=starts, marker={"color": NEGATIVE}, customdata=np.cumsum(terms),
        hovertemplate="s = %{x}: %{y:.4f}, so far %{customdata:.4f}<extra></extra>",
    )  # fmt: skip


def _ramp(ground: Ground) -> list[tuple[float, str]]:
    """Return the colour scale of probabilities: from the card's own ground to its ink."""
    return [(0.0, "#f3f0e9" if ground == "light" else "#262a33"), (1.0, "#5b2a86" if ground == "light" else "#c9a6f5")]


def likelihood_figure(
    shares: Numbers, sums: tuple[Numbers, Numbers], at: float, *, names: Sequence[str], ground: Ground = "light"
) -> go.Figure:
    """Return the log-likelihoods of two outputs against the share of the second context, with a line ``at`` one."""
    lines = [
        go.Scatter(
            x=shares, y=values, name=name, mode="lines", line={"color": colour, "dash": dash, "width": 2},
            hovertemplate=f"α = %{{x:.2f}}: log P({name}) = %{{y:.3f}}<extra></extra>",
        )
        for name, values, colour, dash in zip(names, sums, (NEGATIVE, POSITIVE), ("solid", "dash"), strict=True)
    ]  # fmt: skip
    figure = dressed(lines, ground, title="log P of both outputs, given C", axis="α: from C₁ to C₂")
    figure.add_vline(x=at, line={"color": muted(ground), "width": 1.5})
    for name, values, colour, end in zip(names, sums, (NEGATIVE, POSITIVE), (0, -1), strict=True):
        figure.add_annotation(
            text=name, x=shares[end], y=values[end], showarrow=False, font={"color": colour, "size": 13},
            xanchor="left" if end == 0 else "right", yanchor="bottom", yshift=2,
        )  # fmt: skip
    figure.update_yaxes(nticks=4)
    figure.update_xaxes(range=[0, 1], nticks=5)
    return figure


def shown(letter: str) -> str:
    """Return a letter as a figure shows it: a space as a sign.

    >>> shown(" ")
    '␣'
    """
    return SPACE if letter == " " else letter
