"""The unfolded graphs of the book's figures, counted by hand (Goodfellow et al. 2016, chapters 6 and 10)."""

from collections import Counter

import networkx as nx
import pytest

import graphviz_rnn as gr

STEPS = [1, 2, 3, 5, 9]


def unfolded(name, steps, detail="variables"):
    definition = gr.load(name)
    return gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


def data(graph):
    """Return the graph without parameters: what the book draws as circles."""
    return graph.subgraph([node for node, kind in graph.nodes(data="kind") if kind != "parameter"])


def names(graph):
    return Counter(graph.nodes[node]["name"] for node in graph)


def links(graph):
    return Counter((graph.nodes[s]["name"], graph.nodes[t]["name"]) for s, t in graph.edges())


def test_figure_6_8_a_joins_two_numbers():
    graph = gr.unfold(gr.load("multiplication"))
    assert sorted(graph.edges()) == [("x", "z"), ("y", "z")]


def test_figure_6_8_b_names_every_step_of_the_prediction():
    graph = gr.unfold(gr.load("logistic_regression"))
    assert sorted(graph.edges()) == [("b", "u2"), ("u1", "u2"), ("u2", "yhat"), ("w", "u1"), ("x", "u1")]


@pytest.mark.parametrize("steps", STEPS)
def test_a1_figure_10_1_applies_one_function_at_every_step(steps):
    graph = unfolded("dynamical_system", steps)
    assert names(graph) == {"s": steps + 1, "theta": 1}
    assert links(graph) == {("s", "s"): steps, ("theta", "s"): steps}
    assert {through for *_, through in data(graph).edges(data="through")} == {("f",)}


@pytest.mark.parametrize("steps", STEPS)
def test_a2_figure_10_2_has_two_nodes_and_three_edges_a_step(steps):
    graph = unfolded("driven_system", steps)
    assert graph.number_of_nodes() == 2 * steps + 2
    assert graph.number_of_edges() == 3 * steps


@pytest.mark.parametrize("steps", STEPS)
def test_a3_figure_10_3_has_five_nodes_a_step_and_seven_more(steps):
    graph = unfolded("elman", steps)
    assert graph.number_of_nodes() == 5 * steps + 7
    assert data(graph).number_of_edges() == 6 * steps
    assert graph.number_of_edges() == 11 * steps


@pytest.mark.parametrize("steps", STEPS)
def test_a4_figure_10_4_recurs_through_the_output_alone(steps):
    graph = unfolded("output_recurrence", steps)
    assert graph.number_of_nodes() == 5 * steps + 7
    assert links(data(graph)) == dict.fromkeys(
        [("x", "h"), ("o", "h"), ("h", "o"), ("o", "L"), ("y", "L"), ("L", "loss")], steps
    )
    assert {f"o_{t - 1}" for t in range(1, steps + 1)} == {
        s for s, t in data(graph).edges() if t.startswith("h") and s.startswith("o")
    }


@pytest.mark.parametrize("steps", STEPS)
def test_a4_figure_10_5_has_one_output_after_the_last_step(steps):
    graph = unfolded("single_output", steps)
    assert data(graph).number_of_nodes() == 2 * steps + 4
    assert graph.number_of_nodes() == 2 * steps + 4 + 5
    assert names(data(graph)) == {"x": steps, "h": steps + 1, "o": 1, "y": 1, "loss": 1}
    assert list(data(graph).predecessors("o")) == [f"h_{steps}"]


@pytest.mark.parametrize("steps", STEPS)
def test_figure_10_6_reads_the_target_while_training_and_the_output_in_test(steps):
    train = unfolded("teacher_forcing", steps)
    assert links(data(train))["y", "h"] == steps
    assert ("h", "h") not in links(train)
    assert nx.dag_longest_path_length(data(train)) == 4
    test = gr.unfold(gr.load("teacher_forcing"), {"t": steps}, free_running=True)
    assert links(test)["o", "y"] == steps
    assert nx.has_path(test, "h_1", f"o_{steps}")


@pytest.mark.parametrize("steps", STEPS)
def test_figure_10_9_feeds_one_vector_to_every_step(steps):
    graph = data(unfolded("vector_to_sequence", steps))
    assert names(graph)["x"] == 1
    assert links(graph) == dict.fromkeys(
        [("x", "h"), ("h", "h"), ("y", "h"), ("h", "o"), ("o", "L"), ("y", "L"), ("L", "loss")], steps
    )


