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


OWN = {
    "two reductions of one axis": "h[t] = tanh(W @ h[t-1] + U @ x[t])\nm = mean[t](h[t])\nq = max[t](h[t])",
    "a fixed step read by all": "h[t] = tanh(W @ h[t-1] + U @ x[t])\nz[t] = h[t] - h[1]",
    "both ends of two chains": "f[t] = A @ f[t-1] + x[t]\ng[t] = B @ g[t+1] + x[t]\nC = concat(f[T], g[1])",
    "a state that begins with another's last": "h[t] = W @ h[t-1] + x[t]\ng[0] = A @ h[T]\ng[s] = Q @ g[s-1]",
    "delays of one, two and five steps": "h[t] = tanh(A @ h[t-1] + B @ h[t-2] + C @ h[t-5] + U @ x[t])",
    "a lattice in two directions": "h[i,j] = tanh(A @ h[i-1,j] + B @ h[i,j+1] + U @ x[i,j])",
    "attention with its scores": "e[s,t] = q[s]' @ z[t]\na[s,t] = softmax[t](e[s,t])\nC[s] = sum[t](a[s,t] * z[t])",
}  # fmt: skip
"""Definitions unlike those of the gallery."""


@pytest.mark.parametrize("detail", ["variables", "operations"])
@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_other_definitions_are_drawn_without_overlap_too(text, detail):
    definition = gr.parse(text)
    folded = gr.fold(definition, detail)
    unfolded = gr.unfold(definition, dict.fromkeys(definition.lengths, 3), detail)
    for graph, scene in ((folded, gr.draw(folded).scene), (unfolded, gr.draw(unfolded).scene)):
        assert overlaps(scene) == crossed(scene, graph) == list(bare(graph, scene)) == []
