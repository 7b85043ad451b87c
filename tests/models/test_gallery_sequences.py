"""What a context can and cannot carry: encoder-decoder, attention and translator."""

import pytest
import torch

import graphviz_rnn as gr
from models import build
from tests.models.cases import classes, difference, noise

READ, WRITTEN, BATCH = 5, 4, 2
NAMES = ["encoder_decoder", "attention", "translator"]


def model_of(name, **sizes):
    """Return a model whose weights are large enough to tell positions apart."""
    model = build(gr.load(name), {"x": 3, "o": 5} | sizes, 4).double()
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(2)
    return model


@pytest.fixture(params=NAMES)
def model(request):
    return model_of(request.param)


def ran(model, read=READ, batch=BATCH):
    return model.run(x=noise(read, batch, 3), y=classes(WRITTEN, batch, count=5))


def sensitivity(trace):
    """Return d outputs / d inputs of the first sequence, (all outputs) x (all inputs)."""
    outputs = trace["o"][:, 0].flatten()
    return torch.stack([torch.autograd.grad(o, trace["x"], retain_graph=True)[0][:, 0].flatten() for o in outputs])


def test_all_that_the_decoder_learns_of_the_source_passes_the_context():
    trace = ran(model_of("encoder_decoder", h=4))
    context = trace.grad("loss", "C")
    through = torch.autograd.grad(trace["C"], trace["x"], context, retain_graph=True)[0]
    assert difference(trace.grad("loss", "x"), through) < 1e-12
    assert float(through.abs().max()) > 1e-3


@pytest.mark.parametrize("units", [1, 2, 3])
def test_outputs_vary_in_no_more_directions_than_the_context_has(units):
    found = sensitivity(ran(model_of("encoder_decoder", h=units), batch=1))
    assert found.shape == (WRITTEN * 5, READ * 3)
    assert int(torch.linalg.matrix_rank(found, rtol=1e-10)) == units


def test_attention_lets_more_through_than_one_context_holds():
    found = sensitivity(ran(model_of("attention", h=2), batch=1))
    assert int(torch.linalg.matrix_rank(found, rtol=1e-10)) > 2


@pytest.mark.parametrize("name", NAMES)
def test_context_has_one_size_whatever_the_length_of_the_source(name):
    model = model_of(name)
    assert ran(model, read=2)["C"].shape == ran(model, read=9)["C"].shape


def test_two_sources_with_one_context_are_told_alike():
    model = model_of("encoder_decoder")
    with torch.no_grad():
        model.W.zero_()
    x, other, y = noise(READ, BATCH, 3), noise(3, BATCH, 3, seed=8), classes(WRITTEN, BATCH, count=5)
    other[-1] = x[-1]
    one, two = model.run(x=x, y=y), model.run(x=other, y=y)
    assert torch.equal(one["C"], two["C"])
    assert torch.equal(one["o"], two["o"])


@pytest.mark.parametrize("name", ["attention", "translator"])
def test_attention_weights_are_positive_and_sum_to_one_over_the_source(name):
    k = ran(model_of(name))["k"]
    assert k.shape == (WRITTEN, READ, BATCH)
    assert bool((k > 0).all())
    assert difference(k.sum(1), torch.ones(WRITTEN, BATCH).double()) < 1e-12


@pytest.mark.parametrize(("name", "vector"), [("attention", "v"), ("translator", "v_a")])
def test_without_energies_the_context_is_the_mean_of_the_encoder(name, vector):
    model = model_of(name)
    with torch.no_grad():
        model.weights[vector].zero_()
    trace = ran(model)
    assert difference(trace["C"], trace["h"].mean(0).expand(WRITTEN, -1, -1)) < 1e-12


def test_attention_does_not_mind_the_order_of_what_does_not_know_it():
    model = model_of("attention")
    with torch.no_grad():
        model.W.zero_()
    x, y, order = noise(READ, BATCH, 3), classes(WRITTEN, BATCH, count=5), torch.tensor([3, 0, 4, 1, 2])
    one, other = model.run(x=x, y=y), model.run(x=x[order], y=y)
    assert difference(other["k"], one["k"][:, order]) < 1e-12
    assert difference(other["o"], one["o"]) < 1e-12


def test_attention_to_a_source_of_one_symbol_is_an_encoder_decoder():
    attentive, plain = model_of("attention"), model_of("encoder_decoder")
    with torch.no_grad():
        for name, weight in plain.weights.items():
            weight.copy_(attentive.weights[name])
    assert difference(ran(attentive, read=1)["o"], ran(plain, read=1)["o"]) < 1e-12


def test_a_sequence_is_written_alike_alone_and_in_a_batch(model):
    x, y = noise(READ, 3, 3), classes(WRITTEN, 3, count=5)
    together = model.run(x=x, y=y)["o"]
    for number in range(3):
        one = slice(number, number + 1)
        assert difference(model.run(x=x[:, one], y=y[:, one])["o"], together[:, one]) < 1e-12


def test_a_symbol_written_late_does_not_change_what_came_before(model):
    x, y = noise(READ, BATCH, 3), classes(WRITTEN, BATCH, count=5)
    other = y.clone()
    other[2] = (y[2] + 1) % 5
    one, two = model.run(x=x, y=y)["o"], model.run(x=x, y=other)["o"]
    assert torch.equal(one[:3], two[:3])
    assert bool((one[3] != two[3]).any())


def test_a_translator_looks_its_symbols_up_in_its_embeddings():
    model, words = model_of("translator"), classes(READ, BATCH, count=3)
    trace = model.run(x=words, y=classes(WRITTEN, BATCH, count=5))
    assert torch.equal(trace["p"], torch.nn.functional.embedding(words, model.E_x.T))


def test_a_translators_encoder_is_the_gru_of_its_embeddings():
    model = model_of("translator")
    trace = ran(model)
    encoder = build(gr.load("gru_before"), {"x": model.shapes["p"][0], "h": model.shapes["h"][0]}).double()
    with torch.no_grad():
        for gate in "rzn":
            for part in "bUW":
                encoder.weights[f"{part}_{gate}"].copy_(model.weights[f"{part}_{gate}"])
    assert difference(encoder.run(x=trace["p"])["h"], trace["h"]) < 1e-12
