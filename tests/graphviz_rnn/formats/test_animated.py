"""Drawings that play: columns light left to right, gradients run back from the loss, and frames show it."""

import io
import json
import re
from math import nan

import pytest
from PIL import Image

import graphviz_rnn as gr
from graphviz_rnn.formats.animated.numbers import gradient_cells, signed_colour, value_cells
from graphviz_rnn.formats.animated.timeline import timelines
from tests.graphviz_rnn.formats.cases import hostile, pair

DETAILS = ["variables", "operations"]


def both(name, steps=3, detail="variables"):
    picture = gr.draw(pair(name, steps, detail)[1])
    return picture, timelines(picture.graph, picture.scene)


def moments(picture, timeline):
    return {vertex.id: at for vertex, at in zip(picture.scene.vertices, timeline.vertices, strict=True)}


def test_forward_lights_one_column_after_the_other():
    picture, (forward, _) = both("elman", 4)
    assert forward.labels == ("t = 1", "t = 2", "t = 3", "t = 4")
    assert forward.columns == ((0,), (1,), (2,), (3,))
    at = moments(picture, forward)
    assert [at[f"{name}_3"] for name in "xhoLy"] == [3] * 5
    assert at["loss"] == 4


def test_backward_starts_at_the_loss_and_runs_to_the_left():
    picture, (_, backward) = both("elman", 4)
    assert backward.labels == ("t = 4", "t = 3", "t = 2", "t = 1")
    assert backward.columns == ((3,), (2,), (1,), (0,))
    at = moments(picture, backward)
    assert (at["loss"], at["h_4"], at["h_1"]) == (1, 1, 4)
    assert at["y_2"] > backward.last, "a target has no gradient"


def test_both_ends_of_a_bidirectional_network_light_at_once():
    _, (forward, _) = both("bidirectional", 4)
    assert forward.columns[0] == (0, 3)


@pytest.mark.parametrize("name", ["elman", "lstm", "skip", "grid", "attention", "clockwork", "logistic_regression"])
@pytest.mark.parametrize("detail", DETAILS)
def test_no_line_is_lit_before_what_it_comes_from(name, detail):
    picture, (forward, backward) = both(name, 3, detail)
    at, back = moments(picture, forward), moments(picture, backward)
    for route, lit, unlit in zip(picture.scene.routes, forward.routes, backward.routes, strict=True):
        if route.source in at and route.target in at:
            assert lit == at[route.target] >= at[route.source]
            assert unlit == back[route.source]


def test_chip_is_lit_with_the_line_that_it_lies_on():
    picture, (forward, _) = both("elman", 3)
    at = {(round(chip.x), chip.name): lit for chip, lit in zip(picture.scene.chips, forward.chips, strict=True)}
    columns = {vertex.step: round(vertex.x) for vertex in picture.scene.vertices if vertex.name == "h"}
    for step in (1, 2, 3):
        assert at[columns[step], "U"] == at[columns[step], "V"] == step
    assert sorted(lit for (_, name), lit in at.items() if name == "W") == [1, 2, 3]


def test_folded_graph_lights_level_by_level_and_stands_still_beside_its_unfolding():
    folded, unfolded = pair("elman", 2)
    forward, _ = timelines(folded, gr.draw(folded).scene)
    assert forward.labels[-4:] == ("h", "o", "L", "loss")
    picture = gr.draw(unfolded, beside=folded)
    forward, _ = timelines(unfolded, picture.scene)
    still = [at for vertex, at in zip(picture.scene.vertices, forward.vertices, strict=True) if vertex.part == "folded"]
    assert set(still) == {0}


def frames(content):
    image = Image.open(io.BytesIO(content))
    shown = []
    for number in range(image.n_frames):
        image.seek(number)
        shown.append(image.convert("RGB"))
    return shown


def ink(frame, picture, node):
    """How dark the outline of a node is in a frame: the darkest pixel beside the left of its circle."""
    [vertex] = [one for one in picture.scene.vertices if one.id == node]
    box = picture.scene.bounds()
    x, y = vertex.x - vertex.half_width - box.left + 24, vertex.y - box.top + 24
    return min(sum(frame.getpixel((round(x) + dx, round(y)))) for dx in (-2, -1, 0, 1, 2))


def test_gif_has_a_frame_a_moment_and_lights_nodes_when_they_are_reached():
    picture = gr.draw(pair("elman", 3)[1])
    shown = frames(picture.gif(1.0))
    assert len(shown) == 6
    lit, faint = ink(shown[2], picture, "x_1"), ink(shown[0], picture, "x_3")
    assert lit < 250 < 400 < faint
    assert [ink(frame, picture, "h_0") < 250 for frame in shown[1:3]] == [True, True]
    assert ink(shown[3], picture, "x_1") > 400, "backward has not reached the first step yet"
    assert ink(shown[5], picture, "x_3") < 250


