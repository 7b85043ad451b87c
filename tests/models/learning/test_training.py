"""An update is what the optimiser's paper says; a training repeats, stops and goes on with the same numbers."""

from collections.abc import Mapping
from itertools import islice

import pytest
import torch
from torch import Tensor

from graphviz_rnn.shelf import load
from models import Recipe, RecurrentModel, build, train
from models.errors import ModelError
from models.learning.batches import FreshBatches
from models.learning.checkpoint import checkpoint, restore, weights_from_bytes, weights_to_bytes
from models.tasks.task import Task
from tests.models.cases import classes, difference, model_of, noise

LINEAR = "h[t] = W @ x[t]\nL[t] = mse(h[t], y[t])\nloss = sum[t](L[t])"


class Sums:
    """The task to say the sum of two numbers at each of three steps."""

    def draw(self, count: int, seed: int) -> Task:
        inputs = torch.randn(3, count, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        return Task(inputs, inputs.sum(-1, keepdim=True), (), "mse")


def elman() -> tuple[RecurrentModel, dict[str, Tensor]]:
    model = build(load("elman"), {"x": 3, "h": 4, "o": 3}, seed=1).double()
    return model, {"x": noise(5, 6, 3), "y": classes(5, 6, count=3)}


def weights(model: RecurrentModel) -> dict[str, Tensor]:
    return {name: one.detach().clone() for name, one in model.weights.items()}


def test_a_step_of_sgd_is_the_rate_times_the_gradient_worked_by_hand() -> None:
    model, x, y = model_of(LINEAR, x=2, h=1), noise(2, 3, 2), noise(2, 3, 1, seed=5)
    before = model.weights["W"].detach().clone()
    error = x @ before.T - y  # d loss / dW = mean over batch of sum over steps of 2 error x
    by_hand = (2 * error * x).sum(0).mean(0, keepdim=True)
    seen = list(train(model, {"x": x, "y": y}, updates=1, recipe=Recipe(optimiser="sgd", rate=0.1, clip=None)))
    torch.testing.assert_close(model.weights["W"].detach(), before - 0.1 * by_hand, atol=1e-14, rtol=0)
    assert seen[0].loss == pytest.approx(float((error**2).sum(0).mean()), abs=1e-13)
    assert seen[0].gradient_norm == pytest.approx(float(by_hand.norm()), abs=1e-13)
    assert seen[0].examples_a_second > 0


def test_steps_of_adam_are_those_of_the_paper() -> None:  # Kingma & Ba (2015), algorithm 1
    model, data = elman()
    name, first, second = "W", torch.zeros(4, 4).double(), torch.zeros(4, 4).double()
    training = train(model, data, updates=4, recipe=Recipe(rate=0.02, clip=None))
    for update in range(1, 5):
        before, gradient = weights(model)[name], model.run(data).grad("loss", name) / 6
        training.step()
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        step = first / (1 - 0.9**update) / ((second / (1 - 0.999**update)).sqrt() + 1e-8)
        torch.testing.assert_close(weights(model)[name], before - 0.02 * step, atol=1e-13, rtol=0)


def test_clipping_moves_by_the_rate_times_the_clip_at_most() -> None:
    model, data = elman()
    before = weights(model)
    progress = train(model, data, updates=1, recipe=Recipe(optimiser="sgd", rate=1.0, clip=0.01)).step()
    moved = torch.cat([(one - before[name]).flatten() for name, one in weights(model).items()])
    assert progress.gradient_norm > 0.01
    assert float(moved.norm()) == pytest.approx(0.01, rel=1e-3)


def test_the_rate_falls_along_half_a_cosine() -> None:
    recipe = Recipe(rate=2.0, last_rate=0.1)
    assert [recipe.rate_at(k, 3) for k in (1, 2, 3)] == pytest.approx([2.0, 1.1, 0.2])
    assert Recipe(rate=0.5).rate_at(7, 9) == 0.5


@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_a_training_that_is_kept_and_taken_up_gives_the_same_numbers(optimiser: str) -> None:
    def fresh() -> RecurrentModel:
        return model_of("h[t] = tanh(b + W @ h[t-1] + U @ x[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])\n"
                        "loss = sum[t](L[t])", x=2, h=4, o=1)  # fmt: skip

    recipe, whole = Recipe(optimiser=optimiser, last_rate=0.1), fresh()
    at_once = list(train(whole, FreshBatches(whole, Sums(), 5, seed=3), updates=8, recipe=recipe))
    first = fresh()
    begun = train(first, FreshBatches(first, Sums(), 5, seed=3), updates=8, recipe=recipe)
    early = list(islice(begun, 3))
    kept = checkpoint(begun)
    second = fresh()
    resumed = train(second, FreshBatches(second, Sums(), 5, seed=3), updates=8, recipe=recipe)
    restore(resumed, kept)
    assert early + list(resumed) == at_once
    for name, one in whole.weights.items():
        assert torch.equal(one, second.weights[name])


def test_a_training_stops_where_it_is_left_and_goes_on() -> None:
    model, data = elman()
    training = train(model, data, updates=10)
    assert [one.update for one in islice(training, 4)] == [1, 2, 3, 4]
    assert training.done == 4
    assert [one.update for one in training] == [5, 6, 7, 8, 9, 10]


def test_other_seeds_give_other_batches_and_every_update_its_own() -> None:
    model = model_of(LINEAR, x=2, h=1)
    source = FreshBatches(model, Sums(), 5, seed=3)
    assert torch.equal(source.at(4)["x"], FreshBatches(model, Sums(), 5, seed=3).at(4)["x"])
    assert not torch.equal(source.at(4)["x"], source.at(5)["x"])
    assert not torch.equal(source.at(4)["x"], FreshBatches(model, Sums(), 5, seed=4).at(4)["x"])


def test_fixed_parameters_stay_as_they_are() -> None:
    model = model_of("param W fixed\nh[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = mse(h[T], y)", x=2, h=3)
    before = weights(model)
    list(train(model, {"x": noise(4, 2, 2), "y": noise(2, 3)}, updates=3))
    assert torch.equal(weights(model)["W"], before["W"])
    assert difference(weights(model)["U"], before["U"]) > 1e-3


FED = """
h[t] = tanh(W @ h[t-1] + R @ y[t-1])
o[t] = V @ h[t]
L[t] = mse(o[t], y[t])
loss = sum[t](L[t])
feedback y[t] = o[t]
h[0] = s
param s : 4 ~ normal(std=1)
"""


def test_free_training_feeds_back_outputs_and_compares_with_targets() -> None:
    model, y = model_of(FED, h=4, y=2), noise(5, 3, 2)
    h, fed, total = model.s.expand(3, -1), torch.zeros(3, 2).double(), torch.zeros(3).double()
    for target in y:
        h = torch.tanh(h @ model.W.T + fed @ model.R.T)
        fed = h @ model.V.T
        total = total + ((fed - target) ** 2).mean(-1)
    total.mean().backward()
    expected = {name: one.detach() - 0.1 * one.grad for name, one in model.weights.items()}
    recipe = Recipe(optimiser="sgd", rate=0.1, clip=None, free_running=True)
    progress = train(model, {"y": y}, updates=1, recipe=recipe).step()
    assert progress.loss == pytest.approx(float(total.detach().mean()), abs=1e-13)
    for name, one in model.weights.items():
        torch.testing.assert_close(one.detach(), expected[name], atol=1e-13, rtol=0)
    forced = train(model_of(FED, h=4, y=2), {"y": y}, updates=1).step()
    assert forced.loss != pytest.approx(progress.loss, rel=1e-3)


def test_weights_pass_through_bytes_unchanged() -> None:
    model, other = build(load("lstm"), {"x": 2}, seed=1), build(load("lstm"), {"x": 2}, seed=2)
    weights_from_bytes(other, weights_to_bytes(model))
    assert all(torch.equal(one, other.weights[name]) for name, one in model.weights.items())


def _other_recipe() -> None:
    model, data = elman()
    restore(train(model, data, updates=5), checkpoint(train(model, data, updates=4)))


def _other_model() -> None:
    model, _ = elman()
    weights_from_bytes(build(load("elman"), {"x": 3, "h": 9}), weights_to_bytes(model))


def _no_file() -> None:
    weights_from_bytes(elman()[0], b"nothing of the kind")


def _all_fixed() -> None:
    train(model_of("param W fixed\nh[t] = W @ x[t]"), {"x": noise(2, 1, 4)}, updates=1)


def _diverging() -> None:
    data: Mapping[str, Tensor] = {"x": 1e200 * noise(2, 1, 2), "y": noise(2, 1, 1)}
    list(train(model_of(LINEAR, x=2, h=1), data, updates=1))


def _no_feedback() -> None:
    model, data = elman()
    train(model, data, updates=1, recipe=Recipe(free_running=True))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (_other_recipe, r"training by \{'updates': 4, .* Train by the same"),
        (_other_model, r"Parameter `b` is \(4,\) in the file and \(9,\) in the model"),
        (_no_file, "no safetensors file"),
        (_all_fixed, "nothing to train"),
        (_diverging, "loss is inf at update 1; expected a number"),
        (_no_feedback, "says not what to feed back"),
        (lambda: Recipe(optimiser="adm"), "The optimiser is 'adm'; expected one of adam, sgd"),
        (lambda: Recipe(rate=float("nan")), "`rate` is nan; expected a number from 0 up"),
        (lambda: Recipe(last_rate=-1.0), "`last_rate` is -1.0; expected a number from 0 up"),
        (lambda: Recipe(clip=0.0), "`clip` is 0.0; expected a length above 0, or None"),
        (lambda: train(*elman(), updates=-1), "Asked for -1 updates; expected 0 or more"),
    ],
)
def test_what_cannot_be_trained_or_restored_is_told(call, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        call()


def test_an_infinite_gradient_of_a_finite_loss_leaves_the_weights() -> None:
    model = model_of("param w : 2 ~ zeros\nloss = sum[t](mse(sqrt(w), y[t]))")
    with pytest.raises(ModelError, match=r"The gradient is .* at update 1; expected a number"):
        train(model, {"y": torch.ones(3, 1, 2).double()}, updates=1).step()
    assert model.weights["w"].tolist() == [0.0, 0.0]
