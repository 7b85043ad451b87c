"""Every unfolded graph is what substituting each index by hand gives: nodes, kinds, edges and what they pass."""

from collections import Counter

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphviz_rnn as gr
from tests.graphviz_rnn.graphs.brute_force import BruteForce
from tests.graphviz_rnn.strategies import definition_texts

TEXTS = {
    "a reduction over its own axis": "k[s,t] = softmax[t](2 * e[s,t] + b)\ne[s,t] = w[s] * x[t]",
    "a choice outside a reduction": "h[t] = where(t == 1, sum[t](where(t > 1, tanh(x[t]), x[1])), h[t-1])",
    "steps of the far end": "h[t] = h[t-1] + x[T-2] + x[3]\no = h[T] * h[1] + h[0] * h[T-3]",
    "both boundaries": "h[t] = h[t-2] + g[t+1]\ng[t] = g[t+2] + x[t]\nh[0] = tanh(z)\ng[T+1] = 2 * z + x[T]",
    "corners of a lattice": "h[s,t] = h[s-1,t] + h[s,t-1] * h[s-1,t-1]\nh[0,t] = x[t] * q\nh[s,0] = w[s]",
    "hidden states": "a[t] = U @ x[t] + a[t-1]\nh[t] = tanh(W @ a[t] + V @ a[t-1])\nhide a",
    "hidden in a row": "a[t] = U @ x[t]\nc[t] = V @ a[t] + a[t-1]\nh[t] = W @ c[t] + S @ a[t] + h[t-1]\nhide a, c",
    "functions in functions": (
        "def f(p, q) = tanh(g(p + q) * p)\ndef g(p) = p * p + b\ndef k(p)\n"
        "h[t] = f(k(h[t-1]), U @ x[t]) + g(2 * h[t-1])\nh[0] = f(z, 1)"
    ),
    "an argument that a reduction captures": "def f(p) = p + sum[t](p * x[t])\nh[t] = f(tanh(x[t]))",
    "an argument that is not read": "def f(p, q) = p + r\ndef g(p) = f(1, tanh(p))\nh[t] = g(x[t]) + g(h[t-1])",
    "names that hide others": "const d = 2\ndef f(b, d) = b * d + c\nh[t] = f(c, b) + d * b + h[t-d]",
    "a box that reads a choice": "def f(p) = where(t % 2 == 0, p * w, sum[t](x[t]) + w)\nh[t] = f(h[t-1])",
    "feedback": (
        "def f(p) = one_hot(p)\nh[t] = W @ y[t-1]\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])\nfeedback y[t] = f(o[t])"
    ),
}  # fmt: skip


def label(data):
    return data["kind"], data["name"], tuple(data["index"].items())


def of_package(graph):
    """Return counts of nodes and edges, by what they say of themselves."""
    nodes = {node: label(data) for node, data in graph.nodes(data=True)}
    edges = Counter((nodes[s], nodes[t], passed(d)) for s, t, d in graph.edges(data=True))
    return Counter(nodes.values()), edges


def passed(data):
    return frozenset(data["via"]), frozenset(data["through"])


def of_brute_force(brute):
    edges = Counter((s[:3], t[:3], tuple(map(frozenset, marks))) for s, t, marks in brute.edges)
    return Counter(node[:3] for node in brute.nodes), edges


def structure(nodes, edges):
    """Count the nodes by all that leads to them, whatever their ids: two nodes that compute the same are alike."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    known = {}
    for node in nx.topological_sort(graph):
        before = Counter(known[source] for source, _ in graph.in_edges(node))
        known[node] = hash((nodes[node], frozenset(before.items())))
    after = {}
    for node in reversed(list(nx.topological_sort(graph))):
        behind = Counter(after[target] for _, target in graph.out_edges(node))
        after[node] = hash((known[node], frozenset(behind.items())))
    return Counter(after.values())


def check(definition, lengths, opened):
    brute = BruteForce(definition, lengths)
    assert of_package(gr.unfold(definition, lengths)) == of_brute_force(brute)
    for detail, functions in (("operations", tuple(definition.functions)), ("functions", ()), ("functions", opened)):
        graph = gr.unfold(definition, lengths, detail, opened=() if detail == "operations" else functions)
        brute = BruteForce(definition, lengths, functions)
        found, expected = of_package(graph), of_brute_force(brute)
        assert found == expected
        ours = structure({n: label(d) for n, d in graph.nodes(data=True)}, list(graph.edges()))
        assert ours == structure({n: n[:3] for n in brute.nodes}, [edge[:2] for edge in brute.edges])


def bodies(definition):
    return [name for name, one in definition.functions.items() if one.body is not None]


@pytest.mark.parametrize("steps", [1, 2, 5])
@pytest.mark.parametrize("name", TEXTS)
def test_text_unfolds_as_by_hand(name, steps):
    definition = gr.parse(TEXTS[name])
    for one in (definition, definition.free_running()) if definition.feedbacks else (definition,):
        check(one, {axis: steps + n for n, axis in enumerate(one.lengths)}, bodies(one)[:1])


@pytest.mark.parametrize("name", gr.gallery())
def test_gallery_unfolds_as_by_hand(name):
    definition = gr.load(name)
    for one in (definition, definition.free_running()) if definition.feedbacks else (definition,):
        check(one, {axis: 4 + n for n, axis in enumerate(one.lengths)}, bodies(one)[:1])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definition_texts(), st.lists(st.integers(1, 4), min_size=2, max_size=2))
def test_any_definition_unfolds_as_by_hand(text, steps):
    definition = gr.parse(text)
    for one in (definition, definition.free_running()) if definition.feedbacks else (definition,):
        check(one, dict(zip(one.lengths, steps, strict=False)), bodies(one)[:1])
