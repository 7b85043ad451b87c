"""DOT, Mermaid, GraphML and JSON say what the graph says: other programs' readers give it back."""

import html
import json
import re
from collections import Counter
from io import BytesIO

import networkx as nx
import pydot
import pytest
from hypothesis import HealthCheck, given, settings

import graphviz_rnn as gr
from graphviz_rnn.drawing.labels import OPERATION_SIGNS
from graphviz_rnn.formats import graphml, node_link
from tests.graphviz_rnn.formats.cases import hostile, pair
from tests.graphviz_rnn.strategies import definition_texts

SOME = [("multiplication", "operations"), ("elman", "operations"), ("bidirectional", "variables"),
        ("attention", "variables"), ("skip", "operations"), ("lstm", "variables")]  # fmt: skip
few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def edges(graph):
    return Counter((source, target) for source, target in graph.edges())


def shown(data):
    """A node's label as a reader would write it: h(2), or the operation's sign."""
    if data["kind"] == "operation":
        return OPERATION_SIGNS.get(data["name"], data["name"])
    index = ",".join(map(str, data["index"].values()))
    return data["name"] + (f"({index})" if index and data["kind"] != "constant" else "")


def by_pydot(text):
    """Nodes with their labels and edges as pydot's parser reads them, subgraphs' mentions of nodes aside."""
    [graph] = pydot.graph_from_dot_data(text)
    plain = lambda name: name.strip('"')  # noqa: E731
    nodes = {plain(n.get_name()): plain(n.get("label")) for n in graph.get_nodes() if n.get_name() not in KEYWORDS}
    return nodes, Counter((plain(e.get_source()), plain(e.get_destination())) for e in graph.get_edges())


KEYWORDS = ("node", "edge", "graph")


@pytest.mark.parametrize(("name", "detail"), SOME)
def test_dot_parsed_by_another_program_has_the_graphs_nodes_and_edges(name, detail):
    for graph in pair(name, 2, detail):
        nodes, found = by_pydot(gr.draw(graph).dot)
        assert list(nodes) == list(graph)
        assert nodes == {node: shown(data) for node, data in graph.nodes(data=True)}
        assert found == edges(graph)


def test_dot_orders_the_ranks_by_what_happens_within_a_step_alone():
    graph = pair("elman", 3)[1]
    [read] = pydot.graph_from_dot_data(gr.draw(graph).dot)
    [rank] = [s for s in read.get_subgraphs() if "h_1" in {n.get_name() for n in s.get_nodes()}]
    assert {n.get_name() for n in rank.get_nodes()} == {"h_0", "h_1", "h_2", "h_3"}
    free = {(e.get_source(), e.get_destination()) for e in read.get_edges() if e.get("constraint") == "false"}
    assert ("W", "h_2") in free
    assert ("h_1", "o_1") not in free


def test_folded_dot_says_the_delay():
    [read] = pydot.graph_from_dot_data(gr.draw(pair("skip")[0]).dot)
    labels = [e.get("label").strip('"') for e in read.get_edges() if e.get_source() == e.get_destination() == "h"]
    assert labels == ["W ■ t-1", "S ■ t-3"]


def by_mermaid(text):
    """Nodes' labels by id and the edges between ids of a flowchart, by its published syntax."""
    body = text.split("---\n")[2]
    node = r'^  (n_\w+)(?:\(\("|\(\["|\[")(.*?)"[\])]+:::(\w+)$'
    nodes = {one[1]: html.unescape(re.sub(r"#(\d+);", r"&#\1;", one[2])) for one in re.finditer(node, body, re.M)}
    return nodes, re.findall(r"^  (n_\w+) -->(?:\|\"[^\"|]*\"\|)? (n_\w+)$", body, re.M)


@pytest.mark.parametrize(("name", "detail"), SOME)
def test_mermaid_has_the_graphs_nodes_and_edges(name, detail):
    for graph in pair(name, 2, detail):
        nodes, found = by_mermaid(gr.draw(graph).mermaid)
        assert list(nodes.values()) == [shown(data) for _, data in graph.nodes(data=True)]
        order = {node: number for number, node in enumerate(graph)}
        ids = {one: number for number, one in enumerate(nodes)}
        assert [(ids[a], ids[b]) for a, b in found] == [(order[a], order[b]) for a, b in graph.edges()]


