"""Random inputs fit any definition: the right shapes, classes where classes are compared, the same for a seed."""

import pytest
import torch

import graphviz_rnn as gr
import models
from models.tasks.random_inputs import random_inputs

LENGTHS = {"t": 400, "s": 3}


def drawn(text, seed=0):
    definition = gr.parse(text)
    return random_inputs(definition, definition.shapes(), LENGTHS, seed)


def test_numbers_are_standard_normal_and_the_same_for_a_seed():
    text = "h[t] = tanh(W @ h[t-1] + U @ x[t])\nL[t] = mse(h[t], y[t])"
    data = drawn(text)
    assert data["x"].shape == (400, 1, 3)
    assert float(data["x"].mean()) == pytest.approx(0, abs=0.1)
    assert float(data["x"].std()) == pytest.approx(1, abs=0.1)
    assert set(data["y"].unique().tolist()) != {0.0, 1.0}
    torch.testing.assert_close(data["x"], drawn(text)["x"], rtol=0, atol=0)
    assert not torch.equal(data["x"], drawn(text, seed=1)["x"])


@pytest.mark.parametrize("loss", ["cross_entropy", "nll"])
def test_targets_of_classes_are_one_hot_and_take_every_class(loss):
    targets = drawn(f"o[t] = softmax(V @ x[t])\nL[t] = {loss}(o[t], y[t])")["y"]
    assert set(targets.unique().tolist()) == {0.0, 1.0}
    assert targets.sum(-1).unique().tolist() == [1.0]
    assert (targets.mean(0) > 0.2).all()


def test_targets_of_yes_or_no_are_zeros_and_ones():
    targets = drawn("L[t] = binary_cross_entropy(w' @ x[t], y[t])")["y"]
    assert targets.shape == (400, 1)
    assert 0.4 < float(targets.mean()) < 0.6


@pytest.mark.parametrize("name", [name for name in gr.gallery() if not gr.load(name).abstract_functions])
def test_the_gallery_runs_on_them(name):
    definition = gr.load(name)
    model = models.build(definition, seed=0)
    lengths = {axis: own if isinstance(own, int) else 3 for axis, own in definition.lengths.items()}
    trace = model.run(random_inputs(definition, model.shapes, lengths, 0), lengths=lengths)
    assert all(torch.isfinite(trace[one]).all() for one in trace.names)
