"""Gradients obey the book's equations 10.18 to 10.28, finite differences, and causality."""

import pytest
import torch
from torch import Tensor

from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import load
from models import Trace, build
from tests.models.cases import BIDIRECTIONAL, classes, difference, model_of, noise

STEPS, BATCH = 5, 2


@pytest.fixture(scope="module")
def trace() -> Trace:
    model = build(load("elman"), sizes={"x": 3, "h": 4, "o": 3}, seed=5).double()
    return model.run(x=noise(STEPS, BATCH, 3), y=classes(STEPS, BATCH, count=3))


def test_gradient_at_the_outputs_is_softmax_minus_target(trace: Trace) -> None:  # 10.18
    expected = trace["o"].softmax(-1) - trace["y"]
    assert difference(trace.grad("loss", "o"), expected) < 1e-12


def test_gradient_at_the_last_state_comes_from_its_output_alone(trace: Trace) -> None:  # 10.19
    assert difference(trace.grad("loss", "h")[-1], trace.grad("loss", "o")[-1] @ trace.weights["V"]) < 1e-12


def test_gradient_at_a_state_comes_from_its_output_and_the_next_state(trace: Trace) -> None:  # 10.20, 10.21
    dh, do = trace.grad("loss", "h"), trace.grad("loss", "o")
    back = ((1 - trace["h"][1:] ** 2) * dh[1:]) @ trace.weights["W"]
    assert difference(dh[:-1], back + do[:-1] @ trace.weights["V"]) < 1e-12


def _before(h: Tensor) -> Tensor:
    return torch.cat([torch.zeros_like(h[:1]), h[:-1]])


def test_gradients_of_parameters_are_sums_over_the_steps(trace: Trace) -> None:  # 10.22 to 10.28
    h, do = trace["h"], trace.grad("loss", "o")
    da = (1 - h**2) * trace.grad("loss", "h")
    expected = {
        "c": do.sum((0, 1)),
        "b": da.sum((0, 1)),
        "V": torch.einsum("tbi,tbj->ij", do, h),
        "W": torch.einsum("tbi,tbj->ij", da, _before(h)),
        "U": torch.einsum("tbi,tbj->ij", da, trace["x"]),
    }
    for name, value in expected.items():
        assert difference(trace.grad("loss", name), value) < 1e-12


@pytest.mark.parametrize("name", ["W", "U", "V", "b", "c"])
def test_gradients_equal_central_differences(name: str) -> None:
    model = build(load("elman"), sizes={"x": 2, "h": 3, "o": 2}, seed=5).double()
    data = {"x": noise(STEPS, BATCH, 2), "y": classes(STEPS, BATCH, count=2)}
    expected, weight = model.run(data).grad("loss", name).flatten(), model.weights[name]
    for position in range(weight.numel()):
        moved = []
        for step in (1e-5, -1e-5):
            with torch.no_grad():
                weight.view(-1)[position] += step
                moved.append(float(model.run(data)["loss"].sum()))
                weight.view(-1)[position] -= step
        assert abs((moved[0] - moved[1]) / 2e-5 - float(expected[position])) < 1e-8


def test_jacobian_between_states_is_the_product_of_the_steps(trace: Trace) -> None:
    factors = [torch.diag_embed(1 - h_t**2) @ trace.weights["W"] for h_t in trace["h"][2:]]
    expected = factors[2] @ factors[1] @ factors[0]
    assert difference(trace.jacobian("h", at=5, wrt="h", index=2), expected) < 1e-12


def test_jacobian_of_a_state_with_respect_to_itself_is_the_identity(trace: Trace) -> None:
    assert difference(trace.jacobian("h", at=3, wrt="h", index=3), torch.eye(4).double().expand(BATCH, 4, 4)) == 0


def test_jacobian_with_respect_to_an_input_and_of_a_scalar(trace: Trace) -> None:
    direct = torch.diag_embed(1 - trace["h"][3] ** 2) @ trace.weights["U"]
    assert difference(trace.jacobian("h", at=4, wrt="x", index=4), direct) < 1e-12
    assert trace.jacobian("L", at=4, wrt="h", index=2).shape == (BATCH, 1, 4)


