"""The laws of folded and unfolded graphs (Goodfellow et al. 2016, chapter 10), counted by hand."""

import itertools
from collections import Counter

import networkx as nx
import pytest

import graphviz_rnn as gr

OUTPUT_RECURRENCE = "h[t] = tanh(b + W @ o[t-1] + U @ x[t])\no[t] = c + V @ h[t]\nL[t] = mse(o[t], y[t])"
TEACHER_FORCED = OUTPUT_RECURRENCE.replace("o[t-1]", "y[t-1]")
SINGLE_OUTPUT = "h[t] = tanh(b + W @ h[t-1] + U @ x[t])\no = c + V @ h[T]\nL = mse(o, y)"
BIDIRECTIONAL = (
    "h[t] = tanh(b + W @ h[t-1] + U @ x[t])\ng[t] = tanh(b_g + W_g @ g[t+1] + U_g @ x[t])\n"
    "o[t] = c + V @ h[t] + V_g @ g[t]\nL[t] = mse(o[t], y[t])\nloss = sum[t](L[t])"
)
SKIP = "const d = 3\nh[t] = tanh(W @ h[t-1] + S @ h[t-d] + U @ x[t])"
TEXTS = {
    "elman": None, "lstm": None, "dynamical_system": None, "dynamical_system_tanh": None,
    "output recurrence": OUTPUT_RECURRENCE, "teacher forced": TEACHER_FORCED, "single output": SINGLE_OUTPUT,
    "bidirectional": BIDIRECTIONAL, "skip": SKIP,
}  # fmt: skip
DETAILS = ["variables", "operations"]


def definition(name):
    return gr.load(name) if TEXTS[name] is None else gr.parse(TEXTS[name])


def kinds(graph):
    return Counter(kind for _, kind in graph.nodes(data="kind"))


@pytest.mark.parametrize("steps", [1, 2, 5, 9])
def test_figure_10_3_has_five_nodes_a_step_and_seven_more(steps):
    graph = gr.unfold(gr.load("elman"), {"t": steps})
    assert graph.number_of_nodes() == 5 * steps + 7
    data = [(s, t) for s, t in graph.edges() if graph.nodes[s]["kind"] != "parameter"]
    assert len(data) == 6 * steps
    assert graph.number_of_edges() == 11 * steps


@pytest.mark.parametrize("steps", [1, 4])
def test_figure_10_1_has_one_state_a_step_and_its_start(steps):
    graph = gr.unfold(gr.load("dynamical_system"), {"t": steps})
    assert kinds(graph) == {"variable": steps, "boundary": 1, "parameter": 1}
    assert graph.number_of_edges() == 2 * steps


def test_figure_10_4_recurs_through_the_output_alone():
    graph = gr.unfold(definition("output recurrence"), {"t": 4})
    late = {
        (s, t) for s, t in graph.edges() if graph.nodes[s]["index"].get("t") == graph.nodes[t]["index"].get("t", 0) - 1
    }
    assert late == {("o_0", "h_1"), ("o_1", "h_2"), ("o_2", "h_3"), ("o_3", "h_4")}


def test_figure_10_5_has_one_output():
    graph = gr.unfold(definition("single output"), {"t": 6})
    assert Counter(graph.nodes[node]["name"] for node in graph if graph.nodes[node]["kind"] == "variable") == {
        "h": 6, "o": 1, "L": 1,
    }  # fmt: skip
    assert graph.has_edge("h_6", "o")


def test_figure_10_11_joins_the_two_chains_only_at_the_output():
    graph = gr.unfold(definition("bidirectional"), {"t": 5})
    data = [node for node, kind in graph.nodes(data="kind") if kind != "parameter"]
    assert len(data) == 6 * 5 + 3
    names = {(graph.nodes[s]["name"], graph.nodes[t]["name"]) for s, t in graph.edges()}
    assert ("h", "g") not in names
    assert ("g", "h") not in names
    assert graph.has_edge("g_6", "g_5")


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("name", TEXTS)
def test_unfolded_graph_has_no_cycle_and_grows_evenly(name, detail):
    counts = []
    for steps in range(4, 9):
        graph = gr.unfold(definition(name), {"t": steps}, detail)
        assert nx.is_directed_acyclic_graph(graph)
        counts.append((graph.number_of_nodes(), graph.number_of_edges()))
    for one in zip(*counts, strict=True):
        first = [b - a for a, b in itertools.pairwise(one)]
        assert len(set(first)) == 1


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("name", TEXTS)
def test_folding_the_unfolded_graph_gives_the_folded_one(name, detail):
    graph = gr.unfold(definition(name), {"t": 6}, detail)
    folded = gr.fold(definition(name), detail)
    assert quotient(graph, 6) == {
        (s, t, tuple(sorted(data["delay"].items())), bool(data["over"])) for s, t, data in folded.edges(data=True)
    }


