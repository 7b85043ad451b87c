"""Jacobians between any two steps are those of autograd, and of the equations where these are linear."""

import numpy as np
import pytest
import torch

from graphviz_rnn.shelf import gallery, load
from models import build
from models.analysis.carriers import carriers
from models.analysis.jacobians import jacobian_norms, jacobians, step_jacobians
from models.errors import ModelError
from tests.models.cases import ENCODER_DECODER, model_of, noise

GRU = """
r[t] = sigmoid(b_r + U_r @ x[t] + W_r @ h[t-1])
z[t] = sigmoid(b_z + U_z @ x[t] + W_z @ h[t-1])
h[t] = z[t] * h[t-1] + (1 - z[t]) * tanh(b + U @ x[t] + W @ (r[t] * h[t-1]))
"""
SKIP = "h[t] = tanh(W @ h[t-1] + S @ h[t-3] + U @ x[t])"
CLOCKWORK = "h[t] = where(t % 2 == 0, tanh(W @ h[t-1] + U @ x[t]), h[t-1])"
LEAKY = "h[t] = 0.9 * mean(tanh(U @ x[t] + v * h[t-1]))\nparam v : 3"
STARTED = "h[0] = z\nh[t] = tanh(W @ h[t-1] + U @ x[t])\nparam z : 3"
DELAYED_INPUT = "h[t] = tanh(W @ h[t-1] + U @ x[t-1])"
CELL = load("lstm").text
CASES = {
    "elman": (load("elman").text, ("h",)),
    "lstm": (CELL, ("h", "s")),
    "gru": (GRU, ("h",)),
    "skip": (SKIP, ()),
    "clockwork": (CLOCKWORK, ()),
    "scalar": (LEAKY, ("h",)),
    "given start": (STARTED, ("h",)),
    "delayed input": (DELAYED_INPUT, ()),
    "backwards": ("h[t] = tanh(W @ h[t+1] + U @ x[t])", ()),
}


@pytest.mark.parametrize("name", CASES)
def test_jacobians_are_those_of_autograd(name: str) -> None:
    text, bearing = CASES[name]
    sizes = {"x": 2} if name == "scalar" else {"x": 2, "h": 3}
    model, x = model_of(text, seed=3, **sizes), noise(6, 2, 2)
    assert carriers(model.definition, "h") == bearing
    trace = model.run(x=x)
    found = jacobians(model, trace)
    for t in range(1, 7):
        for before in range(1, 7):
            expected = trace.jacobian("h", at=t, wrt="h", index=before)[0]
            np.testing.assert_allclose(found[t - 1, before - 1], expected, atol=1e-13)


def test_a_cell_that_the_state_is_read_from_is_asked_of_autograd() -> None:
    model, x = model_of(CELL, x=2, h=3), noise(5, 1, 2)
    assert carriers(model.definition, "s") == ()
    trace = model.run(x=x)
    found = jacobians(model, trace, "s")
    np.testing.assert_allclose(found[4, 1], trace.jacobian("s", at=5, wrt="s", index=2)[0], atol=1e-13)


def test_an_encoder_is_seen_beside_its_decoder() -> None:
    model, x = model_of(ENCODER_DECODER, x=2, h=3, g=4), noise(5, 1, 2)
    found, trace = (
        jacobians(model, model.run({"x": x, "y": noise(3, 1, model.shapes["y"][0])})),
        model.run(x=x, lengths={"s": 1}),
    )
    np.testing.assert_allclose(found[4, 0], trace.jacobian("h", at=5, wrt="h", index=1)[0], atol=1e-13)


def test_a_linear_recurrence_has_powers_of_its_matrix() -> None:  # book 10.37
    model = model_of("h[t] = W @ h[t-1] + U @ x[t]", x=1, h=4)
    w = model.weights["W"].detach().numpy()
    found = jacobian_norms(model, model.run({"x": noise(8, 1, 1)}), ends=[8])
    expected = [np.linalg.norm(np.linalg.matrix_power(w, 8 - t), 2) for t in range(1, 9)]
    np.testing.assert_allclose(found, [expected], rtol=1e-12)


def test_delay_d_alone_decays_with_the_lag_over_d() -> None:  # w^(τ/d) if d divides τ, else 0
    model = model_of("h[t] = 0.8 * h[t-3] + x[t]", x=1, h=1)
    found = jacobian_norms(model, model.run({"x": noise(10, 1, 1)}), ends=[10])[0, ::-1]
    expected = [0.8 ** (lag // 3) if lag % 3 == 0 else 0.0 for lag in range(10)]
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_tanh_never_exceeds_the_largest_singular_value_to_the_lag() -> None:
    model, x = build(load("elman"), {"x": 3, "h": 6}, seed=1).double(), noise(12, 1, 3)
    largest = float(torch.linalg.matrix_norm(model.W.detach(), 2))
    norms = jacobian_norms(model, model.run({"x": x}))
    for t in range(12):
        for before in range(t + 1):
            assert norms[t, before] <= largest ** (t - before) * (1 + 1e-12)


def test_single_steps_are_the_first_diagonal() -> None:
    for text in (GRU, SKIP):
        model, x = model_of(text, x=2, h=3), noise(6, 1, 2)
        whole, single = jacobians(model, model.run(x=x)), step_jacobians(model, model.run(x=x))
        np.testing.assert_allclose(single, [whole[t, t - 1] for t in range(1, 6)], atol=1e-14)


def test_frobenius_norm_counts_every_entry() -> None:
    model = model_of(GRU, x=2, h=3)
    trace = model.run(x=noise(4, 1, 2))
    norms = jacobian_norms(model, trace, norm="frobenius")
    np.testing.assert_allclose(norms, np.sqrt((jacobians(model, trace) ** 2).sum((2, 3))), rtol=1e-12)
    assert norms[3, 3] == pytest.approx(np.sqrt(3))


@pytest.mark.parametrize("name", gallery())
def test_jacobians_of_the_gallery_are_those_of_autograd(name: str) -> None:
    definition = load(name)
    states = [one for one in definition.names("state") if len(definition.axes[one]) == 1]
    if definition.abstract_functions or not states:
        pytest.skip("nothing to differentiate")
    model = build(definition, seed=1).double()
    given = {
        one: noise(*[5] * len(definition.axes.get(one, ())), 2, *model.shapes[one])
        for one in definition.names("input", "target")
    }
    trace = model.run(given, lengths={} if given else dict.fromkeys(definition.lengths, 5))
    for state in (one for one in states if trace[one].requires_grad):
        found = jacobians(model, trace, state, ends=[4])
        for before in range(1, 6):
            expected = trace.jacobian(state, at=4, wrt=state, index=before)[0]
            np.testing.assert_allclose(found[0, before - 1], expected, atol=1e-12)


@pytest.mark.parametrize(
    ("state", "ends", "words"),
    [("W", None, "`W` is no variable on one axis"), ("h", [9], "`h` has no step 9; its steps are 1 to 4")],
)
def test_what_has_no_jacobian_is_told(state: str, ends: list[int] | None, words: str) -> None:
    model = model_of(GRU, x=2, h=3)
    with pytest.raises(ModelError, match=words):
        jacobians(model, model.run({"x": noise(4, 1, 2)}), state, ends=ends)
