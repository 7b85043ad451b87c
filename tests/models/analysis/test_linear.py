"""What is predicted of a linear recurrence, beside what it does."""

import numpy as np
import pytest

from models.analysis.designed import matrix_with
from models.analysis.linear import norms_and_predictions
from models.analysis.spectrum import powers

START = np.array([1.0, -2.0, 0.5])


def test_orthogonal_directions_keep_their_norm_on_every_line():
    matrix = matrix_with((0.6 + 0.8j, 0.6 - 0.8j, 1.0), seed=2)
    lines = norms_and_predictions(matrix, powers(matrix, START, 30))
    for line in lines.values():
        assert line == pytest.approx(np.linalg.norm(START), rel=1e-12)


def test_singular_values_bound_a_matrix_that_first_grows_and_eigenvalues_do_not():
    matrix = np.array([[0.9, 10.0, 0.0], [0.0, 0.9, 0.0], [0.0, 0.0, 0.5]])
    measured, rate, tight, bound = norms_and_predictions(matrix, powers(matrix, START, 80)).values()
    assert (measured <= tight * (1 + 1e-12)).all()
    assert (tight <= bound * (1 + 1e-12)).all()
    assert tight[9] == pytest.approx(np.linalg.norm(START) * np.linalg.norm(np.linalg.matrix_power(matrix, 9), 2))
    assert (measured <= bound * (1 + 1e-12)).all()
    assert measured[9] > 10 * rate[9]
    assert measured[80] / measured[79] == pytest.approx(0.9, abs=0.02)
