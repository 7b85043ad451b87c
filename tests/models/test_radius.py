"""A reservoir has the spectral radius that was asked for, whoever measures it."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import torch

from graphviz_rnn import parse
from models import build
from models.radius import scaled


def drawn(size, density, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (size, size)) * (rng.random((size, size)) < density)


def measured(weights):
    found = (np.linalg.eigvals(weights), torch.linalg.eigvals(torch.from_numpy(weights)).numpy())
    return [np.abs(one).max() for one in (*found, scipy.linalg.eigvals(weights))]


def reservoir(size, density, seed):
    declared = f"param W : {size} x {size} ~ reservoir(radius=0.9, density={density}) fixed"
    return (
        build(parse(f"{declared}\nh[t] = tanh(W @ h[t-1] + U @ x[t])"), {"x": 1}, seed=seed).double().W.detach().numpy()
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("size", "density"), [(50, 1.0), (50, 0.1), (100, 0.1)])
def test_numpy_and_torch_measure_the_radius_of_a_reservoir_to_4e_15(size, density, seed):
    assert measured(reservoir(size, density, seed))[:2] == pytest.approx([0.9, 0.9], abs=4e-15)


@pytest.mark.parametrize(("size", "density"), [(200, 1.0), (200, 0.05), (400, 0.1)])
def test_the_radius_of_a_large_reservoir_is_right_within_the_error_of_measuring(size, density):
    assert measured(reservoir(size, density, seed=0)) == pytest.approx([0.9] * 3, abs=1.5e-14)


@pytest.mark.parametrize("radius", [0.3, 1.25, 3.0])
def test_the_eigenvalue_itself_is_on_the_circle_asked_for(radius):
    """det(W − λI), computed exactly in integers, changes its sign between λ = radius·(1 ± 1e-15)."""
    weights = np.abs(drawn(6, 1.0, seed=4))  # all positive: the largest eigenvalue is real and simple (Perron)
    exact = scaled(weights, radius)
    below, above = (_determinant(exact, radius * (1 + sign * 1e-15)) for sign in (-1, 1))
    assert below * above < 0


def _determinant(weights, value):
    rows = [[Fraction(float(one)) for one in row] for row in weights]
    for place in range(len(rows)):
        rows[place][place] -= Fraction(value)
    result = Fraction(1)
    for place, row in enumerate(rows):
        result *= row[place]
        for other in rows[place + 1 :]:
            part = other[place] / row[place]
            other[:] = [a - part * b for a, b in zip(other, row, strict=True)]
    return result


def test_a_reservoir_whose_units_all_forget_keeps_each_of_them():
    weights = reservoir(3, 0.0, seed=0)
    np.testing.assert_array_equal(weights, 0.9 * np.eye(3))


def test_a_matrix_without_eigenvectors_of_its_own_is_scaled_all_the_same():
    chained = np.eye(5) + np.eye(5, k=1)
    assert np.abs(np.linalg.eigvals(scaled(chained, 0.5))) == pytest.approx([0.5] * 5, abs=1e-15)
