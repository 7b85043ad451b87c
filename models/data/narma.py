"""NARMA-10: a series that depends on products of its own and its input's last ten values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def narma10(steps: int, *, seed: int = 0) -> tuple[Numbers, Numbers]:
    """Return inputs u and outputs y, (steps,) each, such that y(t) can be told from u up to t.

    y(t) = 0.3 y(t−1) + 0.05 y(t−1) Σ_{i=1…10} y(t−i) + 1.5 u(t−10) u(t−1) + 0.1 with u uniform in 0 to 0.5
    (Atiya & Parlos 2000; Jaeger 2003). From rare inputs the series runs away; then new ones are drawn.
    """
    rng = np.random.default_rng(seed)
    while True:
        u = rng.uniform(0, 0.5, steps)
        y = _outputs(u)
        if np.abs(y).max(initial=0.0) < 1.0:
            return u, y


def _outputs(u: Numbers) -> Numbers:
    """Return the outputs for given inputs; values before the first are 0."""
    padded, y = np.concatenate([np.zeros(10), u]), np.zeros(len(u) + 10)
    for t in range(10, len(y)):
        last = y[t - 10 : t]
        y[t] = 0.3 * last[-1] + 0.05 * last[-1] * last.sum() + 1.5 * padded[t - 10] * padded[t - 1] + 0.1
        if not abs(y[t]) < 10:
            y[t:] = np.inf
            break
    return y[10:]
