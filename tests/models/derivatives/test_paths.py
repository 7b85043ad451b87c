"""The chain rule: products along paths, summed over paths, are what autograd says."""

import pytest
import torch

import graphviz_rnn as gr
import models
from models.derivatives import local_derivatives
from models.derivatives.paths import path_products

TEXTS = {
    "two paths": "z = x * y + x",
    "diamond": "u = sin(x)\nz = u * cos(u) + exp(u)",
    "logistic": "yhat = sigmoid(x' @ w + b)\ninput x : 3\nparam b : scalar",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_products_over_paths_sum_to_autograds_gradient(text):
    definition = gr.parse(text)
    model = models.build(definition, seed=4).double()
    given = {n: torch.randn(1, *model.shapes[n], dtype=torch.float64) for n in definition.names("input")}
    trace = model.run(given)
    output = definition.equations[-1].name
    derivatives = local_derivatives(trace)
    for name in definition.names("input", "parameter"):
        paths = path_products(derivatives, name, output)
        total = sum(path.product for path in paths)
        torch.testing.assert_close(total.sum(0), trace.grad(output, name).flatten(), rtol=1e-12, atol=1e-12)


def test_every_path_is_listed_once():
    """z = u cos u + exp u, u = sin x: three ways from x to z."""
    trace = models.build(gr.parse("input x : scalar\n" + TEXTS["diamond"])).run(x=torch.tensor([0.3]))
    paths = path_products(local_derivatives(trace), "x", "z")
    assert len({path.edges for path in paths}) == len(paths) == 3


@pytest.mark.parametrize(("source", "words"), [("nosuch", "no node"), ("h_0", "More than 64")], ids=["node", "many"])
def test_what_has_no_list_of_paths_is_told_in_a_sentence(source, words):
    trace = models.build(gr.load("lstm"), {"h": 2, "x": 1}).run(x=torch.zeros(8, 1, 1))
    with pytest.raises(models.ModelError, match=words):
        path_products(local_derivatives(trace), source, "h_8")
