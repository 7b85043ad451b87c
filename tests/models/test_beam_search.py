"""Beam search against all sequences written out, a plain list of beginnings, and the loss of a teacher-forced run."""

import itertools
import math

import pytest
import torch

import models
from graphviz_rnn.shelf import load
from models import ModelError, beam_search
from tests.models.cases import difference, model_of, noise

K, MOST, BATCH = 3, 4, 5
LONG_MEMORY = """
a[t] = b + W @ h[t-2] + R @ y[t-1] + P @ y[t-3] + U @ z
input z
h[t] = tanh(a[t])
p[t] = softmax(V @ concat(h[t], h[t-1]))
loss = sum[t](nll(p[t], y[t]))
feedback y[t] = one_hot(p[t])
"""
BACKWARD_READER = """
g[t] = tanh(Q @ g[t+1] + U @ x[t])
h[t] = tanh(W @ h[t-1] + P @ y[t-1] + R @ g[t])
loss = sum[t](cross_entropy(c + V @ h[t], y[t]))
feedback y[t] = one_hot(c + V @ h[t])
"""
TEXTS = {
    "encoder_decoder": load("encoder_decoder").text,
    "attention": load("attention").text,
    "translator": load("translator").text,
    "vector_to_sequence": load("vector_to_sequence").text,
    "teacher_forcing": load("teacher_forcing").text,
    "no input": "h[t] = tanh(W @ h[t-1] + P @ y[t-1])\nL[t] = cross_entropy(c + V @ h[t], y[t])\nloss = sum[t](L[t])\n"
    "feedback y[t] = one_hot(c + V @ h[t])",
    "long memory": LONG_MEMORY,
    "backward reader": BACKWARD_READER,
}


def writer(name: str):
    """Return a model that is sure of something else at every step, its inputs, and the axis it writes along."""
    model = model_of(TEXTS[name], seed=3, y=K)
    generator = torch.Generator().manual_seed(5)
    for one in model.parameters():
        one.data.copy_(torch.randn(one.shape, generator=generator, dtype=torch.float64))
    axis = model.definition.axes["y"][0]
    given = {}
    for position, one in enumerate(model.definition.names("input")):
        steps = [MOST if own == axis else 6 for own in model.definition.axes.get(one, ())]
        given[one] = noise(*steps, BATCH, *model.shapes[one], seed=position)
    return model, given, axis


def alone(model, given, row: int):
    return {name: one.narrow(len(model.definition.axes.get(name, ())), row, 1) for name, one in given.items()}


def log_likelihood(model, given, symbols: list[int]) -> float:
    """Return the log likelihood of one sequence by teacher forcing, also where the input goes on behind its end."""
    y = torch.tensor(symbols).unsqueeze(-1)
    if model.definition.axes.get("x") != model.definition.axes["y"]:
        return -float(model.run(given, y=y)["loss"])
    y = torch.cat([y, y.new_zeros(MOST - len(y), 1)])
    scores = model.run(given, y=y)["h"] @ model.V.T + model.c
    return float(scores.log_softmax(-1)[torch.arange(len(symbols)), 0, symbols].sum())


def beginnings(model, given, width: int, stop: int) -> list[tuple[float, list[int]]]:
    """Return the best sequences of one input by lists, each beginning's likelihood from a run of its own."""
    beam: list[tuple[float, list[int]]] = [(0.0, [])]
    while any(len(one) < MOST and stop not in one for _, one in beam):
        longer = []
        for likely, one in beam:
            if len(one) == MOST or stop in one:
                longer.append((likely, one))
            else:
                longer += [(log_likelihood(model, given, [*one, k]), [*one, k]) for k in range(K)]
        beam = sorted(longer, reverse=True)[:width]
    return beam


def told(found, row: int) -> list[tuple[float, list[int]]]:
    there = [k for k in range(len(found.lengths)) if found.log_likelihood[k, row] > -math.inf]
    return [
        (float(found.log_likelihood[k, row]), found.symbols[: found.lengths[k, row], k, row].tolist()) for k in there
    ]


@pytest.mark.parametrize("width", [1, 2, 3, 1000])
@pytest.mark.parametrize("name", TEXTS)
def test_every_width_finds_what_a_plain_list_of_beginnings_does(name: str, width: int) -> None:
    model, given, axis = writer(name)
    with torch.no_grad():
        found = beam_search(model, given, stop=0, width=width, lengths={axis: MOST})
        for row in range(found.lengths.shape[1]):
            expected = beginnings(model, alone(model, given, row), width, stop=0)
            assert [one for _, one in told(found, row)] == [one for _, one in expected]
            assert [likely for likely, _ in told(found, row)] == pytest.approx([one for one, _ in expected], abs=1e-12)


@pytest.mark.parametrize("name", TEXTS)
def test_a_wide_beam_finds_the_likeliest_of_all_sequences(name: str) -> None:
    """D5: with room for all K^n sequences it is the argmax over all of them, whose probabilities sum to one (B11)."""
    model, given, axis = writer(name)
    everything = [
        [*start, *end]
        for steps in range(MOST)
        for start in itertools.product(range(1, K), repeat=steps)
        for end in ([(0,)] if steps < MOST - 1 else [(k,) for k in range(K)])
    ]
    with torch.no_grad():
        found = beam_search(model, given, stop=0, width=K**MOST, lengths={axis: MOST})
        assert len(found.lengths) == len(everything)
        assert difference(found.log_likelihood.exp().sum(0), torch.ones(found.lengths.shape[1]).double()) < 1e-12
        for row in range(found.lengths.shape[1]):
            own = alone(model, given, row)
            best = max(everything, key=lambda one: log_likelihood(model, own, one))
            assert told(found, row)[0][1] == best


