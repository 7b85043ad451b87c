"""The lecture's claims on the design patterns (Goodfellow et al. 2016, section 10.2), each held by a number."""

import itertools
import math

import pytest
import torch

import graphviz_rnn as gr
from models import build
from tests.models.cases import classes, difference, noise

STEPS, BATCH = 6, 2
CAUSAL = [
    "elman", "output_recurrence", "teacher_forcing", "deep", "echo_state", "echo_state_leaky", "echo_state_feedback",
    "skip", "leaky_learned",
    "removed_connections", "clockwork", "lstm", "lstm_book", "lstm_peephole", "gru", "gru_before", "gru_book",
]  # fmt: skip
CLASSIFIERS = [name for name in gr.gallery() if "cross_entropy" in gr.load(name).text]
WRITERS = [name for name in gr.gallery() if gr.load(name).feedbacks]


def model_of(name, seed=0, **sizes):
    return build(gr.load(name), sizes, seed).double()


def given_to(model, batch=BATCH, **lengths):
    """Return random inputs, all steps and batch sizes alike, unless told otherwise."""
    definition = model.definition
    return {
        name: noise(*(lengths.get(a, STEPS) for a in definition.axes.get(name, ())), batch, *model.shapes[name], seed=i)
        for i, name in enumerate(definition.names("input"))
    }


