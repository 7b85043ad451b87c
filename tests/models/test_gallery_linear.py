"""Long-term dependencies of a linear recurrence (Goodfellow et al. 2016, section 10.7), against its eigenvalues."""

import math

import numpy as np
import pytest
import torch

import graphviz_rnn as gr
from models import build
from tests.models.cases import difference, noise

STEPS = 30


def recurrence(matrix, start=None):
    """Return the gallery's linear recurrence with a given W and h(0), run for ``STEPS`` steps."""
    model = build(gr.load("linear_recurrence"), {"h": len(matrix)}).double()
    with torch.no_grad():
        model.W.copy_(torch.as_tensor(matrix))
        model.z.copy_(noise(len(matrix), seed=3) if start is None else torch.as_tensor(start))
    return model, model.run(lengths={"t": STEPS})


def symmetric(eigenvalues):
    """Return a random symmetric matrix with these eigenvalues, and its eigenvectors as columns."""
    q = np.linalg.qr(noise(len(eigenvalues), len(eigenvalues), seed=7).numpy())[0]
    return q @ np.diag(eigenvalues) @ q.T, q


def states(trace):
    return trace["h"][:, 0].detach().numpy()


def test_state_is_a_power_of_the_eigenvalues_between_eigenvectors():  # 10.37 to 10.39, Q Λ^t Q'
    values = np.array([1.05, 0.9, -0.7, 0.4])
    matrix, q = symmetric(values)
    model, trace = recurrence(matrix)
    start = model.z.detach().numpy()
    for t, h in enumerate(states(trace), start=1):
        np.testing.assert_allclose(h, q @ np.diag(values**t) @ q.T @ start, rtol=0, atol=1e-12)


def test_equation_10_39_as_printed_is_another_vector():
    values = np.array([1.05, 0.9, -0.7, 0.4])
    matrix, q = symmetric(values)
    model, trace = recurrence(matrix)
    printed = q.T @ np.diag(values**9) @ q @ model.z.detach().numpy()
    assert np.linalg.norm(printed - states(trace)[8]) > 0.1


def test_a_matrix_that_is_not_symmetric_acts_transposed():  # 10.36
    matrix = 0.5 * noise(4, 4, seed=2).numpy()
    model, trace = recurrence(matrix)
    expected = np.linalg.matrix_power(matrix, 9).T @ model.z.detach().numpy()
    np.testing.assert_allclose(states(trace)[8], expected, rtol=0, atol=1e-12)


def test_components_fade_by_the_ratio_of_their_eigenvalues():
    values = np.array([0.98, 0.8, 0.5])
    matrix, q = symmetric(values)
    _, trace = recurrence(matrix)
    parts = states(trace) @ q
    for one in (1, 2):
        ratio = parts[:, one] / parts[:, 0]
        expected = ratio[0] * (values[one] / values[0]) ** np.arange(STEPS)
        np.testing.assert_allclose(ratio, expected, rtol=1e-6, atol=1e-13)


def test_state_turns_towards_the_largest_eigenvector():
    values = np.array([0.98, 0.8, 0.5])
    matrix, q = symmetric(values)
    model, trace = recurrence(matrix)

    def slope(h):
        along = abs(h @ q[:, 0])
        return np.sqrt(h @ h - along**2) / along

    first = slope(model.z.detach().numpy())
    for t, h in enumerate(states(trace), start=1):
        assert slope(h) <= (0.8 / 0.98) ** t * first * (1 + 1e-6)


def test_gradient_at_the_start_is_a_power_of_the_matrix():
    matrix = 0.5 * noise(4, 4, seed=2)
    _, trace = recurrence(matrix)
    for step in (1, 5, STEPS):
        found = trace.jacobian("h", at=step, wrt="h", index=1)[0]
        assert difference(found, torch.linalg.matrix_power(matrix.T, step - 1)) < 1e-12


def test_an_orthogonal_matrix_keeps_the_length_of_state_and_gradient():
    q = torch.linalg.qr(noise(5, 5, seed=4))[0]
    model, trace = recurrence(q)
    lengths = torch.cat([model.z.norm()[None], trace["h"][:, 0].norm(dim=-1)])
    assert float((lengths - lengths[0]).abs().max().detach()) < 1e-13
    singular = torch.linalg.svdvals(trace.jacobian("h", at=STEPS, wrt="h", index=1)[0].detach())
    assert difference(singular, torch.ones(5).double()) < 1e-12


def test_lengths_lie_between_powers_of_the_singular_values():
    matrix = 0.6 * noise(4, 4, seed=5)
    model, trace = recurrence(matrix)
    largest, *_, least = torch.linalg.svdvals(matrix).tolist()
    start = float(model.z.detach().norm())
    for t, length in enumerate(trace["h"][:, 0].norm(dim=-1).tolist(), start=1):
        assert least**t * start * (1 - 1e-9) <= length <= largest**t * start * (1 + 1e-9)


def test_growth_rate_approaches_the_spectral_radius():
    values = np.array([1.1, 0.6, -0.3])
    matrix, _ = symmetric(values)
    _, trace = recurrence(matrix)
    length = np.linalg.norm(states(trace), axis=-1)
    assert math.log(length[-1] / length[-11]) / 10 == pytest.approx(math.log(1.1), abs=1e-4)


def test_a_matrix_of_radius_below_one_may_first_grow_a_gradient_forty_times():
    matrix = torch.tensor([[0.9, 10.0], [0.0, 0.9]], dtype=torch.float64)
    _, trace = recurrence(matrix)
    norms = [float(torch.linalg.matrix_norm(trace.jacobian("h", at=k + 1, wrt="h", index=1)[0].detach(), 2))
             for k in range(STEPS)]  # fmt: skip
    peak = int(np.argmax(norms))
    expected = [np.linalg.norm(np.array([[0.9**k, 10 * k * 0.9 ** (k - 1)], [0, 0.9**k]]), 2) for k in range(STEPS)]
    np.testing.assert_allclose(norms, expected, rtol=1e-10)
    assert (peak, round(norms[peak], 1)) == (9, 38.7)
    assert norms[-1] < norms[peak] / 2


def test_a_moved_start_moves_the_state_by_the_power_of_its_eigenvalue():
    values = np.array([1.05, 0.9, 0.4])
    matrix, q = symmetric(values)
    start = noise(3, seed=3).numpy()
    (_, one), (_, other) = recurrence(matrix, start), recurrence(matrix, start + 1e-3 * q[:, 1])
    moved = np.linalg.norm(states(other) - states(one), axis=-1)
    np.testing.assert_allclose(moved, 1e-3 * 0.9 ** np.arange(1, STEPS + 1), rtol=1e-9)


def test_a_tanh_network_passes_on_no_more_than_the_powers_of_its_largest_singular_value():
    model = build(gr.load("elman"), {"x": 2, "h": 5}, 3).double()
    trace = model.run(x=noise(10, 1, 2))
    largest = float(torch.linalg.svdvals(model.W.detach())[0])
    for k in range(1, 9):
        passed = trace.jacobian("h", at=10, wrt="h", index=10 - k)[0].detach()
        assert float(torch.linalg.matrix_norm(passed, 2)) <= largest**k * (1 + 1e-12)
