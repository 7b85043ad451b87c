"""Local derivatives, multiplied along paths and summed over them, are the total derivative (6.49, 6.51)."""

import networkx as nx
import pytest
import torch
from torch import Tensor

import graphviz_rnn as gr
from models import ModelError, Trace, build, local_derivatives
from models.derivatives import LocalDerivatives
from tests.models.cases import difference, model_of, noise

STEPS, BATCH = 3, 2

TEXTS = {
    "softmax": "k[t] = softmax(W @ k[t-1] + U @ x[t])\nloss = sum[t](k[t]' @ v)",
    "concat": "h[t] = tanh(W @ concat(h[t-1], x[t], b))\nloss = sum[t](sum(h[t]))",
    "reductions over an axis": "h[t] = U @ x[t]\nm = max[t](h[t])\na = mean[t](tanh(h[t]))\nloss = sum(m * a)",
    "softmax over an axis": "k[t] = softmax[t](v' @ x[t])\nC = sum[t](k[t] * x[t])\nloss = norm(C)",
    "softmax of a body": "C[s] = sum[t](softmax[t](g[s-1]' @ x[t]) * x[t])\ng[s] = tanh(P @ C[s])\nloss = sum(g[S])",
    "over two axes": "e[s,t] = r[s]' @ (Q @ x[t])\nk[s,t] = softmax[s,t](e[s,t])\nloss = max[s,t](k[s,t] * e[s,t])",
    "scalars spread": "param a : scalar\nh[t] = a * h[t-1] + (1 - a) * (U @ x[t]) + a\nloss = sum[t](mean(h[t]) ^ 2)",
    "start that is learned": "h[0] = tanh(z)\nh[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = sum(h[T])",
    "boundary that is a scalar": "h[0] = p\nparam p : scalar\nh[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = sum(h[T])",
    "decoder from encoder": "h[t] = tanh(U @ x[t])\ng[0] = h[T]\ng[s] = tanh(Q @ g[s-1])\nloss = sum(g[S])",
    "choice": "h[t] = where(t % 2 == 0, tanh(W @ h[t-1] + U @ x[t]), h[t-1] / 2)\nloss = sum(h[T])",
    "same twice": "h[t] = x[t] * h[t-1] * x[t] - x[t-1] / exp(x[t])\nh[0] = z\nloss = sum[t](sum(h[t] - h[t]' @ h[t]))",
    "outer product": "param U : 4 x 3\nM[t] = M[t-1] + h[t] @ x[t]'\nh[t] = (M[t-1] + U) @ x[t]\nloss = norm(M[T])",
    "matrices": "param A : 3 x 3\nparam u : 3\nM[t] = tanh(u @ x[t]' + A @ M[t-1] @ B')\nloss = mse(M[T], M[1])",
    "functions": "def f(p, q) = p * tanh(q) + b\nh[t] = f(f(h[t-1], U @ x[t]), h[t-1])\nloss = sum(h[T])",
    "skip": "const d = 2\nh[t] = tanh(W @ h[t-1] + S @ h[t-d] + U @ x[t])\nloss = sum(layer_norm(h[T]) * v)",
    "future": "g[t] = tanh(W @ g[t+1] + U @ x[t])\ng[T+1] = 1 / z\nloss = g[1]' @ h[T]\nh[t] = tanh(V @ g[t])",
}  # fmt: skip


def _trace(definition: gr.Definition) -> Trace:
    model = build(definition, seed=4).double()
    axes = {"t": STEPS, "s": 4, "i": 2, "j": 3}
    lengths = {axis: axes[axis] for axis, own in definition.lengths.items() if isinstance(own, str)}
    given = {}
    for place, name in enumerate(definition.names("input", "target")):
        lead = [lengths[axis] for axis in definition.axes.get(name, ())]
        given[name] = noise(*lead, BATCH, *model.shapes[name], seed=place)
        if name in definition.names("target") and len(model.shapes[name]) == 1:
            given[name] = given[name].softmax(-1)
    return model.run(given, lengths=lengths)


def _dynamic_programming(local: LocalDerivatives, of: str) -> dict[str, Tensor]:
    """Return the derivative of one node with respect to every node, from the last to the first (6.49)."""
    total = {of: torch.ones(1, 1, dtype=torch.float64)}
    edges = list(local)
    order = {node: place for place, node in enumerate(nx.topological_sort(local.graph))}
    for source, target, key in sorted(edges, key=lambda one: -order[one[1]]):
        if target in total:
            total[source] = total.get(source, 0) + total[target] @ local[source, target, key]
    return total


