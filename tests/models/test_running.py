"""Running: every kind of definition, every input error, gradients through boundaries."""

import numpy as np
import pytest
import torch
from scipy.signal import lfilter

import graphviz_rnn as gr
import models
from graphviz_rnn.language.operations import INITIALISERS, OPERATIONS
from models.errors import ModelError
from models.rules import RULES


def double(text, sizes=None, seed=0):
    return models.build(gr.parse(text), sizes, seed).double()


def randn(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_every_operation_of_the_language_has_a_torch_rule():
    assert set(RULES) == set(OPERATIONS)


def test_leaky_unit_equals_scipys_filter():
    model = double("param alpha : scalar ~ 0.9 fixed\nmu[t] = alpha * mu[t-1] + (1 - alpha) * v[t]")
    v = randn(40, 1, 1)
    expected = lfilter([1 - 0.9], [1, -0.9], v[:, 0, 0].numpy())
    found = model.run(v=v.expand(40, 1, model.shapes["v"][0]))["mu"][:, 0, 0].detach().numpy()
    np.testing.assert_allclose(found, expected, atol=1e-7)  # 0.9 is stored in float32 first


def test_delay_alone_carries_the_gradient_by_powers_of_steps_over_delay():
    model = double("const d = 3\nparam w : scalar ~ 0.5\nh[t] = w * h[t-d] + x[t]")
    trace = model.run(x=randn(12, 1, model.shapes["x"][0]))
    for late, early, expected in [(12, 3, 0.5**3), (12, 12, 1.0), (12, 4, 0.0)]:
        found = trace.jacobian("h", at=late, wrt="h", index=early)
        torch.testing.assert_close(found[0].diagonal(), torch.full_like(found[0].diagonal(), expected))


def test_units_between_their_updates_are_bitwise_unchanged():
    model = double("h[t] = where(t % 2 == 0, tanh(W @ h[t-1] + U @ x[t]), h[t-1])")
    h = model.run(x=randn(9, 1, 3))["h"]
    assert torch.equal(h[2], h[1])
    assert torch.equal(h[4], h[3])
    assert not torch.equal(h[3], h[2])


def test_boundary_equation_gives_the_first_state_and_is_trained():
    trace = models.build(gr.load("dynamical_system_tanh")).run(lengths={"t": 3})
    model_z = trace.weights["z"]
    torch.testing.assert_close(trace.boundary("s", 0)[0], model_z)
    assert trace.grad("s", "z").norm() > 0


def test_gradient_at_the_default_boundary_is_that_of_the_first_step():
    model = double("h[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = sum[t](sum(h[t]))")
    trace = model.run(x=randn(4, 2, 3))
    first = trace["h"][0]
    expected = ((1 - first**2) * trace.grad("loss", "h")[0]) @ model.W
    torch.testing.assert_close(trace.boundary_grad("loss", "h"), expected)


def test_teacher_forced_output_recurrence_carries_no_gradient_to_earlier_hidden_units():
    model = double("h[t] = tanh(W @ y[t-1] + U @ x[t])\no[t] = V @ h[t]\nL[t] = cross_entropy(o[t], y[t])")
    trace = model.run(x=randn(5, 1, 3), y=torch.tensor([[0], [1], [2], [0], [1]]))
    assert trace.jacobian("o", at=5, wrt="h", index=4).abs().max() == 0
    assert trace.jacobian("o", at=5, wrt="h", index=5).abs().max() > 0


def test_zero_output_weights_lose_exactly_the_logarithm_of_the_number_of_classes():
    model = models.build(gr.load("elman"), {"x": 2, "o": 7}).double()
    with torch.no_grad():
        model.V.zero_(), model.c.zero_()
    loss = model.run(x=randn(9, 1, 2), y=torch.zeros(9, 1, dtype=torch.long))["loss"]
    assert float(loss.detach()) == pytest.approx(9 * np.log(7), abs=1e-12)


def test_the_same_seed_gives_the_same_weights_and_another_does_not():
    one, same, other = (models.build(gr.load("lstm"), seed=seed) for seed in (4, 4, 5))
    assert torch.equal(one.W_f, same.W_f)
    assert not torch.equal(one.W_f, other.W_f)


def test_reservoir_has_its_spectral_radius_and_is_not_trained():
    torch.set_default_dtype(torch.float64)
    try:
        model = models.build(
            gr.parse("param W : 60 x 60 ~ reservoir(radius=0.9, density=0.2) fixed\nh[t] = tanh(W @ h[t-1] + U @ x[t])")
        )
    finally:
        torch.set_default_dtype(torch.float32)
    assert float(torch.linalg.eigvals(model.W).abs().max()) == pytest.approx(0.9, abs=4e-15)
    assert not model.W.requires_grad
    assert model.U.requires_grad


@pytest.mark.parametrize("name", [one for one in INITIALISERS if one != "constant"])
def test_initialiser_fills_a_square_matrix(name):
    weights = models.build(gr.parse(f"param W : 6 x 6 ~ {name}\nh[t] = W @ h[t-1]"), seed=1).W.detach().double()
    properties = {
        "zeros": lambda w: (w == 0).all(), "ones": lambda w: (w == 1).all(),
        "normal": lambda w: 0.6 < w.std() < 1.5, "uniform": lambda w: w.abs().max() <= 1 and w.min() < 0,
        "xavier": lambda w: w.abs().max() <= (6 / 12) ** 0.5,
        "orthogonal": lambda w: torch.allclose(w @ w.T, torch.eye(6, dtype=torch.float64), atol=1e-6),
        "identity": lambda w: torch.equal(w, torch.eye(6, dtype=torch.float64)),
        "reservoir": lambda w: abs(float(torch.linalg.eigvals(w).abs().max()) - 0.9) < 1e-6,
    }  # fmt: skip
    assert properties[name](weights)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ["Input `x` is missing", "(T, batch, 3)"]),
        ({"x": torch.zeros(4, 1, 2)}, ["`x` has shape (4, 1, 2)", "expected (T, batch, 3)"]),
        ({"x": torch.zeros(4, 1, 3), "q": torch.zeros(1)}, ["`q` is given", "`x`, `y`"]),
        ({"x": torch.full((4, 1, 3), float("nan"))}, ["`x` holds values that are not finite"]),
        ({"x": torch.zeros(4, 1, 3), "y": torch.zeros(5, 1, 3)}, ["`y` has 5 steps", "`x` has 4"]),
        ({"x": torch.zeros(4, 1, 3), "y": torch.zeros(4, 2, 3)}, ["batch sizes differ", "`y` 2"]),
        ({"x": torch.zeros(4, 1, 3), "y": torch.full((4, 1), 7)}, ["`y` has classes from 7 to 7", "0 to 2"]),
        ({"x": [1, 2]}, ["`x` is a list", "tensor"]),
    ],
    ids=["missing", "shape", "unknown", "nan", "lengths", "batch", "classes", "type"],
)
def test_input_that_does_not_fit_is_told_in_a_sentence(given, words):
    model = models.build(gr.load("elman"), {"x": 3, "o": 3})
    with pytest.raises(ModelError) as caught:
        model.run(given)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_abstract_function_is_drawn_but_not_run():
    with pytest.raises(ModelError, match="`f` has no body, so the definition can be drawn but not run"):
        models.build(gr.load("dynamical_system"))


def test_without_target_the_rest_is_computed_and_the_loss_says_why_not():
    trace = models.build(gr.load("elman"), {"x": 3}).run(x=torch.zeros(4, 1, 3))
    assert trace["o"].shape == (4, 1, 3)
    with pytest.raises(ModelError, match="`loss` was not computed, since `y` was not given"):
        trace["loss"]


def test_gradient_without_recording_says_so():
    model = models.build(gr.load("elman"), {"x": 3})
    with torch.no_grad():
        trace = model.run(x=torch.zeros(4, 1, 3), y=torch.zeros(4, 1, dtype=torch.long))
    with pytest.raises(ModelError, match="carries no gradient"):
        trace.grad("loss", "h")
