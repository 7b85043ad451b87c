"""Parameters drawn once: each has one chip outside the columns and a line to everything that reads it."""

import pytest

import graphviz_rnn as gr
from tests.graphviz_rnn.drawing.touching import crossed, overlaps


def unfolded(name, steps, detail="variables"):
    definition = gr.load(name)
    return gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


@pytest.mark.parametrize("detail", ["variables", "operations"])
@pytest.mark.parametrize("name", ["elman", "lstm", "clockwork", "encoder_decoder", "attention", "grid", "gru_book"])
def test_every_parameter_stands_once_left_of_everything_and_leads_to_all_its_readers(name, detail):
    graph = unfolded(name, 2, detail)
    scene = gr.draw(graph, parameters="shared").scene
    parameters = {node for node, kind in graph.nodes(data="kind") if kind == "parameter"}
    chips = [one for one in scene.chips if one.name in parameters]
    assert sorted(one.name for one in chips) == sorted(one for one in parameters if graph.out_degree(one))
    assert max(one.x for one in chips) < min(one.box.left for one in scene.vertices)
    lines = {(one.source, one.target) for one in scene.routes if one.thin}
    drawn = {one.id for one in scene.vertices}
    assert {(s, t) for s, t in graph.edges() if s in parameters and t in drawn} <= lines


@pytest.mark.parametrize(("name", "steps"), [("lstm", 3), ("attention", 3), ("grid", 3), ("skip", 20)])
def test_nothing_overlaps_where_parameters_are_shared(name, steps):
    graph = unfolded(name, steps)
    scene = gr.draw(graph, parameters="shared").scene
    assert overlaps(scene) == []
    assert crossed(scene, graph) == []


def test_unknown_way_of_drawing_parameters_is_told():
    with pytest.raises(gr.RequestError, match="'once' of `parameters` is unknown; expected one of 'chips', 'shared'"):
        gr.draw(unfolded("elman", 1), parameters="once")
