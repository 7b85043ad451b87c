"""A linear recurrence beside what its eigenvalues and singular values predict."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers
from models.analysis.decay import power_line, singular_bounds
from models.analysis.spectrum import spectral_radius


def norms_and_predictions(matrix: Numbers, states: Numbers) -> dict[str, Numbers]:
    """Return ‖h(t)‖ of states (T + 1, n) from h(0) on, and ρᵗ‖h(0)‖ and σ_maxᵗ‖h(0)‖ beside it, by their names.

    The last is a bound for every t, the one before it only the rate in the end: a matrix that is not normal may first
    grow (Goodfellow et al. 2016, section 10.7, speak of the eigenvalues alone).
    """
    norms = np.linalg.norm(states, axis=1)
    lags = range(len(states))
    return {
        "‖h(t)‖": norms,
        "ρᵗ ‖h(0)‖": norms[0] * power_line(spectral_radius(matrix), lags),
        "σᵗ ‖h(0)‖": norms[0] * singular_bounds(matrix, lags)[1],
    }
