"""Every definition of the gallery says what it is, folds and unfolds; the book's figures have the book's numbers."""

import re
from importlib import resources

import networkx as nx
import pytest

import graphviz_rnn as gr
from graphviz_rnn.language.lines import statements
from graphviz_rnn.shelf import CHAPTERS, gallery_text

NAMES = list(gr.gallery())
YEAR = r"\((1[89]|20)\d\d\)"


def lengths(definition, steps):
    return dict.fromkeys(definition.lengths, steps)


def test_gallery_holds_every_file_once_in_the_order_of_the_chapters():
    files = [one.name.removesuffix(".rnn") for one in (resources.files(gr) / "gallery").iterdir()]
    assert sorted(files) == sorted(NAMES)
    assert [name for names in CHAPTERS.values() for name in names] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_definition_has_a_short_name_an_idea_and_a_dated_source(name):
    first, second, *rest = gallery_text(name).splitlines()
    short, colon, idea = first.removeprefix("# ").partition(": ")
    assert colon
    assert 3 <= len(short) <= 30
    assert len(idea.split()) >= 3
    assert first.removeprefix("# ") == gr.gallery()[name] == gr.load(name).title
    assert re.search(YEAR, second)
    assert max(map(len, (first, second, *rest))) <= 120


def test_no_two_definitions_have_the_same_short_name():
    short = [title.partition(":")[0] for title in gr.gallery().values()]
    assert len(set(short)) == len(short)


@pytest.mark.parametrize("name", NAMES)
def test_every_equation_has_a_note(name):
    noted = {one.line: one.note for one in statements(gallery_text(name))}
    for equation in gr.load(name).equations:
        assert noted[equation.place.line], equation.name


@pytest.mark.parametrize("detail", ["variables", "operations"])
@pytest.mark.parametrize("name", NAMES)
def test_unfolded_graph_has_no_cycle_at_any_length(name, detail):
    definition = gr.load(name)
    for steps in (1, 3, 5):
        graph = gr.unfold(definition, lengths(definition, steps), detail)
        assert nx.is_directed_acyclic_graph(graph)
        assert nx.number_weakly_connected_components(graph) == 1


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("leaky", r"&= \alpha \, \boldsymbol{\mu}^{(t-1)} + \left(1 - \alpha\right) \, \boldsymbol{v}^{(t)}"),
        ("leaky_learned", r"\left(1 - \boldsymbol{\alpha}\right) \odot \boldsymbol{v}^{(t)}"),
        (
            "lstm",
            r"\boldsymbol{f}^{(t)} \odot \boldsymbol{s}^{(t-1)} + \boldsymbol{g}^{(t)} \odot \boldsymbol{k}^{(t)}",
        ),
        ("liquid_state", r"\exp\left(\frac{-1}{30}\right) \, \boldsymbol{r}^{(t-1)}"),
    ],
)
def test_latex_has_a_circle_only_between_vectors(name, written):
    assert written in gr.load(name).latex()


@pytest.mark.parametrize("name", NAMES)
def test_every_node_is_drawn_folded_and_unfolded(name):
    definition = gr.load(name)
    for graph in (gr.fold(definition), gr.unfold(definition, lengths(definition, 3))):
        drawn = {vertex.name for vertex in gr.draw(graph).scene.vertices}
        assert drawn == {data["name"] for _, data in graph.nodes(data=True) if data["kind"] != "parameter"}
