"""How long the gradient is at every step."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers
from models.trace import Trace


def gradient_norms(trace: Trace, *, of: str = "loss", wrt: str = "h") -> Numbers:
    """Return ‖∂of/∂wrt(t)‖, the L² norm over units, for every step and sequence: shape (T, batch).

    Raises ``ModelError`` as ``Trace.grad`` does.
    """
    gradient = trace.grad(of, wrt).double().numpy()
    flat = gradient.reshape(*gradient.shape[:2], -1)
    return np.asarray(np.linalg.norm(flat, axis=-1))


def slope(norms: Numbers) -> float:
    """Return the factor by which norms (T,) shrink per step back in time, fitted to their logarithms by least squares.

    Norms of 0 are left out; with fewer than two others it is not a number.
    """
    back = np.arange(len(norms))[::-1]
    counts = norms > 0
    if counts.sum() < 2:
        return float("nan")
    return float(np.exp(np.polyfit(back[counts], np.log(norms[counts]), 1)[0]))