def test_mermaid_writes_signs_as_themselves():
    text = gr.draw(pair("elman", detail="operations")[0]).mermaid
    assert all(f'["{sign}"]' in text for sign in "×+")
    assert "■ t-1" in text
    assert not re.search(r"#\d+;", text)


def test_mermaid_colours_an_edge_like_its_parameter():
    picture = gr.draw(pair("elman", 2)[1])
    number = list(picture.graph.edges()).index(("h_1", "h_2"))
    [styled] = [line for line in picture.mermaid.splitlines() if picture.colours["W"] in line and "linkStyle" in line]
    assert str(number) in re.search(r"linkStyle ([\d,]+)", styled)[1].split(",")


@pytest.mark.parametrize("module", [graphml, node_link], ids=["graphml", "json"])
@pytest.mark.parametrize("name", gr.gallery())
def test_graph_is_read_back_equal_in_every_attribute(name, module):
    definition = gr.load(name)
    free = gr.unfold(definition, dict.fromkeys(definition.lengths, 2), free_running=True)
    for graph in (pair(definition, 2, "operations")[0], pair(definition)[1], free):
        text = gr.draw(graph).graphml if module is graphml else gr.draw(graph).json
        again = module.read(text)
        assert nx.utils.graphs_equal(again, graph)
        assert list(again.edges(keys=True)) == list(graph.edges(keys=True))


@few
@given(definition_texts())
def test_any_graph_is_read_back_equal(text):
    definition = gr.parse(text)
    for graph in pair(definition, 2, "operations"):
        assert nx.utils.graphs_equal(graphml.read(graphml.graphml(graph)), graph)
        assert nx.utils.graphs_equal(node_link.read(node_link.node_link(graph)), graph)


def test_networkx_alone_reads_graphml():
    graph = pair("lstm", 3)[1]
    read = nx.read_graphml(BytesIO(gr.draw(graph).graphml.encode()), force_multigraph=True)
    assert edges(read) == edges(graph)
    for node, data in graph.nodes(data=True):
        assert graphml.decoded(read.nodes[node]) == data
    assert read.nodes["h_2"]["index"] == '{"t": 2}'


def test_networkx_alone_reads_json():
    graph = pair("elman", 3)[1]
    read = nx.node_link_graph(json.loads(gr.draw(graph).json))
    assert edges(read) == edges(graph)
    assert read.nodes["h_2"] == graph.nodes["h_2"]
    assert read.edges["h_1", "h_2", 0]["via"] == ["W"]


def test_constants_that_the_caller_changed_are_read_back():
    graph = gr.fold(gr.load("skip").with_constants(d=5))
    for again in (graphml.read(gr.draw(graph).graphml), node_link.read(gr.draw(graph).json)):
        assert again.graph["definition"].constants == {"d": 5}
        assert nx.utils.graphs_equal(again, graph)


@pytest.mark.parametrize("detail", ["variables", "operations"])
def test_hostile_names_and_titles_stay_text(detail):
    for graph in pair(hostile(), 2, detail):
        picture = gr.draw(graph)
        nodes, found = by_pydot(picture.dot)
        assert (list(nodes), found) == (list(graph), edges(graph))
        labels, arrows = by_mermaid(picture.mermaid)
        assert list(labels.values()) == [shown(data) for _, data in graph.nodes(data=True)]
        assert len(arrows) == graph.number_of_edges()
        assert "<" not in picture.mermaid
        assert all(len(line.split("title: ")) <= 2 for line in picture.mermaid.splitlines()[:3])
        assert nx.utils.graphs_equal(graphml.read(picture.graphml), graph)
        assert nx.utils.graphs_equal(node_link.read(picture.json), graph)
        assert not re.search("[\x00-\x08\x0b-\x1f]", picture.dot + picture.mermaid + picture.graphml)
