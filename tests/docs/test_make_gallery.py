"""The gallery's page is what the gallery says now; `python -m docs.make_gallery` writes it anew."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

import graphviz_rnn as gr
from docs.make_gallery import maths, pages

DOCS = Path(__file__).parents[2] / "docs"
STALE = "The page is out of date. Run: python -m docs.make_gallery"


@pytest.fixture(scope="module")
def now():
    return pages()


def words(svg):
    """Every label of a figure and how often it stands there; where it stands may change with the layout."""
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return Counter("".join(one.itertext()) for one in texts)


def test_page_is_up_to_date(now):
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == now["gallery.md"], STALE


def test_there_is_a_figure_for_every_definition_and_no_other(now):
    found = {f"figures/{file.name}" for file in (DOCS / "figures").glob("*")}
    assert found == now.keys() - {"gallery.md"}, STALE


@pytest.mark.parametrize("name", gr.gallery())
def test_figures_show_what_the_graphs_have(now, name):
    for path in (f"figures/{name}.svg", f"figures/{name}-unfolded.svg"):
        assert words((DOCS / path).read_text(encoding="utf-8")) == words(now[path]), STALE


def test_every_figure_on_the_page_is_there(now):
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", now["gallery.md"])
    assert len(shown) >= len(gr.gallery())
    assert all((DOCS / path).is_file() for path in shown)


def test_every_definition_has_title_source_equations_and_text(now):
    entries = now["gallery.md"].split("\n### ")[1:]
    assert [entry.split("`")[1] for entry in entries] == list(gr.gallery())
    for entry in entries:
        name = entry.split("`")[1]
        assert f"**{gr.gallery()[name]}.** " in entry
        assert re.search(r"\*\* .*\(\d{4}\)", entry), f"{name} names no source"
        assert entry.count("&=") == len(gr.load(name).latex().split("&=")) - 1
        assert gr.load(name).text.strip() in entry


def test_links_lead_to_headings(now):
    headings = re.findall(r"^#+ `?(.+?)`?$", now["gallery.md"], re.M)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", now["gallery.md"])) <= anchors


def test_equations_use_nothing_that_github_refuses(now):
    for block in re.findall(r"```math\n(.*?)\n```", now["gallery.md"], re.DOTALL):
        assert "operatorname" not in block
        assert block.count("{") == block.count("}")
    assert maths(r"\operatorname*{mean}_{t} a") == r"\underset{t}{\mathrm{mean}} a"


def test_figures_carry_nothing_but_the_drawing(now):
    for path, text in now.items():
        if path.endswith(".svg"):
            assert "data-" not in text
            assert len(text) < 100_000, path
