"""Gated units (Goodfellow et al. 2016, section 10.10): what each gate does when it is held, and how variants relate."""

import math

import numpy as np
import pytest
import torch
from scipy.signal import lfilter
from torch import nn

import graphviz_rnn as gr
from models import build
from models.torch_modules import copied_in
from tests.models.cases import difference, noise

STEPS, BATCH, INPUTS, UNITS = 8, 2, 3, 4
OPEN, SHUT = 1e3, -1e3


def model_of(name, seed=0):
    return build(gr.load(name), {"x": INPUTS, "h": UNITS}, seed).double()


def given():
    return noise(STEPS, BATCH, INPUTS)


def hold(model, gate, bias):
    """Make a gate the same at every step: the sigmoid of ``bias``."""
    with torch.no_grad():
        for part in ("U", "W"):
            model.weights[f"{part}_{gate}"].zero_()
        model.weights[f"b_{gate}"].copy_(torch.as_tensor(bias, dtype=torch.float64))


def share(model, other):
    """Give ``other`` the weights of ``model`` under the same names."""
    with torch.no_grad():
        for name, weight in other.weights.items():
            if name in model.weights:
                weight.copy_(model.weights[name])


def kept(trace, name, *, late, early):
    return trace.jacobian(name, at=late, wrt=name, index=early)


# ---- LSTM ----


def test_peepholes_of_weight_zero_are_an_lstm_and_cost_three_weights_a_unit():
    plain, peeping = model_of("lstm"), model_of("lstm_peephole")
    share(plain, peeping)
    assert difference(peeping.run(x=given())["h"], plain.run(x=given())["h"]) > 1e-3
    with torch.no_grad():
        peeping.p_f.zero_(), peeping.p_g.zero_(), peeping.p_q.zero_()
    assert difference(peeping.run(x=given())["h"], plain.run(x=given())["h"]) < 1e-15
    count = [sum(one.numel() for one in model.parameters()) for model in (plain, peeping)]
    assert count[1] - count[0] == 3 * UNITS


def test_peepholes_look_at_the_old_state_before_it_changes_and_at_the_new_one_after():
    trace = model_of("lstm_peephole").run(x=given())
    for gate, step in (("f", 4), ("g", 4), ("q", 5)):
        by_step = [trace.jacobian(gate, at=5, wrt="s", index=index) for index in range(1, len(trace["s"]) + 1)]
        assert bool((by_step[step - 1].diagonal(dim1=1, dim2=2) != 0).all())
        assert not any(one.any() for one in by_step[step:])


def test_sigmoid_candidate_is_half_a_tanh_of_half_its_weights():
    trace = model_of("lstm_book").run(x=given())
    before = torch.cat([torch.zeros_like(trace["h"][:1]), trace["h"][:-1]])
    w = trace.weights
    inside = w["b"] + before @ w["W"].T + given() @ w["U"].T
    assert difference(trace["k"], (1 + torch.tanh(inside / 2)) / 2) < 1e-15


def test_a_state_with_a_sigmoid_candidate_never_falls_below_zero_and_one_with_tanh_does():
    assert bool((model_of("lstm_book").run(x=given())["s"] > 0).all())
    assert bool((model_of("lstm").run(x=given())["s"] < 0).any())


def test_hidden_state_is_below_one_and_the_cell_grows_by_at_most_one_a_step():
    model = model_of("lstm")
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(20)
    trace = model.run(x=given())
    assert bool((trace["h"].abs() <= 1).all())
    bound = torch.arange(1, STEPS + 1).reshape(-1, 1, 1)
    assert bool((trace["s"].abs() <= bound).all())
    assert float(trace["s"].detach().abs().max()) > 2


def test_an_open_forget_gate_and_gates_without_the_past_carry_errors_unchanged():
    model = model_of("lstm")
    hold(model, "f", OPEN)
    with torch.no_grad():
        model.W_g.zero_(), model.W.zero_(), model.W_q.zero_()
    trace = model.run(x=given())
    assert torch.equal(kept(trace, "s", late=8, early=1), torch.eye(UNITS).double().expand(BATCH, -1, -1))
    written = trace["g"] * trace["k"]  # the cell of Hochreiter & Schmidhuber (1997), which had no forget gate
    assert difference(trace["s"], written.cumsum(0)) < 1e-14


def test_the_cell_keeps_the_product_of_its_forget_gates():
    model = model_of("lstm")
    with torch.no_grad():
        for name in ("W_f", "W_g", "W", "W_q"):
            model.weights[name].zero_()
    trace = model.run(x=given())
    expected = torch.diag_embed(trace["f"][3:8].prod(0))
    assert difference(kept(trace, "s", late=8, early=3), expected) < 1e-15


def test_a_shut_forget_gate_forgets_at_once():
    model = model_of("lstm")
    hold(model, "f", SHUT)
    trace = model.run(x=given())
    assert difference(trace["s"], trace["g"] * trace["k"]) == 0


