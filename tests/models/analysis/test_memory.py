"""What is said to be remembered can be read, and no more; groups change when their clock says."""

import numpy as np
import pytest

from models.analysis.memory import linear_capacity, memory_capacity, recall
from models.analysis.updates import changed, clock, recurrent_weights, slower_or_equal
from models.errors import ModelError
from tests.models.cases import model_of, noise


def driven(recurrent: np.ndarray, entry: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    states, h = [], np.zeros(len(entry))
    for x in inputs:
        h = recurrent @ h + entry * x
        states.append(h)
    return np.array(states)


def white(steps: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-0.8, 0.8, steps)


def test_a_delay_line_holds_as_many_inputs_as_units() -> None:
    x, entry = white(1500), np.eye(6)[0]
    states = driven(np.eye(6, k=-1), entry, x)
    found = recall(states, x, lags=range(12), train=1000)
    np.testing.assert_allclose(found[:6], 1, atol=1e-12)
    assert found[6:].max() < 0.05
    assert linear_capacity(np.eye(6, k=-1), entry) == 6


def test_capacity_of_a_linear_reservoir_is_the_rank_of_what_inputs_reach() -> None:
    rng = np.random.default_rng(1)
    half = np.zeros((8, 8))
    half[:4, :4] = np.linalg.qr(rng.standard_normal((4, 4)))[0] * 0.9
    half[4:, 4:] = np.linalg.qr(rng.standard_normal((4, 4)))[0] * 0.9
    entry = np.concatenate([rng.standard_normal(4), np.zeros(4)])
    krylov = np.stack([np.linalg.matrix_power(half, k) @ entry for k in range(8)], 1)
    assert linear_capacity(half, entry) == np.linalg.matrix_rank(krylov) == 4


def test_capacity_is_at_most_the_number_of_units_on_steps_held_out_only() -> None:
    rng = np.random.default_rng(2)
    x = white(6000)
    recurrent = np.linalg.qr(rng.standard_normal((20, 20)))[0] * 0.9
    states = np.tanh(driven(recurrent, 0.1 * rng.uniform(-1, 1, 20), x))
    held_out = memory_capacity(states, x, longest=40, train=3000)
    assert 10 < held_out < 20.5
    few = slice(0, 400)
    in_sample = sum(
        np.corrcoef(features @ np.linalg.lstsq(features, past, rcond=None)[0], past)[0, 1] ** 2
        for lag in range(41)
        for features, past in [(states[few][41:], x[few][41 - lag : 400 - lag])]
    )
    assert in_sample > held_out + 0.5


def test_recall_is_the_squared_correlation_of_the_best_linear_reading() -> None:
    x, rng = white(600), np.random.default_rng(3)
    states = driven(rng.standard_normal((3, 3)) / 3, rng.standard_normal(3), x)
    features = np.c_[np.ones(598), states[2:]]
    weights = np.linalg.lstsq(features[:398], x[:398], rcond=None)[0]
    expected = np.corrcoef(features[398:] @ weights, x[398:598])[0, 1] ** 2
    assert recall(states, x, lags=[2], train=400)[0] == pytest.approx(expected, abs=1e-12)


def test_too_few_steps_are_told() -> None:
    with pytest.raises(ModelError, match="30 steps, 12 of them to fit, are too few for 10 units and lags up to 4"):
        recall(np.zeros((30, 10)), np.zeros(30), lags=[4], train=12)


def test_units_change_when_their_clock_says() -> None:
    text = "\n".join(
        f"h{i}[t] = where(t % {2**i} == 0, tanh(W{i} @ h{i}[t-1] + U{i} @ x[t]), h{i}[t-1])" for i in range(3)
    )
    model = model_of(text, x=2, h0=3, h1=3, h2=3)
    trace = model.run(x=noise(16, 1, 2))
    due = clock([1, 2, 4], 16)
    for group in range(3):
        moved = changed(trace[f"h{group}"][:, 0].detach().numpy())
        np.testing.assert_array_equal(moved, np.repeat(due[:, group : group + 1], 3, axis=1))


def test_groups_update_as_often_as_their_period_goes_into_the_steps() -> None:
    np.testing.assert_array_equal(clock([1, 2, 4, 8], 10).sum(0), [10, 5, 2, 1])
    np.testing.assert_array_equal(clock([1, 2, 4, 8], 10, first=0).sum(0), [10, 5, 3, 2])


def test_the_clockwork_mask_keeps_half_of_the_weights_and_the_diagonal() -> None:
    mask = slower_or_equal(4, 2)
    assert mask.sum() == recurrent_weights(8, 4) == 8 * 8 / 2 * (1 + 1 / 4)
    assert (mask == (np.arange(8)[:, None] // 2 <= np.arange(8)[None, :] // 2)).all()
