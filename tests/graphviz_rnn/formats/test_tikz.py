"""TikZ: the drawing's own positions, and nothing of a name or title is active in LaTeX."""

import re

import pytest

import graphviz_rnn as gr
from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.formats.tex import tex_maths, tex_text
from graphviz_rnn.language.typeset import name_runs
from tests.graphviz_rnn.formats.cases import hostile, pair

NODE = re.compile(r"\\node\[(vertex|operation),.*?\] \(([\w-]+)\) at \(([-\d.]+),([-\d.]+)\) \{\$(.*)\$\};")


def test_every_node_stands_where_the_drawing_has_it_under_its_own_id():
    picture = gr.draw(pair("elman", 3)[1])
    found = {m[2]: (float(m[3]), float(m[4])) for m in NODE.finditer(picture.tikz)}
    assert found == {v.id: (pytest.approx(v.x, abs=0.06), pytest.approx(v.y, abs=0.06)) for v in picture.scene.vertices}


def test_labels_are_mathematics():
    labels = {m[2]: m[5] for m in NODE.finditer(gr.draw(pair("elman", 3)[1]).tikz)}
    assert labels["h_2"] == "h^{(2)}"
    assert labels["loss"] == r"\mathrm{loss}"


@pytest.mark.parametrize("name", gr.gallery())
def test_every_line_and_chip_is_drawn_and_brackets_close(name):
    for graph in pair(name, 2, "operations"):
        picture = gr.draw(graph)
        text, scene = picture.tikz, picture.scene
        plain = [route for route in scene.routes if not route.fades]
        assert text.count("\\draw[") == len(plain) + 4 * (len(scene.routes) - len(plain))
        assert len(re.findall(r"\\node\[(?:chip|function)", text)) == len(scene.chips)
        assert text.count(r"\node[delay]") == len(scene.squares)
        assert_whole(text)


def assert_whole(text):
    """Outside comments: ASCII alone, braces that match, dollars in pairs, one document."""
    lines = [re.sub(r"(?<!\\)%.*", "", line) for line in text.splitlines()]
    bare = re.sub(r"\\[\\{}$%#&_]", "", "\n".join(lines))
    assert bare.isascii()
    depth = 0
    for one in bare:
        depth += (one == "{") - (one == "}")
        assert depth >= 0
    assert depth == 0
    assert bare.count("$") % 2 == 0
    for word in (r"\begin{document}", r"\end{document}", r"\begin{tikzpicture}", r"\end{tikzpicture}"):
        assert text.count(word) == 1


@pytest.mark.parametrize("detail", ["variables", "operations"])
def test_hostile_names_and_titles_are_not_active(detail):
    for graph in pair(hostile(), 2, detail):
        text = gr.draw(graph).tikz
        assert_whole(text)
        [active] = [line for line in text.splitlines() if "input" in line]
        assert active.startswith("% ")
        assert r"\theta" in text
        assert r"\hat{y}" in text


@pytest.mark.parametrize(
    ("name", "maths"),
    [("theta", r"\theta"), ("yhat", r"\hat{y}"), ("W_hh", r"W_{\mathrm{hh}}"), ("h2", "h_{2}"),
     ("loss", r"\mathrm{loss}"), ("mu", r"\mu"), ("ŷ", r"\hat{y}"), ("ü", r"\ddot{u}"),
     ("Øł", r"\text{\O{}}\text{\l{}}"), ("\u4e2d", r"\text{\ensuremath{\square}}")],
)  # fmt: skip
def test_name_is_written_as_its_symbol(name, maths):
    assert tex_maths(name_runs(name)) == maths


def test_plain_text_has_nothing_active():
    text = tex_text("\\{}$&#%_^~ \n\x00 τ é")
    assert text == (
        r"\textbackslash{}\{\}\$\&\#\%\_\textasciicircum{}\textasciitilde{}    \ensuremath{\tau} \'{e}"
    ).replace("    ", "   ")


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_the_themes(theme):
    picture = gr.draw(pair("elman", 1)[1], theme)
    assert rf"\definecolor{{ink}}{{HTML}}{{{picture.theme.ink[1:].upper()}}}" in picture.tikz
    assert (r"\pagecolor" in picture.tikz) == (theme == "dark")
