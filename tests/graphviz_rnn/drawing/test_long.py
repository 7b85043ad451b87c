"""Long drawings: steps left out, lines that wrap, all of it in full; and nothing overlaps in any of them."""

import re

import pytest

import graphviz_rnn as gr
from graphviz_rnn.drawing.cut import faded, pieces
from graphviz_rnn.drawing.geometry import Point, Route
from tests.graphviz_rnn.drawing.touching import crossed, overlaps

ALL = gr.gallery()


def unfolded(name, steps, detail="variables"):
    definition = gr.load(name)
    return gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


def captions(picture):
    return [text.text for text in picture.scene.texts if text.role == "caption"]


def test_long_axis_is_drawn_as_its_first_and_last_steps():
    picture = gr.draw(unfolded("elman", 40))
    assert captions(picture) == [f"t = {step}" for step in (1, 2, 3, 39, 40)]
    assert {one.id for one in picture.scene.vertices if one.name == "h"} == {"h_0", "h_1", "h_2", "h_3", "h_39", "h_40"}


def test_recurrence_fades_into_the_gap_and_out_of_it():
    scene = gr.draw(unfolded("elman", 40)).scene
    fades = {(one.source, one.target): one.fades for one in scene.routes if one.fades and one.source and one.target}
    assert fades == {("h_3", "h_4"): "out", ("h_38", "h_39"): "in"}


def test_what_every_step_leads_to_keeps_an_unbroken_line_over_the_gap():
    lines = [one for one in gr.draw(unfolded("elman", 40)).scene.routes if one.target == "loss"]
    assert {one.source for one in lines} == {"L_1", "L_2", "L_3", "L_39", "L_40"}
    assert not any(one.fades for one in lines)


@pytest.mark.parametrize(("steps", "many"), [("elide", 12), ("wrap", 8)])
def test_as_many_steps_as_fit_are_drawn_alike(steps, many):
    assert gr.draw(unfolded("elman", many), steps=steps).svg == gr.draw(unfolded("elman", many), steps="full").svg


def test_stack_of_cells_is_left_out_in_the_middle_too():
    scene = gr.draw(unfolded("grid", 14)).scene
    kept = [1, 2, 3, 13, 14]
    assert {one.id for one in scene.vertices if one.name == "h" and "_0" not in one.id} == {
        f"h_{i}_{j}" for i in kept for j in kept
    }


def test_wrapped_lines_hold_every_step_once_in_reading_order():
    picture = gr.draw(unfolded("elman", 40), steps="wrap")
    places = [(text.y, text.x) for text in picture.scene.texts if text.role == "caption"]
    assert captions(picture) == [f"t = {step}" for step in range(1, 41)]
    assert places == sorted(places)
    assert len({y for y, _ in places}) > 2
    assert float(re.search(r'width="(\d+)"', picture.svg)[1]) < 1700


@pytest.mark.parametrize(
    ("name", "steps"),
    [*((name, "elide") for name in ALL), *((name, "wrap") for name in ("lstm", "skip", "gru_book", "encoder_decoder"))],
)
def test_nothing_overlaps_in_a_long_drawing(name, steps):
    graph = unfolded(name, 13 if len(gr.load(name).lengths) > 1 else 20)
    scene = gr.draw(graph, steps=steps).scene
    assert overlaps(scene) == []
    assert crossed(scene, graph) == []


def test_line_is_cut_where_it_passes_and_its_ends_fade():
    route = Route("a", "b", "W", (Point(0, 0), Point(50, 0), Point(50, 9)), "unfolded")
    [before, after] = pieces(route.points, [20.0])
    assert (before.points, after.points) == ((Point(0, 0), Point(20, 0)), (Point(20, 0), Point(50, 0), Point(50, 9)))
    [out] = faded(route, before)
    fading, rest = faded(route, after)
    assert (out.fades, out.points[-1].x > 20, out.arrow) == ("out", True, False)
    assert (fading.fades, fading.points[0].x < 20, fading.arrow) == ("in", True, False)
    assert (rest.points, rest.arrow) == ((Point(50, 0), Point(50, 9)), True)


def test_unknown_way_of_drawing_steps_is_told():
    with pytest.raises(gr.RequestError, match="'fold' of `steps` is unknown; expected one of 'elide', 'wrap', 'full'"):
        gr.draw(unfolded("elman", 2), steps="fold")
