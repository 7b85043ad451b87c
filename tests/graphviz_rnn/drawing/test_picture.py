"""Pictures: nothing overlaps, every format is whole, text is text, nothing hostile gets through."""

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pypdf
import pytest

import graphviz_rnn as gr
from graphviz_rnn.drawing.picture import draw_pair
from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.formats.sanitise import sanitised

SVG = "{http://www.w3.org/2000/svg}"


def pair(name, steps, detail="variables"):
    definition = gr.load(name)
    return gr.fold(definition, detail), gr.unfold(definition, dict.fromkeys(definition.lengths, steps), detail)


@pytest.mark.parametrize("name", ["elman", "lstm"])
def test_folded_and_unfolded_share_their_rows(name):
    folded, unfolded = (picture.scene for picture in draw_pair(*pair(name, 4)))
    rows = {vertex.name: vertex.y for vertex in folded.vertices}
    for vertex in unfolded.vertices:
        if vertex.kind != "target":
            assert vertex.y == pytest.approx(rows[vertex.name]), vertex.id


def test_input_stands_lowest_and_loss_highest():
    scene = gr.draw(pair("elman", 2)[1]).scene
    heights = {vertex.name: -vertex.y for vertex in scene.vertices}
    assert heights["x"] < heights["h"] < heights["o"] < heights["L"] < heights["loss"]


def test_time_runs_to_the_right_in_equal_columns():
    scene = gr.draw(pair("lstm", 5)[1]).scene
    places = [v.x for v in sorted(scene.vertices, key=lambda v: v.step or 0) if v.name == "s" and v.step]
    steps = {round(b - a, 6) for a, b in pairwise(places)}
    assert len(steps) == 1
    assert steps.pop() > 0


@pytest.mark.parametrize(("name", "squares"), [("elman", 1), ("lstm", 2), ("dynamical_system", 1)])
def test_every_delay_is_a_black_square_in_the_folded_drawing(name, squares):
    assert len(gr.draw(pair(name, 2)[0]).scene.squares) == squares


def test_parameters_are_chips_in_their_own_colour_on_every_step():
    picture = gr.draw(pair("elman", 4)[1])
    assert picture.colours["U"] == "#0072B2"
    assert picture.colours["W"] == "#D55E00"
    assert picture.colours["V"] == "#009E73"
    counts = {name: sum(chip.name == name for chip in picture.scene.chips) for name in "UVW"}
    assert counts == {"U": 4, "V": 4, "W": 4}


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_gives_a_whole_svg_with_stable_ids(theme):
    svg = gr.draw(pair("elman", 3)[1], theme).svg
    root = ElementTree.fromstring(svg)
    ids = [one.get("data-node") for one in root.iter(f"{SVG}g") if one.get("class") == "node"]
    assert {"h_0", "h_1", "x_3", "loss"} <= set(ids)
    assert svg == gr.draw(pair("elman", 3)[1], theme).svg


def test_png_has_the_size_that_was_asked_for():
    picture = gr.draw(pair("elman", 3)[1])
    width = int(re.search(r'width="(\d+)"', picture.svg)[1])
    for scale in (1, 2):
        png = picture.png(scale)
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(png[16:20]) == pytest.approx(width * scale, abs=2)


def test_pdf_is_one_page_of_searchable_text_with_its_fonts_inside():
    page = pypdf.PdfReader(io.BytesIO(gr.draw(pair("elman", 3)[1]).pdf())).pages[0]
    text = page.extract_text()
    assert "(2)" in text
    assert "loss" in text
    fonts = page["/Resources"]["/Font"].get_object().values()
    names = " ".join(str(font.get_object()["/BaseFont"]) for font in fonts)
    assert "STIX" in names
    assert "Source" in names


def test_export_needs_no_fonts_of_the_machine():
    """Without one of the package's own fonts the text would be missing or another."""
    code = (
        "import graphviz_rnn as gr, hashlib;"
        "p = gr.draw(gr.unfold(gr.load('elman'), {'t': 2}));"
        "print(hashlib.sha256(p.png(1)).hexdigest())"
    )
    seen = {
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
        for env in ({"HOME": "/nonexistent", "FONTCONFIG_PATH": "/nonexistent", "PYTHONPATH": "."}, {"PYTHONPATH": "."})
    }
    assert len(seen) == 1


def test_dot_names_every_node_and_edge():
    graph = pair("elman", 2)[1]
    dot = gr.draw(graph).dot
    assert dot.count("->") == graph.number_of_edges()
    assert 'label="h(2)"' in dot


def test_save_writes_by_suffix_and_refuses_another(tmp_path):
    picture = gr.draw(pair("elman", 1)[1])
    for suffix, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")):
        assert picture.save(tmp_path / f"a.{suffix}").read_bytes().startswith(start)
    with pytest.raises(gr.RequestError, match="'jpg' is unknown; expected one of svg, png, pdf, dot"):
        picture.save(tmp_path / "a.jpg")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gr.draw(pair("elman", 1)[1], "drak"), "'drak' is unknown.*Did you mean `dark`"),
        (lambda: gr.draw(pair("elman", 1)[1]).png(1000), "at most 16384 a side"),
        (lambda: gr.fold(gr.load("elman"), "parts"), "'parts' is unknown"),
        (lambda: gr.load("elmann"), "Did you mean `elman`"),
    ],
    ids=["theme", "scale", "detail", "name"],
)
def test_request_that_cannot_be_met_is_told_in_a_sentence(call, words):
    with pytest.raises(gr.RequestError, match=words):
        call()


def test_foreign_parts_of_an_svg_are_left_out_before_it_is_converted():
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"><script>1</script>'
        '<image href="file:///etc/passwd"/><foreignObject/><a href="javascript:1"><text>x</text></a>'
        '<rect fill="url(http://evil/x)" width="3" style="fill:url(file:///x)"/></svg>'
    )
    clean = sanitised(hostile.encode())
    assert not re.search("script|image|foreign|onload|href|evil|style|passwd", clean)
    assert "rect" in clean


@pytest.mark.parametrize(
    "document",
    [b"", b"<html/>", b"<svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'],
    ids=["empty", "html", "broken", "entities"],
)
def test_what_is_no_svg_is_refused_with_a_sentence(document):
    with pytest.raises(gr.RequestError, match="SVG"):
        sanitised(document)


def test_hostile_names_stay_text():
    definition = gr.parse("# <script>alert(1)</script>\nh[t] = tanh(W @ h[t-1])")
    svg = gr.draw(gr.unfold(definition, {"t": 1})).svg
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg
