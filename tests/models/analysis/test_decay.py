"""Predicted decay and growth are what recurrences, roots and time constants say."""

import numpy as np
import pytest
import torch
from scipy.signal import lfilter

from models.analysis.decay import companion, growth, power_line, singular_bounds, skip_gain
from models.analysis.time_constants import (
    e_folding_time,
    half_life,
    impulse_response,
    kept,
    mean_lag,
    rule_of_thumb,
)
from models.errors import ModelError
from tests.models.cases import model_of, noise


def random(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


def test_skip_connections_explode_though_both_weights_are_below_one() -> None:  # largest root of z⁵ − .7z⁴ − .5
    expected = np.abs(np.roots([1, -0.7, 0, 0, 0, -0.5])).max()
    assert growth({1: 0.7, 5: 0.5}) == pytest.approx(expected, abs=1e-13)
    assert expected == pytest.approx(1.0747, abs=5e-5)


def test_growth_of_matrices_is_what_a_long_run_grows_by() -> None:
    w, s = 0.4 * random(4, 4), 0.3 * random(4, 4, seed=1)
    expected, past = growth({1: w, 3: s}), [random(4, seed=2 + i) for i in range(3)]
    logs = 0.0
    for _ in range(6000):
        new = w @ past[-1] + s @ past[-3]
        size = np.linalg.norm(new)
        logs += np.log(size)
        past = [one / size for one in (*past[1:], new)]
    assert np.exp(logs / 6000) == pytest.approx(expected, rel=2e-3)


def test_companion_steps_the_stacked_states() -> None:
    w, s, past = random(2, 2), random(2, 2, seed=1), random(3, 2, seed=2)
    stepped = companion({1: w, 3: s}) @ past.ravel()
    np.testing.assert_allclose(stepped, np.concatenate([w @ past[0] + s @ past[2], past[0], past[1]]), atol=1e-14)


def test_weights_of_two_sizes_are_told() -> None:
    with pytest.raises(ModelError, match=r"1: \(2, 2\), 2: \(3, 3\); expected .* one size"):
        growth({1: np.eye(2), 2: np.eye(3)})


def test_powers_of_a_delay_pass_through_its_gains() -> None:
    assert [skip_gain(0.5, lag, delay=4) for lag in (0, 3, 4, 8)] == [1.0, 0.0, 0.5, 0.25]
    np.testing.assert_allclose(power_line(0.5, [0, 4, 8], delay=4), [1.0, 0.5, 0.25])


def test_gradients_stay_between_the_singular_bounds() -> None:  # σ_min^k ‖g‖ ≤ ‖(Wᵀ)^k g‖ ≤ σ_max^k ‖g‖
    w, g, lags = random(5, 5), random(5, seed=3), range(12)
    lowest, highest = singular_bounds(w, lags)
    norms = [np.linalg.norm(np.linalg.matrix_power(w.T, k) @ g) / np.linalg.norm(g) for k in lags]
    assert (lowest <= np.array(norms) * (1 + 1e-9)).all()
    assert (np.array(norms) <= highest * (1 + 1e-9)).all()


@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.9, 0.99])
def test_impulse_response_is_that_of_the_filter_and_of_the_model(alpha: float) -> None:
    pulse = np.zeros(40)
    pulse[0] = 1
    response = impulse_response(alpha, 40)
    np.testing.assert_allclose(response, lfilter([1 - alpha], [1, -alpha], pulse), atol=1e-15)
    model = model_of(f"m[t] = {alpha} * m[t-1] + {1 - alpha} * v[t]", v=1, m=1)
    ran = model.run(v=torch.from_numpy(pulse).reshape(40, 1, 1))["m"]
    np.testing.assert_allclose(response, ran[:, 0, 0].detach(), atol=1e-15)


@pytest.mark.parametrize("alpha", [0.3, 0.9, 0.99])
def test_time_constants_are_those_of_the_impulse_response(alpha: float) -> None:
    response = impulse_response(alpha, 6000)
    assert response.sum() == pytest.approx(1, abs=1e-12)
    assert (np.arange(6000) * response).sum() == pytest.approx(float(mean_lag(alpha)), rel=1e-9)
    assert alpha ** float(e_folding_time(alpha)) == pytest.approx(np.exp(-1))
    assert alpha ** float(half_life(alpha)) == pytest.approx(0.5)


def test_the_rule_of_thumb_is_only_that() -> None:
    assert float(e_folding_time(0.9)) == pytest.approx(9.4912, abs=1e-4)
    assert float(rule_of_thumb(0.9)) == pytest.approx(10)
    assert float(e_folding_time(1.0)) == np.inf
    assert float(e_folding_time(0.0)) == 0.0


def test_what_gates_keep_is_the_gradient_along_the_cell() -> None:
    text = "s[t] = sigmoid(z[t]) * s[t-1] + x[t]\ninput z[t] : 2\ninput x[t] : 2"
    model, z = model_of(text), noise(6, 1, 2)
    trace = model.run(z=z, x=noise(6, 1, 2, seed=4))
    table = kept(z[:, 0].sigmoid().numpy())
    for t in range(6):
        for before in range(6):
            expected = trace.jacobian("s", at=t + 1, wrt="s", index=before + 1)[0].diagonal()
            np.testing.assert_allclose(table[t, before], expected, atol=1e-15)
