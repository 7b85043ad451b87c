"""The data that ships, and the tasks made of it."""

import numpy as np
import pytest
import statsmodels.datasets
import torch

import graphviz_rnn as gr
import models
from models import train
from models.agreement import torch_agreement
from models.data import sunspots
from models.errors import ModelError
from models.tasks import next_character, next_value


def test_sunspots_are_those_of_statsmodels():
    theirs = statsmodels.datasets.sunspots.load_pandas().data
    years, numbers = sunspots()
    np.testing.assert_array_equal(years, theirs.YEAR.astype(int))
    np.testing.assert_array_equal(numbers, theirs.SUNACTIVITY)
    assert len(years) == 309


def test_next_value_targets_are_the_inputs_one_step_on():
    years, numbers = sunspots()
    task = next_value(numbers, window=20, start=7, ticks=[str(y) for y in years])
    restored = task.inputs[:, 0, 0].double().numpy() * numbers.std() + numbers.mean()
    np.testing.assert_allclose(restored, numbers[7:27], atol=1e-4)
    assert torch.equal(task.inputs[1:], task.targets[:-1])
    assert task.ticks[0] == "1707"


def test_next_character_targets_are_the_text_one_letter_on():
    task = next_character("abca")
    assert task.inputs.argmax(-1).flatten().tolist() == [0, 1, 2]
    assert task.targets.argmax(-1).flatten().tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: next_value(np.arange(5.0), window=9), ["has 5 values", "takes 10"]),
        (lambda: next_character(""), ["has 0 characters", "at least 2"]),
        (lambda: next_character("a"), ["has 1 character;", "at least 2"]),
        (lambda: next_character("ab€", "abc"), ["Character 3", "'€'", "'abc'"]),
    ],
    ids=["short series", "empty text", "one letter", "unknown letter"],
)
def test_data_that_cannot_be_used_is_told_in_a_sentence(call, words):
    with pytest.raises(ModelError) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_training_lowers_the_loss_and_repeats_for_a_seed():
    task = next_character("to be or not to be")
    losses = []
    for _ in range(2):
        model = models.build(gr.load("elman"), {"x": task.size, "o": task.size, "h": 8}, seed=2)
        given = {"x": task.inputs, "y": task.targets}
        losses.append([one.loss for one in train(model, given, updates=40)])
    assert losses[0] == losses[1]
    assert losses[0][-1] < 0.5 * losses[0][0]


@pytest.mark.parametrize(
    ("name", "module"), [("elman", "torch.nn.RNN"), ("lstm", "torch.nn.LSTM"), ("gru", "torch.nn.GRU")]
)
def test_agreement_names_the_module_and_a_small_difference(name, module):
    model = models.build(gr.load(name), {"x": 3}).double()
    found = torch_agreement(model, model.run(x=torch.randn(9, 1, 3, dtype=torch.float64)))
    assert found.module == module
    assert found.difference < 1e-12


def test_agreement_notices_a_wrong_state():
    model = models.build(gr.load("elman"), {"x": 3}).double()
    trace = model.run(x=torch.randn(9, 1, 3, dtype=torch.float64))
    with torch.no_grad():
        model.W += 0.1
    assert torch_agreement(model, trace).difference > 1e-3


def test_other_equations_have_no_torch_module():
    model = models.build(gr.parse("h[t] = sigmoid(b + W @ h[t-1] + U @ x[t])"))
    assert torch_agreement(model, model.run(x=torch.zeros(3, 1, 3))) is None