@pytest.mark.parametrize("steps", STEPS)
def test_a4_figure_10_11_joins_the_two_chains_only_at_the_output(steps):
    graph = data(unfolded("bidirectional", steps))
    assert graph.number_of_nodes() == 6 * steps + 3
    assert links(graph) == dict.fromkeys(
        [("x", "h"), ("h", "h"), ("x", "g"), ("g", "g"), ("h", "o"), ("g", "o"), ("o", "L"), ("y", "L"), ("L", "loss")],
        steps,
    )
    assert graph.has_edge(f"g_{steps + 1}", f"g_{steps}")


@pytest.mark.parametrize(("read", "written"), [(1, 1), (4, 2), (2, 5)])
def test_figure_10_12_passes_everything_through_the_context(read, written):
    graph = data(gr.unfold(gr.load("encoder_decoder"), {"t": read, "s": written}))
    assert names(graph) == {
        "x": read, "h": read + 1, "C": 1, "g": written + 1, "o": written, "y": written + 1, "L": written, "loss": 1,
    }  # fmt: skip
    assert list(graph.predecessors("C")) == [f"h_{read}"]
    assert sorted(graph.successors("C")) == [f"g_{s}" for s in range(1, written + 1)]
    graph = nx.DiGraph(graph)
    graph.remove_node("C")
    assert not any(nx.has_path(graph, f"x_{t}", "loss") for t in range(1, read + 1))


def test_figure_10_13_a_stacks_two_chains():
    graph = data(unfolded("deep", 4))
    assert links(graph)["h", "z"] == links(graph)["h", "h"] == links(graph)["z", "z"] == 4
    assert ("z", "h") not in links(graph)


@pytest.mark.parametrize("steps", STEPS)
def test_figure_10_16_has_the_five_units_of_a_cell(steps):
    graph = data(unfolded("lstm", steps))
    gates = {(source, gate): steps for gate in "fgkq" for source in "xh"}
    cell = dict.fromkeys([("f", "s"), ("g", "s"), ("k", "s"), ("s", "s"), ("s", "h"), ("q", "h")], steps)
    output = dict.fromkeys([("h", "o"), ("o", "L"), ("y", "L"), ("L", "loss")], steps)
    assert links(graph) == gates | cell | output


@pytest.mark.parametrize("steps", STEPS)
def test_paths_to_the_loss_grow_with_the_steps_unless_the_teacher_cuts_them(steps):
    longest = {
        name: nx.dag_longest_path_length(data(unfolded(name, steps)))
        for name in ("elman", "bidirectional", "output_recurrence", "teacher_forcing")
    }
    assert longest == {
        "elman": steps + 3, "bidirectional": steps + 3, "output_recurrence": 2 * steps + 2, "teacher_forcing": 4,
    }  # fmt: skip


def test_clockwork_groups_are_read_and_driven_only_when_they_tick():
    graph = data(unfolded("clockwork", 8))
    driven = {
        group: [t for t in range(1, 9) if graph.has_edge(f"x_{t}", f"{group}_{t}")] for group in ("h1", "h2", "h3")
    }
    assert driven == {"h1": [1, 2, 3, 4, 5, 6, 7, 8], "h2": [2, 4, 6, 8], "h3": [4, 8]}
    assert not any(nx.has_path(graph, f"h1_{t}", f"h2_{t + 1}") for t in range(1, 8))


def test_delays_alone_leave_chains_that_never_meet():
    graph = data(unfolded("removed_connections", 7)).copy()
    graph.remove_node("loss")
    chains = [{int(n.removeprefix("h_").replace("m", "-")) for n in one if n.startswith("h_")}
              for one in nx.weakly_connected_components(graph)]  # fmt: skip
    assert sorted(map(sorted, chains)) == [[-2, 1, 4, 7], [-1, 2, 5], [0, 3, 6]]


@pytest.mark.parametrize("steps", [1, 3, 7, 11])
def test_shortest_way_back_takes_the_long_steps_first(steps):
    graph = data(unfolded("skip", steps))
    assert nx.shortest_path_length(graph, "h_0", f"h_{steps}") == steps // 3 + steps % 3


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 4)])
def test_grid_is_a_lattice(rows, columns):
    graph = data(gr.unfold(gr.load("grid"), {"i": rows, "j": columns}))
    assert names(graph)["h"] == rows * columns + rows + columns
    assert links(graph)["h", "h"] == 2 * rows * columns
    assert nx.dag_longest_path_length(graph) == rows + columns - 1 + 3
