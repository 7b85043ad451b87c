"""Animations that are taken away: the numbers of the right node, at a size that is made in seconds."""

import pytest

import graphviz_rnn as gr
import models
from models.data import sunspots
from models.tasks import next_value
from ui.furniture.animation import MOST_PIXELS, by_node, gif_scale


def test_values_are_the_traces_by_node():
    task = next_value(sunspots()[1], window=12)
    model = models.build(gr.load("elman").with_loss("mse"), {"x": 1, "y": 1, "h": 8}, seed=0)
    trace = model.run(x=task.inputs, y=task.targets)
    graph = gr.unfold(gr.load("elman"), {"t": 4}, "operations")
    found = by_node(graph, {name: trace[name] for name in trace.names})
    assert found["h_3"] == pytest.approx(trace["h"][2, 0].tolist())
    assert found["x_4"] == pytest.approx(trace["x"][3, 0].tolist())
    assert found["loss"] == pytest.approx([float(trace["loss"].detach())])
    assert "h_0" not in found
    assert not any("tanh" in node for node in found)


def test_cells_of_two_axes_are_found_by_both():
    definition = gr.load("grid")
    model = models.build(definition, seed=0)
    from models.tasks.random_inputs import random_inputs

    lengths = {"i": 2, "j": 3}
    trace = model.run(random_inputs(definition, model.shapes, lengths, 0), lengths=lengths)
    found = by_node(gr.unfold(definition, lengths), {"h": trace["h"]})
    assert found["h_2_3"] == pytest.approx(trace["h"][1, 2, 0].tolist())
    assert len(found) == 6


@pytest.mark.parametrize(("name", "detail"), [("elman", "variables"), ("attention", "operations")])
def test_a_frame_is_never_larger_than_a_slide_shows(name, detail):
    definition = gr.load(name)
    picture = gr.draw(gr.unfold(definition, dict.fromkeys(definition.lengths, 6), detail), beside=gr.fold(definition))
    box, scale = picture.scene.bounds(), gif_scale(picture)
    pixels = (box.right - box.left) * (box.bottom - box.top) * scale**2
    assert pixels <= MOST_PIXELS * (1 + 1e-9)
    assert scale == 1.0 or pixels > 0.99 * MOST_PIXELS
