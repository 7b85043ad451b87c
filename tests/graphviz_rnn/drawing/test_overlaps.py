"""Nothing in any drawing of the gallery touches anything that it has no business with."""

import pytest

import graphviz_rnn as gr
from graphviz_rnn.drawing.geometry import Box, Point
from graphviz_rnn.drawing.theme import THEMES
from tests.graphviz_rnn.drawing.touching import bare, crossed, enters, overlaps

DETAILS = ["variables", "operations", "functions"]
LETTERINGS = {theme.lettering: name for name, theme in THEMES.items()}
"""A theme for every size of letters: nothing else of a theme moves or enlarges a shape."""


def graphs(name, detail, steps):
    definition = gr.load(name)
    return gr.fold(definition, detail), gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


def has_functions(name):
    return bool(gr.load(name).functions)


CASES = [(name, detail) for name in gr.gallery() for detail in DETAILS if detail != "functions" or has_functions(name)]


@pytest.mark.parametrize("theme", LETTERINGS.values())
@pytest.mark.parametrize(("name", "detail"), CASES)
def test_nothing_overlaps_and_no_line_runs_through_what_is_not_its_own(name, detail, theme):
    for steps in (1, 3, 8) if (detail, theme) == ("variables", LETTERINGS[1.0]) else (2,):
        folded, unfolded = graphs(name, detail, steps)
        picture, both = gr.draw(unfolded, theme), gr.draw(unfolded, theme, beside=folded)
        assert overlaps(both.scene) == overlaps(picture.scene) == []
        assert crossed(picture.scene, unfolded) == []
        assert list(bare(unfolded, picture.scene)) == []
    alone = gr.draw(folded, theme)
    assert overlaps(alone.scene) == crossed(alone.scene, folded) == list(bare(folded, alone.scene)) == []


def test_themes_of_one_lettering_place_everything_alike():
    graph = graphs("attention", "variables", 3)[1]
    alike = [gr.draw(graph, name).scene for name, theme in THEMES.items() if theme.lettering == 1.0]
    assert len(alike) == 3
    assert alike[0] == alike[1] == alike[2]


@pytest.mark.parametrize(
    ("a", "b", "inside"),
    [((-9, 5), (20, 5), True), ((-9, -9), (20, 20), True), ((-9, 0.5), (20, 0.5), False), ((-2, 5), (6, 13), True),
     ((-9, 5), (0, 20), False), ((3, 3), (4, 4), True)],
    ids=["level", "diagonal", "along the edge", "through a corner", "past a corner", "inside"],
)  # fmt: skip
def test_lines_are_seen_to_enter_a_box(a, b, inside):
    assert enters(Box(0, 0, 10, 10), Point(*a), Point(*b)) is inside
