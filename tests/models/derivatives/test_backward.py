"""One pass back gives at every node what the sum over all paths from it gives, and at leaves what autograd says."""

import networkx as nx
import pytest
import torch

import graphviz_rnn as gr
import models
from models.derivatives import local_derivatives
from models.derivatives.backward import backward
from models.derivatives.paths import path_products
from models.errors import ModelError
from tests.models.derivatives.test_paths import TEXTS


def derivatives_of(text):
    definition = gr.parse(text)
    model = models.build(definition, seed=4).double()
    given = {n: torch.randn(1, *model.shapes[n], dtype=torch.float64) for n in definition.names("input")}
    trace = model.run(given)
    return trace, local_derivatives(trace), definition.equations[-1].name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_node_has_the_sum_over_its_paths(text):
    trace, derivatives, output = derivatives_of(text)
    found = backward(derivatives, output)
    assert next(iter(found)) == output
    for node in found:
        if node != output:
            total = sum(path.product for path in path_products(derivatives, node, output))
            torch.testing.assert_close(found[node], total, rtol=1e-12, atol=1e-12)
    for leaf in trace.definition.names("input", "parameter"):
        torch.testing.assert_close(found[leaf].sum(0), trace.grad(output, leaf).flatten(), rtol=1e-12, atol=1e-12)


def test_edges_are_gone_over_once_where_paths_double_at_every_step():
    steps = 30
    text = "input u0 : scalar\n" + "\n".join(f"u{n + 1} = sin(u{n}) + cos(u{n})" for n in range(steps))
    trace, derivatives, output = derivatives_of(text)
    ways = {output: 1}
    for node in reversed(list(nx.topological_sort(derivatives.graph))):
        ways[node] = ways.get(node, sum(ways[target] for _, target in derivatives.graph.out_edges(node)))
    assert ways["u0"] == 2**steps
    torch.testing.assert_close(backward(derivatives, output)["u0"].reshape(1), trace.grad(output, "u0"))


def test_what_is_not_drawn_is_told():
    with pytest.raises(ModelError, match="`q` is no node of this graph"):
        backward(derivatives_of("z = x * y + x")[1], "q")
