"""Powers of a matrix along its eigenvectors, and how fast neighbours part."""

import numpy as np
import pytest
import torch

from models.analysis.clipping import clipped, clipped_elementwise
from models.analysis.gradients import gradient_norms, slope
from models.analysis.jacobians import step_jacobians
from models.analysis.lyapunov import lyapunov_exponents
from models.analysis.regulariser import vanishing_penalty
from models.analysis.spectrum import (
    alignment,
    components,
    decomposed,
    departure_from_normality,
    eigenvalues,
    power_norms,
    powers,
    spectral_radius,
)
from models.errors import ModelError
from tests.models.cases import model_of, noise

BUMP = np.array([[0.9, 10.0], [0.0, 0.9]])


def random(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


def symmetric(size: int) -> np.ndarray:
    half = random(size, size)
    return half + half.T


def test_powers_are_q_lambda_t_q_transposed() -> None:  # and not QᵀΛᵗQ, as equation 10.39 is printed
    w, start = symmetric(5), random(5, seed=1)
    values, q = np.linalg.eigh(w)
    ninth = powers(w, start, 9)[9]
    np.testing.assert_allclose(ninth, q @ np.diag(values**9) @ q.T @ start, rtol=1e-11)
    assert np.abs(ninth - q.T @ np.diag(values**9) @ q @ start).max() > 0.1 * np.abs(ninth).max()


def test_components_are_multiplied_by_their_eigenvalue_at_every_step() -> None:
    w = random(5, 5)
    found = components(w, powers(w, random(5, seed=1), 7))
    np.testing.assert_allclose(found, found[0] * eigenvalues(w)[None, :] ** np.arange(8)[:, None], rtol=1e-9)


def test_components_add_up_to_the_state() -> None:
    w, states = random(4, 4), random(6, 4, seed=1)
    np.testing.assert_allclose((decomposed(w)[1] @ components(w, states).T).T.real, states, atol=1e-12)


def test_a_defective_matrix_has_no_components() -> None:
    with pytest.raises(ModelError, match="defective"):
        components(BUMP, np.ones((1, 2)))


def test_a_matrix_that_is_not_square_has_no_eigenvalues() -> None:
    with pytest.raises(ModelError, match=r"\(2, 3\) has no eigenvalues; expected a square one"):
        eigenvalues(np.ones((2, 3)))


def test_norms_of_powers_bump_though_the_spectral_radius_is_below_one() -> None:
    norms = power_norms(BUMP, 200)
    assert spectral_radius(BUMP) == pytest.approx(0.9, abs=1e-6)
    assert (norms.argmax(), norms.max()) == (9, pytest.approx(38.7, abs=0.1))
    assert norms[200] < 1e-5
    assert departure_from_normality(BUMP) > 0.9
    assert departure_from_normality(symmetric(4)) < 1e-15


def test_the_angle_to_the_leading_eigenvector_shrinks_by_the_ratio_of_eigenvalues() -> None:
    w = symmetric(5)
    first, second = np.abs(eigenvalues(w)[:2])
    tangents = np.tan(alignment(w, powers(w, random(5, seed=1), 10)))
    assert (tangents[1:] <= (second / first) ** np.arange(1, 11) * tangents[0] * (1 + 1e-9)).all()


def test_the_angle_is_that_of_the_dot_product_and_zero_inside_a_rotating_plane() -> None:
    w, state = symmetric(3), random(3, seed=1)
    lead = decomposed(w)[1][:, 0].real
    assert alignment(w, state[None])[0] == pytest.approx(np.arccos(abs(lead @ state) / np.linalg.norm(state)))
    turn = np.array([[0.0, -2.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    np.testing.assert_allclose(alignment(turn, np.array([[3.0, 4, 0], [0, 0, 1]])), [0, np.pi / 2], atol=1e-12)
    assert np.isnan(alignment(turn, np.zeros((1, 3)))[0])


def test_lyapunov_exponent_of_a_linear_recurrence_is_log_rho() -> None:
    w = random(6, 6) / 3
    found = lyapunov_exponents(np.repeat(w[None], 4000, axis=0), count=6, skip=100)
    np.testing.assert_allclose(found, np.log(np.abs(eigenvalues(w))), atol=2e-3)


def test_lyapunov_exponent_of_the_logistic_map_is_log_two() -> None:  # x ← 4x(1 − x)
    x, slopes = 0.3, []
    for _ in range(20000):
        slopes.append([[4 - 8 * x]])
        x = 4 * x * (1 - x)
    assert lyapunov_exponents(np.array(slopes))[0] == pytest.approx(np.log(2), abs=5e-3)


def test_lyapunov_exponents_of_the_henon_map_are_the_published_ones() -> None:  # 0.419 and −1.623, Wolf et al. 1985
    x, y, found = 0.1, 0.1, []
    for _ in range(20000):
        found.append([[-2.8 * x, 1.0], [0.3, 0.0]])
        x, y = 1 - 1.4 * x * x + y, 0.3 * x
    exponents = lyapunov_exponents(np.array(found), count=2, skip=100)
    np.testing.assert_allclose(exponents, [0.419, -1.623], atol=6e-3)
    assert exponents.sum() == pytest.approx(np.log(0.3), abs=1e-12)


def test_lyapunov_exponent_of_a_model_is_how_fast_two_runs_part() -> None:
    model = model_of("h[t] = tanh(6 * (W @ h[t-1]) + x[t])", seed=1, h=16)
    kick = torch.zeros(1000, 1, 16, dtype=torch.float64)
    kick[0] = noise(1, 16)
    exponent = lyapunov_exponents(step_jacobians(model, model.run({"x": kick})))[0]
    nudged = kick.clone()
    nudged[0, 0, 0] += 1e-13
    apart = (model.run(x=kick)["h"] - model.run(x=nudged)["h"]).detach().norm(dim=-1)[:, 0].numpy()
    early = int((apart > 1e-3).argmax())
    assert exponent > 0.05
    assert np.log(apart[early] / apart[0]) / early == pytest.approx(exponent, rel=0.25)


def test_clipping_keeps_the_direction_and_short_gradients() -> None:
    g = random(7)
    short = clipped(g, most=0.5)
    assert np.linalg.norm(short) == pytest.approx(0.5, abs=1e-12)
    assert g @ short / np.linalg.norm(g) / 0.5 == pytest.approx(1, abs=1e-12)
    assert clipped(g, most=100.0) is g
    weight = torch.nn.Parameter(torch.zeros(7, dtype=torch.float64))
    weight.grad = torch.from_numpy(g.copy())
    torch.nn.utils.clip_grad_norm_([weight], 0.5)
    np.testing.assert_allclose(short, weight.grad, atol=1e-6)


def test_clipping_every_entry_bends_the_direction() -> None:
    np.testing.assert_allclose(clipped_elementwise(np.array([3.0, 0.1]), most=1.0), [1.0, 0.1])


def test_the_penalty_is_zero_for_an_orthogonal_recurrence_and_else_as_written() -> None:  # 10.50
    q, g = np.linalg.qr(random(4, 4))[0], random(6, 4, seed=1)
    steps = torch.from_numpy(np.repeat(q[None], 6, axis=0))
    assert float(vanishing_penalty(torch.from_numpy(g), steps)) == pytest.approx(0, abs=1e-24)
    halved = vanishing_penalty(torch.from_numpy(g), steps / 2)
    assert float(halved) == pytest.approx(6 * 0.25, abs=1e-12)
    assert float(vanishing_penalty(torch.zeros(6, 4, dtype=torch.float64), steps)) == 0.0


def test_the_penalty_has_a_gradient() -> None:
    g, steps = noise(3, 2).requires_grad_(), noise(3, 2, 2).requires_grad_()
    assert torch.autograd.gradcheck(vanishing_penalty, (g, steps))


def test_gradient_norms_are_powers_along_a_linear_recurrence() -> None:
    text = "h[t] = W @ h[t-1] + U @ x[t]\nloss = sum(h[T])"
    model = model_of(text, x=1, h=4)
    norms = gradient_norms(model.run(x=noise(9, 2, 1)))
    w = model.weights["W"].detach().numpy()
    expected = [np.linalg.norm(np.linalg.matrix_power(w.T, 9 - t) @ np.ones(4)) for t in range(1, 10)]
    np.testing.assert_allclose(norms, np.stack([expected, expected], 1), rtol=1e-12)


def test_slope_of_exact_decay_is_the_rate_and_needs_two_points() -> None:
    assert slope(3 * 0.7 ** np.arange(20)[::-1]) == pytest.approx(0.7, abs=1e-12)
    assert np.isnan(slope(np.array([0.0, 1.0])))
