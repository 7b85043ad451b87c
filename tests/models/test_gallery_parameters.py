"""How many numbers every network of the gallery learns, by formulas of its sizes: m inputs, n units, k outputs."""

import pytest
import torch

import graphviz_rnn as gr
from models import build

M, N, K = 6, 5, 7
PLAIN = N * M + N * N + N
READOUT = K * N + K
GATED = 3 * PLAIN

COUNTS = {
    "multiplication": 0,
    "logistic_regression": M + 1,
    "dynamical_system_tanh": 4 * 4 + 4,
    "driven_system": N * (N + M),
    "elman": PLAIN + READOUT,
    "output_recurrence": N * M + N * K + N + READOUT,
    "single_output": PLAIN + READOUT,
    "teacher_forcing": N * M + N * K + N + READOUT,
    "vector_to_sequence": N * M + N * N + N * K + N + READOUT,
    "bidirectional": 2 * PLAIN + K * 2 * N + K,
    "deep": PLAIN + 2 * N * N + N + READOUT,
    "grid": PLAIN + N * N + READOUT,
    "encoder_decoder": PLAIN + 2 * N * N + N * K + N + READOUT,
    "attention": PLAIN + 2 * N * N + N * K + N + READOUT + 2 * N * N + N,
    "translator": N * M + N * K + 3 * (2 * N * N + N) + 3 * (3 * N * N + N) + 2 * N * N + N + READOUT,
    "linear_recurrence": N * N + N,
    "echo_state": READOUT,
    "echo_state_leaky": READOUT + K * M,
    "echo_state_feedback": READOUT + K * M,
    "liquid_state": READOUT,
    "skip": PLAIN + N * N + READOUT,
    "leaky": 0,
    "leaky_learned": PLAIN + N + READOUT,
    "removed_connections": PLAIN + READOUT,
    "clockwork": 6 * N * N + 3 * (N * M + N) + K * 3 * N + K,
    "lstm": 4 * PLAIN + READOUT,
    "lstm_book": 4 * PLAIN + READOUT,
    "lstm_peephole": 4 * PLAIN + 3 * N + READOUT,
    "gru": GATED + N + READOUT,
    "gru_before": GATED + READOUT,
    "gru_book": GATED + READOUT,
}
SIZES = {
    "bidirectional": {"g": N}, "deep": {"z": N}, "clockwork": {"h1": N, "h2": N, "h3": N},
    "encoder_decoder": {"g": N}, "attention": {"g": N, "v": N}, "translator": {"g": N, "p": N, "q": N, "v_a": N},
    "liquid_state": {"u": N},
}  # fmt: skip


def model_of(name):
    definition = gr.load(name)
    own = {one: size for one, size in (("x", M), ("h", N), ("o", K)) if definition.shapes().get(one)}
    return build(definition, own | SIZES.get(name, {}))


def test_every_network_that_runs_is_counted():
    assert set(COUNTS) == {name for name in gr.gallery() if not gr.load(name).abstract_functions}


@pytest.mark.parametrize("name", COUNTS)
def test_number_of_learned_weights(name):
    model = model_of(name)
    assert sum(one.numel() for one in model.parameters() if one.requires_grad) == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_every_size_of_a_network_can_be_chosen(name):
    definition = gr.load(name)
    for one in definition.names("state", "input", "target"):
        if definition.shapes()[one]:
            assert definition.shapes({one: 6})[one] == (6,)


@pytest.mark.parametrize("name", COUNTS)
def test_an_input_has_three_numbers_and_a_state_four_units_unless_told_otherwise(name):
    definition = gr.load(name)
    shapes = definition.shapes()
    assert {shapes[one] for one in definition.names("input", "target")} <= {(3,), ()}
    if name not in ("leaky", "output_recurrence"):  # whose state has the size of the data
        assert {shapes[one] for one in definition.names("state")} <= {(4,), ()}


def test_a_model_made_double_has_what_was_drawn_and_keeps_what_was_changed():
    text = "param W : 6 x 6 ~ orthogonal\nparam b : 6\nh[t] = tanh(W @ h[t-1] + b)"
    model = build(gr.parse(text), seed=3)
    with torch.no_grad():
        model.b += 1
    changed = model.b.detach().clone()
    model.double()
    assert float((model.W.mT @ model.W - torch.eye(6).double()).detach().abs().max()) < 1e-14
    assert torch.equal(model.b.detach(), changed.double())
