"""Readouts are the minimum of a convex loss, and touch nothing else."""

import numpy as np
import pytest
import torch

import graphviz_rnn as gr
from models.continuation import continued
from models.errors import ModelError
from models.radius import scaled
from models.reservoirs.readout import features, fit_readout, readout_of
from models.reservoirs.ridge import ridge_regression
from models.reservoirs.weights import reservoir, reservoir_weights
from tests.models.cases import difference, model_of, noise

LEAKY = gr.load("echo_state_leaky").text


def random(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_ridge_regression_is_where_the_gradient_is_zero(penalty: float) -> None:  # Xᵀ(XW − Y) + λW = 0
    x, y = random(40, 6), random(40, 2, seed=1)
    w = ridge_regression(x, y, penalty=penalty)
    np.testing.assert_allclose(x.T @ (x @ w - y) + penalty * w, 0, atol=1e-12)
    np.testing.assert_allclose(w, np.linalg.solve(x.T @ x + penalty * np.eye(6), x.T @ y), atol=1e-12)


def test_ridge_regression_keeps_digits_that_the_normal_equations_lose() -> None:
    base, true = random(60, 5), random(6, 1, seed=2)
    x = np.c_[base, base[:, :1] + 1e-9 * random(60, 1, seed=3)]
    y = x @ true
    ours = np.linalg.norm(x @ ridge_regression(x, y) - y)
    normal = np.linalg.norm(x @ np.linalg.lstsq(x.T @ x, x.T @ y, rcond=None)[0] - y)
    assert ours < 1e-13
    assert normal > 100 * ours


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ridge_regression(random(3, 2), random(3, 1), penalty=-1.0), "penalty is -1.0; expected 0 or more"),
        (lambda: ridge_regression(random(3, 2), random(4, 1)), "3 rows of features and 4 of targets"),
        (lambda: scaled(np.eye(3, k=1), 0.9), "spectral radius 0"),
        (lambda: reservoir(gr.load("echo_state"), Q=random(2, 2)), "`Q` is no parameter .* it has W, U, b, c, V"),
        (lambda: readout_of(model_of("o[t] = tanh(V @ x[t])")), "`o` is not read out linearly"),
        (lambda: readout_of(model_of("o[t] = V @ x[t-1]")), "`o` is not read out linearly"),
        (lambda: readout_of(model_of("h[t] = V @ x[t]")), "`o` is computed by no equation"),
        (lambda: fit_readout(model := model_of(LEAKY, x=2), model.run(x=noise(5, 1, 2))), "targets none; expected one"),
    ],
)
def test_what_cannot_be_fitted_is_told(call, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        call()


def test_a_readout_is_found_in_the_equations() -> None:
    found = readout_of(model_of(LEAKY))
    assert (found.biases, found.reads) == (("c",), (("V", ("x", "h")),))
    two = readout_of(model_of("h[t] = tanh(x[t])\no[t] = V @ h[t] + (c + P @ x[t])"))
    assert (two.biases, two.reads) == (("c",), (("V", ("h",)), ("P", ("x",))))


def test_a_fitted_readout_has_no_gradient_left_and_all_other_weights_are_as_before() -> None:
    model, x, y = model_of(LEAKY, x=2, h=5, o=3), noise(40, 2, 2), noise(40, 2, 3, seed=4)
    before = {name: one.detach().clone() for name, one in model.weights.items()}
    fit_readout(model, model.run(x=x, y=y))
    trace = model.run(x=x, y=y)
    for name in ("c", "V"):
        assert float(trace.grad("loss", name).abs().max()) < 1e-12
        assert difference(before[name], model.weights[name]) > 1e-3
    assert all(torch.equal(before[name], model.weights[name]) for name in ("W", "U", "b", "a"))


def test_the_washout_is_not_fitted_and_features_stand_in_the_readouts_order() -> None:
    model, x, y = model_of(LEAKY, x=2, h=5, o=1), noise(30, 1, 2), noise(30, 1, 1, seed=4)
    trace = model.run(x=x, y=y)
    expected = np.c_[np.ones(20), trace["x"][10:, 0].detach(), trace["h"][10:, 0].detach()]
    np.testing.assert_array_equal(features(trace, readout_of(model), washout=10), expected)
    found = fit_readout(model, trace, washout=10, penalty=0.1)
    np.testing.assert_allclose(found, ridge_regression(expected, y[10:, 0].numpy(), penalty=0.1), atol=1e-13)


@pytest.mark.parametrize("kind", ["uniform", "normal", "orthogonal"])
def test_reservoir_weights_have_the_spectral_radius_asked_for(kind) -> None:
    weights = reservoir_weights(40, radius=0.8, kind=kind, density=0.3, seed=1)
    assert np.abs(np.linalg.eigvals(weights)).max() == pytest.approx(0.8, abs=1e-12)
    np.testing.assert_array_equal(weights, reservoir_weights(40, radius=0.8, kind=kind, density=0.3, seed=1))
    if kind == "orthogonal":
        np.testing.assert_allclose(weights @ weights.T, 0.64 * np.eye(40), atol=1e-12)
    else:
        assert 0.2 < (weights != 0).mean() < 0.4


def test_two_starts_of_a_contracting_reservoir_meet_at_the_rate_of_its_singular_value() -> None:  # Jaeger, Prop. 3a
    text = "h[0] = s\nh[t] = tanh(W @ h[t-1] + U @ x[t])\ninput s : 8"
    model, x = model_of(text, x=1, h=8), noise(30, 1, 1)
    with torch.no_grad():
        model.W.mul_(0.9 / torch.linalg.matrix_norm(model.W, 2))
    one, other = (model.run(x=x, s=noise(1, 8, seed=seed))["h"][:, 0].detach() for seed in (3, 4))
    apart, first = (one - other).norm(dim=-1), (noise(1, 8, seed=3) - noise(1, 8, seed=4)).norm()
    assert (apart <= 0.9 ** torch.arange(1, 31) * first * (1 + 1e-12)).all()


def test_going_on_from_a_trace_is_the_second_half_of_one_run() -> None:
    text = gr.load("lstm").text
    model, x = model_of(text, x=3, o=3), noise(9, 2, 3)
    whole = model.run(x=x)
    after = continued(model, model.run(x=x[:5]), steps=4, given={"x": x[5:]})
    torch.testing.assert_close(after["h"], whole["h"][5:], atol=1e-14, rtol=0)
    torch.testing.assert_close(after["o"], whole["o"][5:], atol=1e-14, rtol=0)


def test_going_on_feeds_each_output_to_the_next_input() -> None:
    model, x = model_of(LEAKY, x=1, h=6, o=1), noise(5, 1, 1)
    begun = model.run(x=x)
    free = continued(model, begun, steps=6, feed={"x": "o"})
    fed = torch.cat([begun["o"][-1:], free["o"][:-1]])
    torch.testing.assert_close(free["x"], fed, atol=0, rtol=0)
    torch.testing.assert_close(model.run(x=torch.cat([x, fed]))["o"][5:], free["o"], atol=1e-14, rtol=0)


def test_going_on_replaces_targets_by_feedback() -> None:
    model = model_of(gr.load("echo_state_feedback").text, x=1, h=6, o=1)
    x, y = noise(10, 1, 1), noise(5, 1, 1, seed=3)
    free = continued(model, model.run(x=x[:5], y=y), steps=5, given={"x": x[5:]})
    forced = model.run(x=x, y=torch.cat([y, free["y"].detach()]))
    torch.testing.assert_close(forced["o"][5:], free["o"], atol=1e-14, rtol=0)
    assert torch.equal(free["y"], free["o"])


@pytest.mark.parametrize(
    ("text", "feed", "words"),
    [
        ("h[t] = tanh(W @ h[t-2] + U @ x[t])", {}, "`h` reads `h` 2 steps back"),
        (LEAKY, {"x": "h"}, "`h` cannot be fed to `x`"),
        (gr.load("echo_state_feedback").text, {}, "no `h` to go on from"),
    ],
)
def test_what_cannot_go_on_is_told(text: str, feed: dict[str, str], words: str) -> None:
    model = model_of(text, x=2, h=3)
    with pytest.raises(ModelError, match=words):
        continued(model, model.run(x=noise(4, 1, 2)), steps=2, feed=feed)
