"""The matrices by which a state's past comes back."""

import numpy as np
import pytest

import graphviz_rnn as gr
import models
from models.analysis.decay import growth
from models.analysis.recurrence import recurrent_weights


@pytest.mark.parametrize(
    ("name", "expected"), [("elman", {1: "W"}), ("skip", {1: "W", 3: "S"}), ("removed_connections", {3: "S"})]
)
def test_each_delay_has_its_matrix(name, expected):
    model = models.build(gr.load(name).with_loss("mse"), {"h": 4}, seed=3)
    found = recurrent_weights(model, "h")
    assert list(found) == list(expected)
    for delay, parameter in expected.items():
        assert (found[delay] == model.weights[parameter].detach().double().numpy()).all()


@pytest.mark.parametrize("name", ["lstm", "leaky_learned", "gru"])
def test_a_past_that_comes_through_gates_or_a_leak_has_no_matrix(name):
    assert recurrent_weights(models.build(gr.load(name).with_loss("mse"), {"h": 4}), "h") == {}


def test_two_delays_grow_as_the_largest_root_of_their_polynomial():
    roots = np.roots([1, -0.7, 0, 0, 0, -0.5])
    assert growth({1: 0.7, 5: 0.5}) == pytest.approx(abs(roots).max(), abs=1e-12)
