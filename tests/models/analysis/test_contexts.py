"""A context taken out of one run and put into another: all that the decoder learns of the source passes there."""

import pytest
import torch

import graphviz_rnn as gr
import models
from models.analysis.contexts import continued, pinned
from models.errors import ModelError

S, T = 4, 5


@pytest.fixture
def ran():
    model = models.build(gr.load("encoder_decoder"), {"x": 3, "h": 4, "g": 6, "y": 3}, seed=2).double()
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(T, 1, 3, dtype=torch.float64, generator=generator)
    y = torch.nn.functional.one_hot(torch.randint(3, (S, 1), generator=generator), 3).double()
    return model, model.run(x=x, y=y), y


def test_the_decoder_alone_is_left_with_the_same_parameters(ran):
    model, _, _ = ran
    rest = pinned(model, "C")
    assert list(rest.definition.roles) == ["C", "g", "d", "Q", "R", "P", "y", "o", "c", "V", "L", "loss"]
    assert rest.definition.roles["C"] == "input"
    assert rest.weights["R"] is model.weights["R"]


def test_going_on_from_the_own_context_changes_nothing(ran):
    model, trace, y = ran
    rest = continued(model, "C", trace["C"].detach(), {"y": y}, lengths={"s": S})
    for name in ("g", "o", "L"):
        torch.testing.assert_close(rest[name], trace[name], atol=1e-14, rtol=0)


def test_without_targets_it_writes_what_the_whole_network_writes(ran):
    model, trace, _ = ran
    alone = continued(model, "C", trace["C"].detach(), {}, lengths={"s": 7})
    whole = model.run(x=trace["x"].detach(), lengths={"s": 7}, free_running=True)
    torch.testing.assert_close(alone["o"], whole["o"], atol=1e-14, rtol=0)


def test_a_mixture_is_decoded_as_a_loop_by_hand_decodes_it(ran):
    model, trace, y = ran
    context = torch.stack([trace["C"][0].detach(), torch.full((4,), 0.3, dtype=torch.float64)])
    rest = continued(model, "C", context, {"y": y}, lengths={"s": S})
    w, g, before = model.weights, torch.zeros(2, 6, dtype=torch.float64), torch.zeros(2, 3, dtype=torch.float64)
    for s in range(S):
        g = torch.tanh(w["d"] + g @ w["Q"].T + context @ w["R"].T + before @ w["P"].T)
        torch.testing.assert_close(rest["o"][s], w["c"] + g @ w["V"].T, atol=1e-14, rtol=0)
        before = y[s].expand(2, -1)


def test_the_gradient_of_the_source_is_that_of_the_context_sent_back(ran):
    model, trace, y = ran
    context = trace["C"].detach().requires_grad_()
    loss = continued(model, "C", context, {"y": y}, lengths={"s": S})["loss"].sum()
    (to_context,) = torch.autograd.grad(loss, context)
    through = torch.autograd.grad((trace["C"] * to_context).sum(), trace.series["x"].nodes, retain_graph=True)[0]
    torch.testing.assert_close(through, trace.grad("loss", "x"), atol=1e-13, rtol=0)


def test_what_is_no_variable_is_told(ran):
    with pytest.raises(ModelError, match="`Q` is no variable of this definition; it computes h, C, g, o, L, loss"):
        pinned(ran[0], "Q")