@pytest.mark.parametrize("stop", range(K))
@pytest.mark.parametrize("name", [one for one in TEXTS if one != "backward reader"])
def test_a_beam_of_one_is_what_generation_writes(name: str, stop: int) -> None:
    """D5: greedy. Whoever reads backwards is left out: generation ends the input with what is written."""
    model, given, axis = writer(name)
    with torch.no_grad():
        found = beam_search(model, given, stop=stop, width=1, lengths={axis: MOST})
        trace = models.generate(model, given, stop=stop, lengths={axis: MOST})
    assert found.lengths[0].tolist() == trace.lengths[axis].tolist()
    picked = trace["y"].argmax(-1)
    for row, steps in enumerate(found.lengths[0].tolist()):
        assert found.symbols[:steps, 0, row].tolist() == picked[:steps, row].tolist()


def test_a_long_search_is_what_generation_writes() -> None:
    model, given, _ = writer("encoder_decoder")
    lengths = {"s": [19, 8, 9, 17, 3]}
    with torch.no_grad():
        model.c[0] -= 9  # that hardly any sequence stops by itself
        found = beam_search(model, given, stop=0, width=1, lengths=lengths)
        trace = models.generate(model, given, stop=0, lengths=lengths)
    assert found.lengths[0].tolist() == trace.lengths["s"].tolist() == lengths["s"]
    picked = trace["y"].argmax(-1)
    for row, steps in enumerate(lengths["s"]):
        assert found.symbols[:steps, 0, row].tolist() == picked[:steps, row].tolist()


def test_log_likelihood_is_minus_the_loss_of_the_sequences_taught() -> None:
    """Equation 6 of Sutskever et al.: all of a batch at once, each of its own length."""
    model, given, _ = writer("attention")
    with torch.no_grad():
        found = beam_search(model, given, stop=1, width=2, lengths={"s": 6})
        for own in range(2):
            trace = model.run(given, y=found.symbols[:, own], lengths={"s": found.lengths[own].tolist()})
            assert difference(found.log_likelihood[own], -trace["loss"]) < 1e-12


def test_sources_of_different_lengths_are_searched_as_if_alone() -> None:
    model, given, _ = writer("encoder_decoder")
    reads = [6, 2, 4, 1, 5]
    with torch.no_grad():
        found = beam_search(model, given, stop=0, width=3, lengths={"t": reads, "s": MOST})
        greedy = models.generate(model, given, stop=0, lengths={"t": reads, "s": MOST})
        for row, steps in enumerate(reads):
            own = {"x": given["x"][:steps, row : row + 1]}
            expected = told(beam_search(model, own, stop=0, width=3, lengths={"s": MOST}), 0)
            assert [one for _, one in told(found, row)] == [one for _, one in expected]
            assert [one for one, _ in told(found, row)] == pytest.approx([one for one, _ in expected], abs=1e-12)
            single = models.generate(model, own, stop=0, lengths={"s": MOST})
            assert int(greedy.lengths["s"][row]) == len(single["y"])
            assert difference(greedy["o"][: len(single["o"]), row], single["o"][:, 0]) < 1e-12


NEXT = "h[t] = tanh(P @ y[t-1])\no[t] = V @ h[t]\n"


@pytest.mark.parametrize(
    ("text", "asked", "words"),
    [
        (load("elman").text, {}, "not what to feed back"),
        (
            NEXT + "loss = sum[t](cross_entropy(o[t], y[t]))\nfeedback y[t] = softmax(o[t])",
            {},
            "symbols that are fed back",
        ),
        (NEXT + "loss = sum[t](mse(o[t], y[t]))\nfeedback y[t] = one_hot(o[t])", {}, "or `nll`, here 0"),
        (
            "o[t] = V @ tanh(P @ y[t+1])\nloss = sum[t](cross_entropy(o[t], y[t]))\nfeedback y[t] = one_hot(o[t])",
            {},
            "`o` looks ahead along t to `y`, so a symbol of `y` has no probability before all later ones are there",
        ),
        (
            "g[t] = tanh(b + W @ g[t+1])\no[t] = V @ tanh(P @ y[t-1] + g[t])\n"
            "loss = sum[t](cross_entropy(o[t], y[t]))\nfeedback y[t] = one_hot(o[t])",
            {},
            "`g` looks ahead along t to `g`",
        ),
        (
            "o[t] = where(t == T, c, V @ y[t-1])\nloss = sum[t](cross_entropy(o[t], y[t]))\n"
            "feedback y[t] = one_hot(o[t])",
            {},
            "looks ahead along t",
        ),
        (TEXTS["no input"], {"width": 0}, "Asked to keep 0 sequences; expected a whole number from 1"),
        (TEXTS["no input"], {"width": 2.5}, "Asked to keep 2.5 sequences"),
        (TEXTS["no input"], {"lengths": {"t": "long"}}, "Asked to write 'long' steps of axis t"),
        (TEXTS["no input"], {"given": noise(3, 1, 2)}, "A tensor is given without a name"),
        (TEXTS["no input"], {"stop": 3}, "at symbol 3; expected a target on one axis and a symbol of 0 to 2"),
        (TEXTS["no input"], {"lengths": {"t": 0}}, "Asked to write 0 steps of axis t; expected at least 1"),
    ],
)
def test_what_cannot_be_searched_is_told(text: str, asked, words: str) -> None:
    model = model_of(text, y=K)
    with pytest.raises(ModelError, match=words):
        beam_search(model, **{"stop": 0, **asked})