def _check(trace: Trace) -> None:
    locals_ = [local_derivatives(trace, one) for one in range(BATCH)]
    totals = [_dynamic_programming(one, "loss") for one in locals_]
    checked = 0
    for node, place in locals_[0].graph.nodes(data=True):
        name, index = place["name"], tuple(place["index"].values())
        if place["kind"] in ("operation", "constant") or node not in totals[0]:
            continue
        found = [one[node].flatten() for one in totals]
        if place["kind"] == "parameter" and not trace.weights[name].requires_grad:
            continue
        if place["kind"] == "parameter":
            assert difference(sum(found), trace.grad("loss", name).flatten()) < 1e-12
        elif place["kind"] != "boundary":
            grad = trace.grad("loss", name)[tuple(one - 1 for one in index)]
            assert difference(torch.stack(found), grad.reshape(BATCH, -1)) < 1e-12
        elif len(index) == 1:
            grad = trace.boundary_grad("loss", name, *index)
            assert difference(torch.stack(found), grad.reshape(BATCH, -1)) < 1e-12
        checked += 1
    assert checked > 2


@pytest.mark.parametrize("name", TEXTS)
def test_summed_over_paths_they_are_the_gradient(name: str) -> None:
    _check(_trace(gr.parse(TEXTS[name])))


RUNNING = [name for name in gr.gallery() if not gr.load(name).abstract_functions and "loss" in gr.load(name).roles]


@pytest.mark.parametrize("name", RUNNING)
def test_summed_over_paths_they_are_the_gradient_of_the_gallery(name: str) -> None:
    _check(_trace(gr.load(name)))


def test_every_path_multiplied_out_is_the_gradient() -> None:
    trace = _trace(gr.load("lstm"))
    local = local_derivatives(trace, 1)
    total = torch.zeros(1, 4, dtype=torch.float64)
    paths = list(nx.all_simple_edge_paths(local.graph, "s_1", "loss"))
    for path in paths:
        product = torch.ones(1, 1, dtype=torch.float64)
        for edge in reversed(path):
            product = product @ local[edge]
        total = total + product
    assert len(paths) > 20
    assert difference(total[0], trace.grad("loss", "s")[0, 1]) < 1e-12


def test_paths_of_a_linear_recurrence_with_two_delays_are_the_fibonacci_numbers() -> None:
    trace = model_of("h[t] = h[t-1] + h[t-2]\nh[0] = z", h=1).run(lengths={"t": 20})
    local = local_derivatives(trace)
    total = _dynamic_programming(local, "h_20")
    assert float(total["h_1"]) == 6765  # Fib(20): the paths from step 1 to step 20


def test_a_shorter_sequence_has_a_graph_of_its_own() -> None:
    model = build(gr.load("lstm"), seed=1).double()
    trace = model.run(x=noise(4, 2, 3), y=noise(4, 2, 3).softmax(-1), lengths={"t": [4, 2]})
    local = local_derivatives(trace, 1)
    assert "h_2" in local.graph
    assert "h_3" not in local.graph
    total = _dynamic_programming(local, "loss")
    assert difference(total["s_1"][0], trace.grad("loss", "s")[0, 1]) < 1e-12


def test_what_a_left_out_target_prevents_is_not_in_the_graph() -> None:
    model = build(gr.load("elman"), seed=1).double()
    local = local_derivatives(model.run(x=noise(STEPS, BATCH, 3)))
    assert "o_1" in local.graph
    assert not {"L_1", "y_1", "loss"} & set(local.graph)
    assert len(local) == len(list(local)) == len([local[edge] for edge in local])


def test_a_number_has_no_derivative() -> None:
    trace = model_of("h[t] = 2 * h[t-1] + x[t]").run(x=noise(2, 1, 3))
    assert all(
        local_derivatives(trace).graph.nodes[source]["kind"] != "constant" for source, _, _ in local_derivatives(trace)
    )


def test_a_sequence_outside_of_the_batch_is_refused() -> None:
    trace = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])").run(x=noise(2, BATCH, 3))
    with pytest.raises(ModelError) as caught:
        local_derivatives(trace, 2)
    assert str(caught.value) == "Sequence 2 is asked for; the run has 2, counted from 0."


def test_values_of_operations_are_those_of_the_equation() -> None:
    trace = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])").run(x=noise(2, BATCH, 3))
    local, (W, U) = local_derivatives(trace, 1), trace.weights.values()  # noqa: N806
    by_name = {place["name"]: node for node, place in local.graph.nodes(data=True) if place["index"] == {"t": 2}}
    inside = W @ trace["h"][0, 1] + U @ trace["x"][1, 1]
    assert difference(local.value(by_name["+"]), inside) < 1e-15
    assert difference(local.value(by_name["tanh"]), trace["h"][1, 1]) < 1e-15