def target_axes(model):
    return model.definition.axes.get("y", ())


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_output_weights_of_zero_lose_the_logarithm_of_the_number_of_classes_a_step(name):
    model = model_of(name, o=7)
    with torch.no_grad():
        model.V.zero_(), model.c.zero_()
    axes = target_axes(model)
    y = classes(*(3 for _ in axes), BATCH, count=7)
    loss = model.run(given_to(model, t=3, i=3, j=3), y=y)["loss"]
    assert difference(loss, torch.full_like(loss, 3 ** len(axes) * math.log(7))) < 1e-12


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_probabilities_of_all_target_sequences_sum_to_one(name):
    model = model_of(name, o=3)
    axes = target_axes(model)
    steps = 2 if len(axes) == 2 else 3
    every = torch.tensor(list(itertools.product(range(3), repeat=steps ** len(axes))))
    y = every.T.reshape(*(steps for _ in axes), len(every))
    one = given_to(model, batch=1, t=steps, i=steps, j=steps)
    given = {n: v.expand(*v.shape[: -1 - len(model.shapes[n])], len(every), *model.shapes[n]) for n, v in one.items()}
    with torch.no_grad():
        loss = model.run(given, y=y)["loss"]
    assert float(torch.exp(-loss).sum()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", ["teacher_forcing", "encoder_decoder", "attention", "translator"])
def test_first_symbol_has_the_probability_that_all_its_continuations_have_together(name):  # 10.15, 10.16
    model = model_of(name, o=4)
    axis = target_axes(model)[0]
    given = {n: v.expand(-1, 4, -1) for n, v in given_to(model, batch=1, **{axis: 2}).items()}
    y = torch.stack([torch.full((4,), 2), torch.arange(4)])
    with torch.no_grad():
        trace = model.run(given, y=y)
    together = torch.exp(-trace["loss"]).sum()
    assert float(together) == pytest.approx(float(torch.exp(-trace["L"][0, 0])), abs=1e-12)


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_total_loss_is_torchs_cross_entropy_of_the_logits(name):
    model = model_of(name, o=5)
    axes = target_axes(model)
    y = classes(*(STEPS for _ in axes), BATCH, count=5)
    trace = model.run(given_to(model), y=y)
    expected = torch.nn.functional.cross_entropy(trace["o"].reshape(-1, 5), y.flatten(), reduction="sum")
    assert difference(trace["loss"].sum(), expected) < 1e-12


@pytest.mark.parametrize("name", CAUSAL)
def test_an_output_does_not_depend_on_later_inputs(name):
    model = model_of(name)
    trace = model.run(given_to(model), y=noise(STEPS, BATCH, *model.shapes["y"], seed=9))
    early = torch.autograd.grad(trace["o"][3].sum(), trace["x"], retain_graph=True)[0]
    assert bool((early[4:] == 0).all())
    assert bool((early[3] != 0).any())


def test_an_output_of_the_bidirectional_network_depends_on_every_input():
    model = model_of("bidirectional")
    trace = model.run(given_to(model))
    for step in range(STEPS):
        grad = torch.autograd.grad(trace["o"][step].sum(), trace["x"], retain_graph=True)[0]
        assert bool((grad != 0).all())


def test_reversed_input_and_swapped_directions_reverse_the_bidirectional_states():
    model, other = model_of("bidirectional", h=4, g=4), model_of("bidirectional", h=4, g=4)
    with torch.no_grad():
        for one, swapped in (("b", "b_g"), ("W", "W_g"), ("U", "U_g"), ("b_g", "b"), ("W_g", "W"), ("U_g", "U")):
            other.weights[swapped].copy_(model.weights[one])
    x = noise(STEPS, BATCH, 3)
    ours, theirs = model.run(x=x), other.run(x=x.flip(0))
    assert torch.equal(ours["h"], theirs["g"].flip(0))
    assert torch.equal(ours["g"], theirs["h"].flip(0))


def test_teacher_forcing_leaves_no_way_from_a_hidden_unit_to_a_later_output():
    model = model_of("teacher_forcing")
    trace = model.run(given_to(model), y=classes(STEPS, BATCH, count=3))
    for late in range(1, STEPS + 1):
        for early in range(1, late):
            assert float(trace.jacobian("o", at=late, wrt="h", index=early).abs().max()) == 0
        assert float(trace.jacobian("o", at=late, wrt="h", index=late).abs().max()) > 0


def test_output_recurrence_passes_on_no_more_dimensions_than_the_output_has():
    model = model_of("output_recurrence", h=6, o=2, y=2)
    with torch.no_grad():
        model.W.normal_(generator=torch.Generator().manual_seed(1))
        model.V.normal_(generator=torch.Generator().manual_seed(2))
    trace = model.run(given_to(model))
    for late in (3, 5):
        passed = trace.jacobian("h", at=late, wrt="h", index=2)[0].detach()
        assert int(torch.linalg.matrix_rank(passed, rtol=1e-10)) == 2


def test_output_recurrence_is_teacher_forcing_taught_by_its_own_outputs():
    free, forced = model_of("output_recurrence"), model_of("teacher_forcing")
    forced.load_state_dict(free.state_dict())
    trace = free.run(given_to(free))
    own = forced.run(given_to(forced), y=trace["o"].detach())
    assert difference(own["o"], trace["o"]) < 1e-12


@pytest.mark.parametrize("name", WRITERS)
def test_free_running_is_teacher_forcing_with_the_models_own_symbols(name):
    model = model_of(name, seed=3, o=5)
    axis = target_axes(model)[0]
    given = given_to(model)
    free = model.run(given, lengths={axis: STEPS}, free_running=True)
    assert torch.equal(free["y"].argmax(-1), free["o"].argmax(-1))
    forced = model.run(given, y=free["y"].detach())
    assert difference(forced["o"], free["o"]) < 1e-12
    assert torch.equal(forced["o"].argmax(-1), forced["y"].argmax(-1))


def test_gradient_of_a_single_output_is_a_product_of_the_steps():
    model = model_of("single_output")
    trace = model.run(given_to(model), y=classes(BATCH, count=3))
    grad = trace.grad("loss", "h")
    expected = (trace["o"].softmax(-1) - trace["y"]) @ model.V
    for step in reversed(range(STEPS)):
        assert difference(grad[step], expected) < 1e-12
        expected = (expected * (1 - trace["h"][step] ** 2)) @ model.W


def test_vector_to_sequence_without_its_past_says_the_same_at_every_step():
    model = model_of("vector_to_sequence")
    with torch.no_grad():
        model.W.zero_(), model.U.zero_()
    o = model.run(given_to(model), lengths={"t": 4}, y=classes(4, BATCH, count=3))["o"]
    assert difference(o, o[:1].expand_as(o)) == 0
    assert bool((o[0, 0] != o[0, 1]).all())


def test_a_grid_point_depends_on_the_points_above_and_to_the_left_alone():
    model = model_of("grid")
    trace = model.run(given_to(model, i=4, j=5))
    grad = torch.autograd.grad(trace["h"][2, 1].sum(), trace["x"], retain_graph=True)[0].abs().sum((2, 3))
    seen = torch.zeros(4, 5, dtype=torch.bool)
    seen[:3, :2] = True
    assert torch.equal(grad > 0, seen)


def test_turning_a_grid_over_swaps_its_two_recurrences():
    model, other = model_of("grid"), model_of("grid")
    with torch.no_grad():
        other.W_i.copy_(model.W_j), other.W_j.copy_(model.W_i)
    x = noise(3, 4, BATCH, 3)
    assert difference(model.run(x=x)["h"].transpose(0, 1), other.run(x=x.transpose(0, 1))["h"]) < 1e-12
