"""A state's components along the eigenvectors of a matrix, over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from figures.gradient_norm import log_ticks
from figures.look import PALETTE, Ground, dressed

Complex = npt.NDArray[np.complex128]


def components_figure(eigenvalues: Sequence[complex], components: Complex, *, ground: Ground = "light") -> go.Figure:
    """Return the modulus of every component, shape (steps + 1, len(eigenvalues)), from step 0 on, log scale."""
    sizes = np.abs(components)
    lines = [
        go.Scatter(
            x=np.arange(len(sizes)),
            y=np.where(sizes[:, place] > 0, sizes[:, place], np.nan),
            name=f"|λ| = {abs(value):.3g}",
            mode="lines",
            line={"color": PALETTE[ground][place % len(PALETTE[ground])], "width": 2.2},
            hovertemplate=f"λ = {spelled(value)}, t = %{{x}}: %{{y:.3e}}<extra></extra>",
        )
        for place, value in enumerate(eigenvalues)
    ]
    figure = dressed(lines, ground, title="parts of <i>h</i>(t) along the eigenvectors", axis="t")
    figure.update_yaxes(type="log", **log_ticks(sizes[sizes > 0]))
    return figure


def spelled(value: complex) -> str:
    """Return a complex number as a person writes it.

    >>> spelled(0.5 - 0.25j)
    '0.5−0.25i'
    """
    said = f"{value.real:.4g}" if abs(value.imag) < 1e-12 else f"{value.real:.4g}{value.imag:+.4g}i"
    return said.replace("-", "−")
