"""The laws of folded and unfolded graphs (Goodfellow et al. 2016, chapter 10), counted by hand."""

import itertools
import re
from collections import Counter

import networkx as nx
import pytest

import graphviz_rnn as gr
from graphviz_rnn.shelf import gallery_text

STEPPED = [name for name in gr.gallery() if gr.load(name).lengths]
EVEN = [name for name in STEPPED if name not in ("attention", "translator", "grid", "clockwork")]
"""Without lattices, which grow with the product of their lengths, and without groups that skip steps."""
DETAILS = ["variables", "operations"]


def unfolded(name, steps, detail="variables"):
    definition = gr.load(name)
    return gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


def kinds(graph):
    return Counter(kind for _, kind in graph.nodes(data="kind"))


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("name", EVEN)
def test_a3_a7_unfolded_graph_has_no_cycle_and_grows_evenly(name, detail):
    counts = []
    for steps in range(4, 9):
        graph = unfolded(name, steps, detail)
        assert nx.is_directed_acyclic_graph(graph)
        counts.append((graph.number_of_nodes(), graph.number_of_edges()))
    for one in zip(*counts, strict=True):
        first = [b - a for a, b in itertools.pairwise(one)]
        assert len(set(first)) == 1


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("name", STEPPED)
def test_a5_folding_the_unfolded_graph_gives_the_folded_one(name, detail):
    if (name, detail) == ("clockwork", "operations"):
        pytest.skip("a choice is one operation when folded, and gone when unfolded")
    graph = unfolded(name, 6, detail)
    folded = gr.fold(gr.load(name), detail)
    expected = {
        (s, t, tuple(sorted(data["delay"].items())), bool(data["over"])) for s, t, data in folded.edges(data=True)
    }
    if name in ("attention", "translator"):  # what runs over an axis that its reader has too
        assert {one[:3] for one in quotient(graph, 6)} == {one[:3] for one in expected}
    else:
        assert quotient(graph, 6) == expected


def quotient(graph, last):
    """Return the unfolded graph's edges with the time shift taken out, boundaries as their variables.

    An axis of which every step is read from every step is one that the reference runs over.
    """
    shifts = {}
    for s, t in graph.edges():
        source, target = graph.nodes[s], graph.nodes[t]
        if target["kind"] != "boundary" and "_0" not in t.partition(".")[2]:
            pair = tuple(n.get("template", n["name"]) for n in (source, target))
            lost = any(axis not in target["index"] for axis in source["index"])
            shift = {a: target["index"][a] - i for a, i in source["index"].items() if a in target["index"]}
            shifts.setdefault((*pair, lost), []).append(shift)
    edges = set()
    for (source, target, lost), found in shifts.items():
        over = {a for a in found[0] if len({shift[a] for shift in found}) == 2 * last - 1}
        for shift in found:
            delay = tuple(sorted((a, d) for a, d in shift.items() if d and a not in over))
            edges.add((source, target, delay, lost or bool(over)))
    return edges


def test_a_softmax_over_an_axis_reads_every_step_of_it():
    graph = gr.unfold(gr.load("attention"), {"t": 3, "s": 2})
    for step in (1, 2, 3):
        assert {s for s in graph.predecessors(f"k_1_{step}") if graph.nodes[s]["name"] == "h"} == {"h_1", "h_2", "h_3"}


@pytest.mark.parametrize("steps", [2, 5, 8])
def test_teacher_forcing_cuts_the_cycle_so_that_every_path_is_short(steps):
    cut = nx.dag_longest_path_length(unfolded("teacher_forcing", steps))
    whole = nx.dag_longest_path_length(unfolded("output_recurrence", steps))
    assert cut == 4
    assert whole == 2 * steps + 2


def test_a_folded_delay_leaves_as_many_edges_as_there_are_steps():
    graph = unfolded("skip", 7)
    delays = Counter(graph.nodes[t]["index"]["t"] - graph.nodes[s]["index"]["t"] for s, t in graph.edges()
                     if graph.nodes[s]["name"] == graph.nodes[t]["name"] == "h")  # fmt: skip
    assert delays == {1: 7, 3: 7}


@pytest.mark.parametrize("name", [name for name in EVEN if "[t-1]" in gallery_text(name)])
def test_a7_a_cycle_whose_delays_are_taken_away_is_refused(name):
    text = re.sub(r"\w+\[0\] = .*", "", gallery_text(name))
    bare = re.sub(r"\[([st])-\w\]", r"[\1]", text)
    if gr.load(name).names("state"):
        with pytest.raises(gr.DefinitionError, match="closes a cycle without delay"):
            gr.parse(bare)
    else:
        assert not gr.parse(bare).names("state")


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
