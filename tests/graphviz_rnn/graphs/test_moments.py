"""The order in which an animation reaches the nodes: steps, waves and chains that advance together."""

import pytest

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import moments, runs_with_time


def moment_of(name, lengths, detail="variables"):
    return moments(gr.unfold(gr.load(name), lengths, detail))


@pytest.mark.parametrize("name", ["elman", "lstm", "teacher_forcing", "gru_book", "skip"])
def test_along_one_forward_axis_the_moment_is_the_step(name):
    graph = gr.unfold(gr.load(name), {"t": 5})
    found = moments(graph)
    for node, index in graph.nodes(data="index"):
        if "t" in index:
            assert found[node] == max(0, index["t"]), node
    assert found["loss"] == 5


def test_both_chains_of_a_bidirectional_network_advance_together():
    found = moment_of("bidirectional", {"t": 5})
    assert [found[f"h_{t}"] for t in range(6)] == [0, 1, 2, 3, 4, 5]
    assert [found[f"g_{t}"] for t in range(1, 7)] == [5, 4, 3, 2, 1, 0]
    assert [found[f"o_{t}"] for t in range(1, 6)] == [5, 4, 3, 4, 5]


def test_a_decoder_begins_when_the_encoder_has_read_all():
    found = moment_of("encoder_decoder", {"t": 3, "s": 4})
    assert [found[node] for node in ("h_3", "C", "g_1", "o_1", "g_4", "loss")] == [3, 3, 4, 4, 7, 7]


def test_attention_weights_are_reached_with_their_decoder_step():
    found = moment_of("attention", {"t": 3, "s": 2})
    assert {found[f"k_1_{t}"] for t in (1, 2, 3)} == {4} == {found["g_1"]}
    assert {found[f"k_2_{t}"] for t in (1, 2, 3)} == {5} == {found["C_2"]}


@pytest.mark.parametrize("detail", ["variables", "operations"])
def test_a_lattice_advances_in_diagonal_waves(detail):
    found = moment_of("grid", {"i": 3, "j": 4}, detail)
    assert all(found[f"h_{i}_{j}"] == i + j - 1 for i in (1, 2, 3) for j in (1, 2, 3, 4))


def test_without_axes_every_edge_is_a_moment():
    found = moment_of("logistic_regression", {})
    assert [found[node] for node in ("x", "u1", "u2", "yhat")] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", gr.gallery())
def test_nothing_is_reached_before_what_it_reads(name):
    definition = gr.load(name)
    graph = gr.unfold(definition, dict.fromkeys(definition.lengths, 4), "operations")
    found = moments(graph)
    if not runs_with_time(definition):
        assert all(found[s] <= found[t] for s, t in graph.edges())
