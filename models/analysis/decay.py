"""How fast a signal or a gradient must shrink or grow with the lag: the lines to draw beside what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.analysis import Numbers
from models.errors import ModelError


def power_line(rate: float, lags: Sequence[int], *, delay: int = 1) -> Numbers:
    """Return rate^(lag/delay) for every lag.

    A recurrence of delay d multiplies by ``rate`` once in d steps, so gradients shrink as a function of
    τ/d in place of τ (Lin et al. 1996; Goodfellow et al. 2016, section 10.9.1).
    """
    return np.asarray(float(rate) ** (np.asarray(lags, float) / delay))


def skip_gain(weight: float, lag: int, *, delay: int) -> float:
    """Return ∂h(t)/∂h(t − lag) of h(t) = weight · h(t − delay): a power where the delay divides the lag, else 0."""
    return float(weight) ** (lag // delay) if lag % delay == 0 else 0.0


def singular_bounds(matrix: Numbers, lags: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Return σ_min^k and σ_max^k for every lag k: no gradient through k such steps leaves these bounds.

    For tanh only the upper one holds, since its derivative is at most 1.
    """
    values = np.linalg.svd(matrix, compute_uv=False)
    return power_line(values[-1], lags), power_line(values[0], lags)


def growth(weights: Mapping[int, float | Numbers]) -> float:
    """Return the growth per step of h(t) = Σ_d weights[d] h(t − d): the greatest |z| that solves it.

    For scalars a (delay 1) and b (delay d) it is the largest root of z^d − a z^(d−1) − b. Both may be
    below 1 and the growth above it: skip connections can still explode. Matrices, all n x n, are put
    together as a block companion matrix, whose spectral radius it is. Raises ``ModelError`` for
    delays below 1 and shapes that differ.
    """
    return float(np.abs(np.linalg.eigvals(companion(weights))).max())


def companion(weights: Mapping[int, float | Numbers]) -> Numbers:
    """Return the matrix that steps the stacked states [h(t), h(t−1), …, h(t−D+1)] of delays up to D."""
    blocks = {delay: np.atleast_2d(np.asarray(one, float)) for delay, one in weights.items()}
    shapes = sorted({one.shape for one in blocks.values()})
    if not blocks or min(blocks) < 1 or len(shapes) > 1 or shapes[0][0] != shapes[0][1]:
        said = ", ".join(f"{delay}: {one.shape}" for delay, one in blocks.items()) or "nothing"
        raise ModelError(f"The weights by delay are {said}; expected delays from 1 and square matrices of one size.")
    size, deepest = shapes[0][0], max(blocks)
    stacked = np.eye(size * deepest, k=-size)
    stacked[:size] = 0.0
    for delay, block in blocks.items():
        stacked[:size, size * (delay - 1) : size * delay] = block
    return stacked