def quotient(graph, last):
    """Return the unfolded graph's edges with the time shift taken out, boundaries as their variables."""
    edges = set()
    for s, t in graph.edges():
        source, target = graph.nodes[s], graph.nodes[t]
        if target["kind"] == "boundary" or "_0" in t.partition(".")[2]:
            continue
        delay = {a: target["index"][a] - i for a, i in source["index"].items() if a in target["index"]}
        over = any(axis not in target["index"] for axis in source["index"])
        ids = (n.get("template", n["name"]) for n in (source, target))
        edges.add((*ids, tuple(sorted((a, d) for a, d in delay.items() if d)), over))
    return edges


@pytest.mark.parametrize("steps", [2, 5, 8])
def test_teacher_forcing_cuts_the_cycle_so_that_every_path_is_short(steps):
    cut = nx.dag_longest_path_length(gr.unfold(definition("teacher forced"), {"t": steps}))
    whole = nx.dag_longest_path_length(gr.unfold(definition("output recurrence"), {"t": steps}))
    assert cut == 3
    assert whole == 2 * steps + 1


@pytest.mark.parametrize("steps", [3, 7])
def test_longest_path_of_hidden_recurrence_grows_with_the_steps(steps):
    assert nx.dag_longest_path_length(gr.unfold(gr.load("elman"), {"t": steps})) == steps + 3


def test_a_folded_delay_leaves_as_many_edges_as_there_are_steps():
    graph = gr.unfold(definition("skip"), {"t": 7})
    delays = Counter(graph.nodes[t]["index"]["t"] - graph.nodes[s]["index"]["t"] for s, t in graph.edges()
                     if graph.nodes[s]["name"] == graph.nodes[t]["name"] == "h")  # fmt: skip
    assert delays == {1: 7, 3: 7}


def test_number_of_parameters_does_not_depend_on_the_length():
    counts = {kinds(gr.unfold(gr.load("lstm"), {"t": steps}))["parameter"] for steps in (1, 4, 20)}
    assert counts == {14}


def test_hidden_variable_is_passed_through_with_its_parameters():
    graph = gr.unfold(gr.load("elman"), {"t": 2})
    assert "a_1" not in graph
    assert graph.get_edge_data("x_2", "h_2")[0]["via"] == ("U",)
    assert graph.get_edge_data("h_1", "h_2")[0]["via"] == ("W",)


def test_free_running_replaces_targets_by_what_the_model_says():
    text = "h[t] = tanh(W @ y[t-1])\no[t] = V @ h[t]\nL[t] = cross_entropy(o[t], y[t])\nfeedback y[t] = one_hot(o[t])"
    graph = gr.unfold(gr.parse(text), {"t": 3}, free_running=True)
    assert graph.has_edge("o_2", "y_2")
    assert graph.nodes["y_2"]["kind"] == "variable"
    assert not any(node.startswith("L") for node in graph)


@pytest.mark.parametrize(
    ("lengths", "words"),
    [({}, "Axis `t` needs a length"), ({"t": 0}, "is 0; expected a whole number"), ({"t": 2.5}, "is 2.5"),
     ({"t": 3, "q": 2}, "axis `q`; the definition's axes are t")],
    ids=["none", "zero", "fraction", "unknown axis"],
)  # fmt: skip
def test_length_that_cannot_be_is_told_in_a_sentence(lengths, words):
    with pytest.raises(gr.RequestError, match=words):
        gr.unfold(gr.load("elman"), lengths)


def test_too_many_nodes_are_refused_with_their_number():
    with pytest.raises(gr.DefinitionError, match="nodes; at most"):
        gr.unfold(gr.load("lstm"), {"t": 100_000})


def test_names_that_look_like_instances_get_ids_of_their_own():
    graph = gr.unfold(gr.parse("h[t] = h[t-1] + h_1\nh_1 = 2 * q"), {"t": 2})
    assert graph.nodes["h__1"]["index"] == {"t": 1}
    assert graph.nodes["h_1"]["index"] == {}
