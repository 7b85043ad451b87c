"""Writing freely: each sequence stops at its own stop symbol, as a plain loop by hand does."""

import math

import pytest
import torch

import models
from graphviz_rnn.shelf import load
from models import ModelError
from tests.models.cases import classes, model_of, noise
from tests.models.test_gallery_patterns import WRITERS

SYMBOLS = 5


def writer(name: str, seed: int = 3):
    model = model_of(load(name).text, seed=seed, o=SYMBOLS)
    for one in model.parameters():  # strong weights write more than one symbol
        one.data.mul_(3)
    return model


def by_hand(model, x, stop: int, limit: int) -> list[list[int]]:
    """Write one sequence after the other by teacher forcing on what was written so far."""
    written = []
    for row in range(x.shape[1]):
        symbols: list[int] = []
        while len(symbols) < limit and stop not in symbols:
            y = torch.tensor([*symbols, 0]).unsqueeze(-1)
            outputs = model.run(x=x[:, row : row + 1], y=y)["o"]
            symbols.append(int(outputs[-1, 0].argmax()))
        written.append(symbols)
    return written


@pytest.mark.parametrize("limit", [3, 40])
@pytest.mark.parametrize("stop", range(SYMBOLS))
@pytest.mark.parametrize("name", ["encoder_decoder", "attention"])
def test_each_sequence_ends_with_its_stop_symbol_or_at_the_limit(name: str, stop: int, limit: int) -> None:
    """D5 with the likeliest symbol at each step, D7: one symbol a step, the last of which is the stop symbol."""
    model, x = writer(name), noise(4, 6, 3)
    with torch.no_grad():
        trace = models.generate(model, {"x": x}, stop=stop, lengths={"s": limit})
        expected = by_hand(model, x, stop, limit)
    own = trace.lengths["s"].tolist()
    assert own == [len(one) for one in expected]
    picked = trace["y"].argmax(-1)
    assert [picked[:steps, row].tolist() for row, steps in enumerate(own)] == expected


def test_sequences_stop_at_different_steps_and_leave_zeros_behind() -> None:
    model, x = writer("encoder_decoder"), noise(4, 30, 3)
    with torch.no_grad():
        trace = models.generate(model, {"x": x}, stop=0, lengths={"s": 30})
    own = trace.lengths["s"]
    assert len(set(own.tolist())) > 2
    after = torch.arange(len(trace["y"])).unsqueeze(-1) >= own
    assert bool((trace["y"][after] == 0).all())
    assert bool((trace["g"][after] == 0).all())


def test_an_input_on_the_same_axis_says_how_long_it_is_at_most() -> None:
    model = writer("teacher_forcing")
    with torch.no_grad():
        trace = models.generate(model, {"x": noise(7, 20, 3)}, stop=1)
    assert int(trace.lengths["t"].max()) <= 7
    assert int(trace.lengths["t"].min()) < 7


def test_an_axis_of_a_fixed_length_says_how_long_it_is_at_most() -> None:
    text = (
        "h[t] = tanh(W @ h[t-1] + P @ y[t-1])\no[t] = c + V @ h[t]\nloss = sum[t](cross_entropy(o[t], y[t]))\n"
        "feedback y[t] = one_hot(o[t])"
    )
    free, fixed = model_of(text, seed=3, y=SYMBOLS), model_of(f"axis t = 1..5\n{text}", seed=3, y=SYMBOLS)
    for stop in range(SYMBOLS):
        with torch.no_grad():
            asked = models.generate(free, stop=stop, lengths={"t": 5})
            trace = models.generate(fixed, stop=stop)
            found = models.beam_search(fixed, stop=stop, width=1)
        assert trace.lengths["t"].tolist() == asked.lengths["t"].tolist() == found.lengths[0].tolist()
        assert trace["y"][: len(asked["y"])].equal(asked["y"])


@pytest.mark.parametrize("name", [one for one in WRITERS if "cross_entropy" in load(one).text])
def test_loss_and_probability_of_what_was_written_agree(name: str) -> None:
    """D1, D8: minus the loss is the log of the product of the chosen probabilities; its mean is log perplexity."""
    model = writer(name)
    given = {one: noise(4, 1, model.shapes[one][0]) for one in model.definition.names("input")}
    given = {one: value[0] if not model.definition.axes.get(one) else value for one, value in given.items()}
    y = classes(4, 1, count=SYMBOLS)
    trace = model.run(given, y=y)
    chosen = trace["o"].detach().softmax(-1).gather(-1, y.unsqueeze(-1))
    loss = float(trace["loss"].detach())
    assert math.exp(-loss) == pytest.approx(float(chosen.prod()), rel=1e-12)
    assert math.exp(loss / 4) == pytest.approx(float(chosen.log().mean().neg().exp()), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("elman", {"stop": 0}, "not what to feed back, so it cannot write"),
        (
            "encoder_decoder",
            {"stop": 9},
            "`y\\[s\\]` at symbol 9; expected a target on one axis and a symbol of 0 to 4",
        ),
        ("encoder_decoder", {"stop": 0, "lengths": {"s": 0}}, "write 0 steps of axis s; expected at least 1"),
        ("encoder_decoder", {"stop": 0, "lengths": {"s": [5, 2]}}, "batch sizes differ: `x` 1, lengths of axis s 2"),
        ("encoder_decoder", {"stop": 0, "target": "z"}, "`z` is fed back nowhere; name one of `y`"),
    ],
)
def test_what_cannot_be_written_is_told(name: str, asked, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        models.generate(writer(name), {"x": noise(4, 1, 3)}, **asked)
