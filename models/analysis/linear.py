"""A linear recurrence beside what its eigenvalues and singular values predict."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers
from models.analysis.decay import power_line, singular_bounds
from models.analysis.spectrum import power_norms, spectral_radius


def norms_and_predictions(matrix: Numbers, states: Numbers) -> dict[str, Numbers]:
    """Return ‖h(t)‖ of states (T + 1, n) from h(0) on, and ρᵗ, ‖Mᵗ‖ and σ_maxᵗ times ‖h(0)‖, by their names.

    The last two bound it at every t; the first of the three is only the rate in the end: a matrix that is not normal
    may first grow (Goodfellow et al. 2016, section 10.7, speak of the eigenvalues alone).
    """
    norms = np.linalg.norm(states, axis=1)
    lags = range(len(states))
    return {
        "‖h(t)‖": norms,
        "ρᵗ": norms[0] * power_line(spectral_radius(matrix), lags),
        "‖Wᵗ‖": norms[0] * power_norms(matrix, len(states) - 1),
        "σᵗ": norms[0] * singular_bounds(matrix, lags)[1],
    }
