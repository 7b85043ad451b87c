"""Rows of cells carry their index, level with the cells and left of them, in every drawn format."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

import graphviz_rnn as gr

GRIDS = [
    ("attention", "k", "t", "variables", 4),
    ("attention", "k", "t", "variables", 12),
    ("grid", "o", "j", "variables", 3),
    ("translator", "k", "t", "variables", 3),
    ("attention", "k", "t", "operations", 3),
]


def drawn(name, detail, steps, theme="light"):
    definition = gr.load(name)
    return gr.draw(gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail), theme)


def captions(scene, axis, name):
    """Return the y of the captions of an axis's rows that lie in the stretch of a name's cells."""
    cells = [one for one in scene.vertices if one.name == name]
    left = min(one.x for one in cells)
    found = [one for one in scene.texts if re.fullmatch(rf"{axis} = \d+", one.text) and one.step is None]
    assert all(one.box.right < left for one in found)
    return [(int(one.text.split("= ")[1]), one) for one in found]


@pytest.mark.parametrize(("name", "cell", "axis", "detail", "steps"), GRIDS)
def test_every_row_of_cells_has_its_index_beside_it(name, cell, axis, detail, steps):
    scene = drawn(name, detail, steps).scene
    heights = {}
    for one in scene.vertices:
        if one.name == cell:
            heights.setdefault(int(re.search(r"(\d+)$", one.id)[1]), one.y)
    assert len(heights) == steps
    found = captions(scene, axis, cell)
    for step, y in heights.items():
        nearest = min(found, key=lambda one: abs(one[1].y - y))
        assert nearest[0] == step
        assert abs(nearest[1].y - y) < 8


def test_what_has_one_axis_and_what_is_left_out_has_no_such_caption():
    assert [
        one.text for one in drawn("elman", "variables", 3).scene.texts if one.step is None and "=" in one.text
    ] == []
    rows = [one.text for one in drawn("attention", "variables", 20).scene.texts if one.step is None]
    assert sorted({one for one in rows if "=" in one}) == ["t = 1", "t = 19", "t = 2", "t = 20", "t = 3"]


def test_boundaries_are_no_rows():
    texts = [one.text for one in drawn("grid", "variables", 2).scene.texts if one.step is None]
    assert "j = 0" not in texts
    assert "j = 2" in texts


def test_svg_and_tikz_have_them():
    picture = drawn("attention", "variables", 3)
    words = ["".join(one.itertext()) for one in ElementTree.fromstring(picture.svg).iter()]
    assert words.count("t = 2") >= 2  # the encoder's column and the row of weights
    assert len(re.findall(r"\{t = 2\}", picture.tikz)) == 2