def test_gif_keeps_the_themes_ground_and_plays_for_ever():
    for theme in ("light", "dark"):
        picture = gr.draw(pair("elman", 2)[1], theme)
        content = picture.gif(1.0)
        ground = tuple(bytes.fromhex(picture.theme.ground[1:]))
        assert {frame.getpixel((frame.width - 3, frame.height - 3)) for frame in frames(content)} == {ground}
        assert Image.open(io.BytesIO(content)).info["loop"] == 0


def test_gif_shows_values_in_the_nodes():
    picture = gr.draw(pair("elman", 2)[1])
    box = picture.scene.bounds()
    [h] = [one for one in picture.scene.vertices if one.id == "h_1"]
    place = round(h.x - box.left + 24), round(h.y + 0.45 * h.half_height - box.top + 24)
    for units, channel in (([1.0, 1.0], 0), ([-1.0, -1.0], 2)):
        pixel = frames(picture.gif(1.0, values={"h_1": units}))[1].getpixel(place)
        assert pixel[channel] == max(pixel) > 2 * min(pixel)


def test_too_large_a_gif_is_refused_with_a_scale_that_works():
    picture = gr.draw(pair("elman", 3)[1])
    with pytest.raises(gr.RequestError, match=r"The GIF would have 6 frames of .* million pixels") as told:
        picture.gif(20.0)
    part = float(re.search(r"Use ([\d.]+) times", str(told.value))[1])
    assert 0 < part < 1


@pytest.mark.parametrize("export", ["gif", "player"])
def test_numbers_for_a_node_that_is_not_there_are_refused(export):
    picture = gr.draw(pair("elman", 2)[1])
    with pytest.raises(gr.RequestError, match=r"values name the node 'h_9', which the graph does not have"):
        getattr(picture, export)(values={"h_9": [1.0]})


def test_strip_has_a_cell_a_unit_inside_its_node():
    [h] = [one for one in gr.draw(pair("elman", 1)[1]).scene.vertices if one.id == "h_1"]
    cells = value_cells(h, [0.5, -0.5, nan], 0.5, (255, 255, 255))
    assert [cell[4] for cell in cells] == [(219, 118, 38), (38, 135, 190), (138, 111, 176)]
    assert all(h.box.left < cell[0] < cell[2] < h.box.right and cell[3] < h.box.bottom for cell in cells)
    assert [a[2] for a in cells[:2]] == pytest.approx([b[0] for b in cells[1:]])


def test_gradients_bar_is_as_long_as_the_norms_logarithm():
    [h] = [one for one in gr.draw(pair("elman", 1)[1]).scene.vertices if one.id == "h_1"]
    lengths = []
    for norm in (1e-6, 1e-3, 1.0):
        [(left, _, right, _, _)] = gradient_cells(h, [0.6 * norm, 0.8 * norm], (1e-6, 1.0), (0, 0, 0))
        lengths.append(right - left)
    assert lengths[1] - lengths[0] == pytest.approx(lengths[2] - lengths[1])
    assert gradient_cells(h, [0.0, 0.0], (1e-6, 1.0), (0, 0, 0)) == []


def test_zero_has_the_nodes_own_colour_and_signs_have_opposite_ends():
    assert signed_colour(0.0, 3.0, (38, 42, 51)) == (38, 42, 51)
    assert signed_colour(9.0, 3.0, (255, 255, 255)) == signed_colour(3.0, 3.0, (255, 255, 255))


def read(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_player_holds_everything_it_needs():
    page = gr.draw(pair("elman", 2)[1]).player({"h_1": [0.5, nan]}, {"h_1": [0.1]})
    assert not re.search(r"""(?:src|href)=["']?(?!data:)""", page)
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}
    data = read(page)
    assert data["values"] == {"h_1": [0.5, None]}
    assert [one["direction"] for one in data["passes"]] == ["forward", "backward"]
    assert len(data["passes"][0]["vertices"]) == page.count('class="node"')


def test_hostile_title_stays_text_in_the_player():
    page = gr.draw(pair(hostile())[1]).player()
    assert "<script>alert" not in page
    assert page.count("<script") == 2
    assert "{{x}}" in page
    assert "\x00" not in page
    assert read(page)["passes"]


def test_animations_are_saved_by_suffix(tmp_path):
    picture = gr.draw(pair("elman", 1)[1])
    assert picture.save(tmp_path / "a.gif").read_bytes().startswith(b"GIF89a")
    assert picture.save(tmp_path / "a.html").read_text(encoding="utf-8") == picture.player()