def test_jacobian_of_a_series_with_one_step() -> None:
    model = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])", h=2)
    trace = model.run(x=noise(1, BATCH, 3))
    assert difference(trace.jacobian("h", at=1, wrt="h", index=1), torch.eye(2).double().expand(BATCH, 2, 2)) == 0


def test_a_loss_does_not_depend_on_later_inputs() -> None:
    model = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])\nL[t] = mse(h[t], y[t])\nearly = L[2]")
    grad = model.run(x=noise(STEPS, BATCH, 3), y=noise(STEPS, BATCH, 3)).grad("early", "x")
    assert bool((grad[2:] == 0).all())
    assert bool((grad[:2] != 0).all())


def test_each_direction_sees_only_its_side_of_a_changed_input() -> None:
    model, x = model_of(BIDIRECTIONAL), noise(STEPS, BATCH, 3)
    other = x.clone()
    other[2] += 1
    before, after = model.run(x=x), model.run(x=other)
    assert difference(before["h"][:2], after["h"][:2]) == 0
    assert difference(before["g"][3:], after["g"][3:]) == 0
    assert bool((before["h"][2] != after["h"][2]).all())
    assert bool((before["g"][2] != after["g"][2]).all())


def test_gradient_at_the_start_passes_through_the_first_step(trace: Trace) -> None:
    da = (1 - trace["h"][0] ** 2) * trace.grad("loss", "h")[0]
    assert difference(trace.boundary_grad("loss", "h"), da @ trace.weights["W"]) < 1e-12


def test_teacher_forcing_decouples_the_steps_of_an_output_recurrence() -> None:
    model = model_of("h[t] = tanh(b + W @ y[t-1] + U @ x[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])\nlast = L[T]")
    trace = model.run(x=noise(STEPS, BATCH, 3), y=noise(STEPS, BATCH, 3))
    assert bool((trace.grad("last", "h")[:-1] == 0).all())
    assert bool((trace.grad("last", "h")[-1] != 0).all())


def test_a_copy_has_a_gradient_of_its_own() -> None:
    model = model_of("h[t] = where(t == 2, x[t] + h[t-1], h[t-1])\nz[t] = x[t]\nloss = sum[t](sum(h[t] + z[t] + x[t]))")
    trace = model.run(x=noise(3, 1, 3))
    assert [float(one[0, 0]) for one in trace.grad("loss", "h")] == [3, 2, 1]  # h(3) copies h(2)
    assert [float(one[0, 0]) for one in trace.grad("loss", "z")] == [1, 1, 1]
    assert [float(one[0, 0]) for one in trace.grad("loss", "x")] == [2, 4, 2]


def test_there_is_a_gradient_at_a_spike_but_not_through_it() -> None:
    model = model_of("input x[t] : scalar\nz[t] = step(x[t])\nr[t] = r[t-1] / 2 + z[t]\nloss = r[T]", r=1)
    trace = model.run(x=noise(3, 1))
    assert trace.grad("loss", "z").flatten().tolist() == [0.25, 0.5, 1]
    assert trace.grad("loss", "x").flatten().tolist() == [0, 0, 0]


def test_gradient_of_a_shared_matrix_is_the_sum_over_its_copies_at_every_step(trace: Trace) -> None:  # 10.25, 10.26
    text = load("elman").text.replace("W @ h[t-1]", "W[t] @ h[t-1]")
    copied = build(parse(f"input W[t] : 4 x 4\n{text}"), sizes={"x": 3, "h": 4, "o": 3}).double()
    with torch.no_grad():
        for name, weight in copied.weights.items():
            weight.copy_(trace.weights[name])
    copies = trace.weights["W"].detach().expand(STEPS, BATCH, 4, 4)
    own = copied.run(x=trace["x"], y=trace["y"], W=copies)
    assert difference(own.grad("loss", "W").sum((0, 1)), trace.grad("loss", "W")) < 1e-12
    assert difference(own["h"], trace["h"]) < 1e-14