def test_forget_bias_of_one_keeps_three_quarters_of_the_gradient_at_the_start():
    model = model_of("lstm")
    assert torch.equal(model.b_f, torch.ones(UNITS).double())
    with torch.no_grad():
        for name, weight in model.weights.items():
            weight.zero_() if name != "b_f" else None
    trace = model.run(x=given())
    sigma = 1 / (1 + math.exp(-1))
    assert difference(trace["f"], torch.full_like(trace["f"], sigma)) < 1e-15
    assert round(sigma, 4) == 0.7311
    expected = sigma**5 * torch.eye(UNITS).double().expand(BATCH, -1, -1)
    assert difference(kept(trace, "s", late=7, early=2), expected) < 1e-15


def test_an_lstm_with_constant_gates_is_a_leaky_unit():
    model = model_of("lstm")
    hold(model, "f", math.log(0.8 / 0.2)), hold(model, "g", math.log(0.2 / 0.8))
    trace = model.run(x=given())
    expected = lfilter([0.2], [1, -0.8], trace["k"].detach().numpy(), axis=0)
    np.testing.assert_allclose(trace["s"].detach().numpy(), expected, rtol=0, atol=1e-14)


# ---- GRU ----


def both_grus(*, diagonal, bias):
    after, before = model_of("gru", seed=2), model_of("gru_before", seed=2)
    with torch.no_grad():
        if diagonal:
            after.W_n.copy_(torch.diag(torch.diagonal(after.W_n)))
        after.d_n.fill_(bias)
    share(after, before)
    return difference(after.run(x=given())["h"], before.run(x=given())["h"])


def test_reset_before_and_after_the_matrix_agree_only_for_a_diagonal_matrix_without_inner_bias():
    assert both_grus(diagonal=True, bias=0.0) < 1e-15
    assert both_grus(diagonal=False, bias=0.0) > 1e-3
    assert both_grus(diagonal=True, bias=0.5) > 1e-3


@pytest.mark.parametrize("name", ["gru", "gru_before"])
def test_an_open_update_gate_keeps_the_state_to_the_bit(name):
    model = model_of(name)
    hold(model, "z", OPEN)
    with torch.no_grad():
        model.U_z[:, 0] = 2 * SHUT
    x = given()
    x[:, :, 0] = 0
    x[0, :, 0] = 1  # the first input alone shuts the gate
    h = model.run(x=x)["h"]
    assert all(torch.equal(h[t], h[0]) for t in range(1, STEPS))
    assert bool((h[0] != 0).all())


def test_a_shut_update_gate_replaces_the_state_by_the_candidate():
    model = model_of("gru")
    hold(model, "z", SHUT)
    trace = model.run(x=given())
    assert torch.equal(trace["h"], trace["n"])


@pytest.mark.parametrize("name", ["gru", "gru_before"])
def test_a_gru_that_resets_nothing_and_keeps_nothing_is_an_elman_network(name):
    model = model_of(name)
    hold(model, "z", SHUT), hold(model, "r", OPEN)
    if name == "gru":
        with torch.no_grad():
            model.d_n.zero_()
    module = nn.RNN(INPUTS, UNITS, dtype=torch.float64)
    copied_in(module, {one: model.weights[f"{one}_n"] for one in "UWb"})
    assert difference(model.run(x=given())["h"], module(given())[0]) < 1e-14


def test_a_gru_with_a_constant_update_gate_is_a_leaky_network():
    model, leaky = model_of("gru_before"), model_of("leaky_learned")
    hold(model, "r", OPEN), hold(model, "z", leaky.a.detach())
    with torch.no_grad():
        leaky.b.copy_(model.b_n), leaky.W.copy_(model.W_n), leaky.U.copy_(model.U_n)
    assert difference(model.run(x=given())["h"], leaky.run(x=given())["h"]) < 1e-14


def test_a_reset_hides_the_past_from_the_candidate():
    model = model_of("gru_before")
    hold(model, "r", SHUT)
    trace = model.run(x=given())
    expected = torch.tanh(model.b_n + given() @ model.U_n.T)
    assert difference(trace["n"], expected) < 1e-15


def test_the_books_gru_is_chos_with_gates_that_read_the_input_of_the_step_before():
    text = gr.load("gru_before").text.replace("U_r @ x[t]", "U_r @ x[t-1]").replace("U_z @ x[t]", "U_z @ x[t-1]")
    shifted = build(gr.parse(text.replace("n[t] = tanh(", "n[t] = sigmoid(")), {"x": INPUTS, "h": UNITS}).double()
    book = model_of("gru_book", seed=6)
    with torch.no_grad():
        for ours, theirs in (("", "_n"), ("_u", "_z"), ("_r", "_r")):
            for part in "bUW":
                shifted.weights[part + theirs].copy_(book.weights[part + ours])
    ours, theirs = book.run(x=given()), shifted.run(x=given())
    assert difference(ours["h"], theirs["h"]) < 1e-15
    assert difference(ours["u"][:-1], theirs["z"][1:]) < 1e-15


def test_the_books_gru_is_not_chos():
    book, paper = model_of("gru_book", seed=6), model_of("gru_before")
    with torch.no_grad():
        for ours, theirs in (("", "_n"), ("_u", "_z"), ("_r", "_r")):
            for part in "bUW":
                paper.weights[part + theirs].copy_(book.weights[part + ours])
    assert difference(book.run(x=given())["h"], paper.run(x=given())["h"]) > 0.1
