"""A function of the definition's own is one operation that opens into those of its body."""

from collections import Counter

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import graphviz_rnn as gr
from tests.graphviz_rnn.strategies import definition_texts

TEXT = """
def gate(a, W, U) = sigmoid(b + W @ a + U @ x[t])
def cell(a, s) = gate(a, W_f, U_f) * s + twice(k(a))
def twice(p) = p + p
def k(p)
h[t] = cell(tanh(h[t-1]), h[t-2])
h[0] = twice(z)
"""


def operations(graph):
    return sorted(data["name"] for _, data in graph.nodes(data=True) if data["kind"] == "operation")


def test_closed_functions_are_named_boxes_that_read_arguments_and_free_names():
    folded = gr.fold(gr.parse(TEXT), "functions")
    assert operations(folded) == ["cell", "tanh"]
    (cell,) = folded.predecessors("h")
    read = sorted(folded.nodes[one]["name"] for one in folded.predecessors(cell))
    assert read == ["U_f", "W_f", "b", "h", "tanh", "x"]


def test_an_opened_function_shows_its_own_operations_and_keeps_the_nested_closed():
    graph = gr.unfold(gr.parse(TEXT), {"t": 2}, "functions", opened=("cell",))
    assert Counter(operations(graph)) == {"*": 2, "+": 2, "gate": 2, "k": 2, "tanh": 2, "twice": 4}
    assert {box for _, box in graph.nodes(data="box") if box} == {"h.1_1", "h.1_2"}
    assert graph.graph["boxes"] == {"h.1_1": ("cell", ""), "h.1_2": ("cell", "")}


def test_boxes_say_which_box_is_around_them():
    graph = gr.unfold(gr.parse(TEXT), {"t": 1}, "functions", opened=("cell", "gate"))
    boxes = graph.graph["boxes"]
    sigmoid = next(node for node, name in graph.nodes(data="name") if name == "sigmoid")
    inner, outer = boxes[graph.nodes[sigmoid]["box"]]
    assert (inner, boxes[outer]) == ("gate", ("cell", ""))


def test_an_operation_keeps_its_id_when_functions_open():
    whole = gr.unfold(gr.parse(TEXT), {"t": 3}, "operations")
    for opened in ((), ("cell",), ("gate", "twice")):
        some = gr.unfold(gr.parse(TEXT), {"t": 3}, "functions", opened=opened)
        shared = [node for node in some if node in whole]
        assert all(some.nodes[node]["name"] == whole.nodes[node]["name"] for node in shared)
        assert all(node in whole or some.nodes[node]["name"] in ("cell", "gate", "twice") for node in some)


def test_opening_all_functions_gives_operations_detail():
    definition = gr.parse(TEXT)
    for made in (gr.fold, lambda *args, **settings: gr.unfold(args[0], {"t": 3}, *args[1:], **settings)):
        opened, whole = made(definition, "functions", opened=("cell", "gate", "twice")), made(definition, "operations")
        assert nx.utils.nodes_equal(opened.nodes(data=True), whole.nodes(data=True))
        assert nx.utils.edges_equal(opened.edges(data=True), whole.edges(data=True), directed=True)


@pytest.mark.parametrize(
    ("opened", "words"),
    [(("k",), "`k` cannot be opened; the definition has `gate`, `cell`, `twice`"), (("q",), "`q` cannot be opened")],
    ids=["abstract", "unknown"],
)
def test_what_has_no_body_cannot_be_opened(opened, words):
    with pytest.raises(gr.RequestError, match=words):
        gr.fold(gr.parse(TEXT), "functions", opened=opened)


def outermost(graph, node):
    """Return the outermost opened function that a node stands in, or the node."""
    box = graph.nodes[node].get("box", "")
    while box and graph.graph["boxes"][box][1]:
        box = graph.graph["boxes"][box][1]
    return box or node


def merged(graph):
    ends = {(outermost(graph, s), outermost(graph, t)) for s, t in graph.edges()}
    return {(s, t) for s, t in ends if s != t}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definition_texts())
def test_closing_functions_merges_what_stands_in_their_boxes(text):
    for definition in (gr.parse(text), gr.parse(TEXT)):
        lengths = dict.fromkeys(definition.lengths, 2)
        for whole, closed in (
            (gr.fold(definition, "operations"), gr.fold(definition, "functions")),
            (gr.unfold(definition, lengths, "operations"), gr.unfold(definition, lengths, "functions")),
        ):
            assert merged(whole) == set(closed.edges())
