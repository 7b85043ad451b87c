"""How fast neighbouring states part: Lyapunov exponents of a sequence of Jacobians."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers


def lyapunov_exponents(jacobians: Numbers, *, count: int = 1, skip: int = 0) -> Numbers:
    """Return the ``count`` largest exponents per step, the largest first.

    ``jacobians`` (T, n, n) holds ∂h(t)/∂h(t−1) along a trajectory; its first ``skip`` steps turn the
    frame but do not count. By repeated QR decomposition (Benettin et al. 1980). Above 0
    neighbouring states part, below 0 the past is forgotten; of h(t) = W h(t−1) the largest is ln ρ(W).
    """
    size = jacobians.shape[-1]
    frame = np.linalg.qr(np.random.default_rng(0).standard_normal((size, count)))[0]
    total = np.zeros(count)
    for step, jacobian in enumerate(jacobians):
        frame, stretch = np.linalg.qr(jacobian @ frame)
        if step >= skip:
            with np.errstate(divide="ignore"):
                total += np.log(np.abs(np.diag(stretch)))
    return total / max(len(jacobians) - skip, 1)
