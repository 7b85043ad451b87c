"""The unfolded graph is the computation: walked node by node in NumPy, it gives what the model computes."""

import networkx as nx
import numpy as np
import pytest
from scipy.special import expit, log_softmax, softmax

import graphviz_rnn as gr
from tests.models.test_gallery_loops import BATCH, LENGTHS, RUNNABLE, given_to, made


def total(*parts):
    """Return the sum of many parts, or of one vector's entries."""
    return sum(parts) if len(parts) > 1 else np.sum(parts[0])


OPERATIONS = {
    "+": total, "-": np.subtract, "*": np.multiply, "/": np.divide, "@": np.matmul, "neg": np.negative,
    "'": np.transpose, "tanh": np.tanh, "sigmoid": expit, "exp": np.exp, "step": lambda a: np.float64(a > 0),
    "concat": lambda *parts: np.concatenate(parts), "sum": total,
    "cross_entropy": lambda o, y: -np.dot(y, log_softmax(o)), "mse": lambda o, y: np.mean((o - y) ** 2),
}  # fmt: skip


def walked(graph, model, given, number):
    """Return the value of every node for one sequence of the batch, in topological order."""
    values = {}
    for node in nx.topological_sort(graph):
        data, before = graph.nodes[node], [values[source] for source in graph.predecessors(node)]
        name, kind, index = data["name"], data["kind"], tuple(data["index"].values())
        if kind == "constant":
            values[node] = float(name)
        elif kind == "parameter":
            values[node] = model.weights[name].detach().numpy()
        elif kind in ("input", "target"):
            values[node] = given[name].numpy()[tuple(i - 1 for i in index)][number]
        elif name == "softmax":  # over an axis: each step's node reads all of them and keeps its own
            values[node] = softmax(before)[index[-1] - 1]
        elif kind == "operation":
            values[node] = OPERATIONS[name](*before)
        else:
            values[node] = np.broadcast_to(before[0] if before else 0.0, model.shapes[name])
    return values


@pytest.mark.parametrize("name", RUNNABLE)
def test_graph_walked_in_numpy_gives_what_the_model_computes(name):
    model = made(name)
    given, definition = given_to(model), model.definition
    lengths = {axis: LENGTHS[axis] for axis in definition.lengths}
    trace = model.run(given, lengths=lengths)
    graph = gr.unfold(definition, lengths, "operations")
    for number in range(BATCH if given else 1):
        values = walked(graph, model, given, number)
        for node, data in graph.nodes(data=True):
            if data["kind"] == "variable":
                index = tuple(i - 1 for i in data["index"].values())
                ours = trace[data["name"]][index][number].detach().numpy()
                np.testing.assert_allclose(values[node], ours, rtol=0, atol=1e-12, err_msg=node)
