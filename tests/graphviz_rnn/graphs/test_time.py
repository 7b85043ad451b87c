"""Laws of delays, paths and cycles: of every definition of the gallery, and of random ones."""

from collections import Counter
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import graphviz_rnn as gr
from graphviz_rnn.language.schedule import Loop, schedule
from tests.graphviz_rnn.strategies import definition_texts

STEPS = 5
ANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shown(definition):
    """Return a definition with nothing hidden."""
    return replace(definition, hidden=())


def chosen(definition):
    return "where" in definition.text


def plain_edges(folded):
    """Yield (source, target, delay) of the edges that read one step, of a source with its reader's axes."""
    for source, target, data in folded.edges(data=True):
        axes = folded.nodes[source]["axes"]
        if axes and axes == folded.nodes[target]["axes"] and not data["over"]:
            yield source, target, data["delay"]


def shifts(graph):
    """Count the unfolded edges between names, by how many steps lie between, and whether they start on the axes."""
    found = Counter()
    for s, t in graph.edges():
        source, target = graph.nodes[s], graph.nodes[t]
        if target["kind"] != "boundary" and source["index"].keys() == target["index"].keys():
            delay = tuple((a, target["index"][a] - i) for a, i in source["index"].items() if target["index"][a] != i)
            found[source["name"], target["name"], delay, source["kind"] != "boundary"] += 1
    return found


def check_delays(definition):
    """A delay d on one axis of τ steps leaves τ - |d| edges on the axes and |d| from the boundary; so on lattices."""
    found = shifts(gr.unfold(definition, dict.fromkeys(definition.lengths, STEPS)))
    for source, target, delay in plain_edges(gr.fold(definition)):
        axes = definition.axes[target]
        inside = whole = 1
        for axis in axes:
            inside, whole = inside * max(0, STEPS - abs(delay.get(axis, 0))), whole * STEPS
        key = source, target, tuple((axis, delay[axis]) for axis in axes if axis in delay)
        assert (found[*key, True], found[*key, False]) == (inside, whole - inside)


def ranged(definition):
    """Say whether a name is read over an axis that its reader has, beside what is read step by step."""
    folded = gr.fold(definition)
    over = {(s, t) for s, t, data in folded.edges(data=True) if data["over"]}
    return any((s, t) in over for s, t, _ in plain_edges(folded))


@pytest.mark.parametrize("name", [name for name in gr.gallery() if not chosen(gr.load(name))])
def test_a6_delay_leaves_that_many_edges_fewer(name):
    check_delays(gr.load(name))


@ANY
@given(definition_texts())
def test_a6_delay_leaves_that_many_edges_fewer_in_any_definition(text):
    definition = shown(gr.parse(text))
    if not chosen(definition) and not ranged(definition):
        check_delays(definition)


@ANY
@given(definition_texts())
def test_a7_no_unfolded_graph_has_a_cycle(text):
    definition = gr.parse(text)
    for detail in ("variables", "operations", "functions"):
        assert nx.is_directed_acyclic_graph(gr.unfold(definition, dict.fromkeys(definition.lengths, 3), detail))


def loops(definition):
    return sorted(sorted(stage.names()) for stage in schedule(definition) if isinstance(stage, Loop))


def components(definition):
    """Return what networkx finds to lie on cycles of the folded graph."""
    graph = gr.fold(shown(definition))
    found = nx.strongly_connected_components(graph)
    return sorted(sorted(one) for one in found if len(one) > 1 or graph.has_edge(*one, *one))


@pytest.mark.parametrize("name", gr.gallery())
def test_what_is_stepped_is_what_lies_on_a_cycle(name):
    definition = gr.load(name)
    assert loops(definition) == components(definition)
    assert sorted(definition.names("state")) == sorted(name for one in components(definition) for name in one)


@ANY
@given(definition_texts())
def test_what_is_stepped_is_what_lies_on_a_cycle_in_any_definition(text):
    assert loops(gr.parse(text)) == components(gr.parse(text))


def test_teacher_forcing_leaves_nothing_to_step():
    assert components(gr.load("output_recurrence")) == [["a", "h", "o"]]
    assert loops(gr.load("teacher_forcing")) == components(gr.load("teacher_forcing")) == []


def test_a9_paths_of_delays_one_and_two_are_counted_by_fibonacci():
    graph = gr.unfold(gr.parse("h[t] = h[t-1] + h[t-2]"), {"t": 20})
    paths = {"h_0": 1}
    for node in nx.topological_sort(graph):
        paths[node] = paths.get(node, 0) + sum(paths[source] for source in graph.predecessors(node))
    assert paths["h_20"] == 10946


@pytest.mark.parametrize("steps", [2, 6])
def test_a8_longest_paths_are_those_of_the_book(steps):
    for name, longest in (("elman", steps + 3), ("bidirectional", steps + 3), ("teacher_forcing", 4)):
        assert nx.dag_longest_path_length(gr.unfold(gr.load(name), {"t": steps})) == longest


@pytest.mark.parametrize("name", gr.gallery())
def test_a10_parameters_are_nodes_of_their_own_whatever_the_lengths(name):
    definition = gr.load(name)
    found = [
        [node for node, kind in gr.unfold(definition, dict.fromkeys(definition.lengths, n)).nodes(data="kind")
         if kind == "parameter"] for n in (4, 9)
    ]  # fmt: skip
    assert found[0] == found[1]
    assert set(found[0]) <= set(definition.names("parameter"))


def test_a_hidden_state_is_read_at_any_age():
    folded = gr.fold(gr.parse("s[t] = q * s[t-1] + U @ x[t]\nh[t] = tanh(W @ s[t])\nhide s"))
    ((_, _, data),) = [edge for edge in folded.edges(data=True) if edge[0] == "x"]
    assert (data["over"], data["delay"], data["via"]) == (("t",), {}, ("U", "W"))


def test_two_fixed_steps_are_two_references():
    definition = gr.parse("h[t] = tanh(h[t-1] + x[t])\no = h[1] + h[T] + h[T]")
    assert [data["fixed"] for *_, data in gr.fold(definition).edges("h", data=True) if data["over"]] == [("1",), ("T",)]
    assert gr.unfold(definition, {"t": 3}).number_of_edges() == 8


def test_ids_have_no_colon_and_say_name_and_index():
    for name in gr.gallery():
        definition = gr.load(name)
        for detail in ("variables", "operations"):
            for node, data in gr.unfold(definition, dict.fromkeys(definition.lengths, 2), detail).nodes(data=True):
                end = "".join(f"_{i}" if i >= 0 else f"_m{-i}" for i in data["index"].values())
                assert node.replace("__", "_") == data.get("template", data["name"]) + end
                assert ":" not in node
