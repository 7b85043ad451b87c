"""Letters: every sign has its glyph in a font that ships, text stays text, and themes tell parameters apart."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest
from fontTools.ttLib import TTFont

import graphviz_rnn as gr
from graphviz_rnn.drawing.labels import OPERATION_SIGNS
from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.formats.fonts import FOLDER, SANS_LETTERS, embedded
from graphviz_rnn.formats.svg_text import sans_spans, serif_spans
from graphviz_rnn.language.symbols import ACCENTS, GREEK
from graphviz_rnn.language.typeset import Run, name_runs
from tests.graphviz_rnn.formats.cases import pair

SVG = "{http://www.w3.org/2000/svg}"
SIGNS = """
yhat[t] = sigmoid(theta @ yhat[t-1] + W_xh @ x[t])
ctilde[t] = -(yhat[t] * mu) / 2
loss = sum[t](norm(ctilde[t]))
"""


def glyphs(file):
    return set(map(chr, TTFont(FOLDER / file).getBestCmap()))


def test_serif_fonts_have_every_sign_that_a_label_can_show():
    upright = set("".join(OPERATION_SIGNS.values())) | set("()−,0123456789") | set(GREEK.values()) - {""}
    assert upright <= glyphs("STIXGeneral.ttf")
    letters = set(map(chr, range(ord("a"), ord("z") + 1))) | set(GREEK.values())
    drawn = {c for letter in letters for mark in ("", *ACCENTS.values()) for c in shown(letter + mark)}
    assert drawn <= glyphs("STIXGeneralItalic.ttf")


def shown(text):
    """The characters that a variable's letter becomes in a drawing."""
    spans = f"<svg>{serif_spans([Run(text, 'italic', 'base', '')], 20.0)}</svg>"
    return "".join(ElementTree.fromstring(spans).itertext())


def test_sans_fonts_have_the_letters_that_are_left_to_them():
    for file in ("SourceSans3-400.ttf", "SourceSans3-600.ttf"):
        assert glyphs(file) >= SANS_LETTERS - {"\xad"}


def test_greek_on_a_chip_is_set_in_the_font_that_has_it():
    spans = sans_spans(name_runs("theta"), 13.0)
    assert "STIXGeneral" in spans
    assert "STIXGeneral" not in sans_spans(name_runs("W_xh"), 13.0)


@pytest.mark.parametrize("letter", ["x", "θ", "z"])
def test_accent_stands_over_the_middle_of_its_letter_and_what_follows_is_not_moved(letter):
    """The circumflex's ink is centred on the letter's, above it; the moves back and forth sum to nothing."""
    font = TTFont(FOLDER / "STIXGeneralItalic.ttf")
    names, sizes = font.getBestCmap(), font["hmtx"]
    ink = {one: font["glyf"][names[ord(one)]] for one in (letter, "ˆ")}
    runs = [Run(letter + "\u0302", "italic", "base", ""), Run("z", "italic", "base", "")]
    _, mark, after = ElementTree.fromstring(f"<svg>{serif_spans(runs, 1000.0)}</svg>")
    start = sizes[names[ord(letter)]][0] + float(mark.get("dx"))
    middle = start + (ink["ˆ"].xMin + ink["ˆ"].xMax) / 2
    assert middle == pytest.approx((ink[letter].xMin + ink[letter].xMax) / 2, abs=2)
    assert ink["ˆ"].yMin - float(mark.get("dy", 0)) > ink[letter].yMax
    assert float(mark.get("dx")) + sizes[names[ord("ˆ")]][0] + float(after.get("dx")) == pytest.approx(0, abs=1)
    assert float(mark.get("dy", 0)) + float(after.get("dy", 0)) == pytest.approx(0, abs=0.1)


def test_pdf_can_be_searched_for_greek_hats_superscripts_and_signs():
    graph = gr.unfold(gr.parse(SIGNS), {"t": 2}, "operations")
    text = pypdf.PdfReader(io.BytesIO(gr.draw(graph).pdf())).pages[0].extract_text()
    for sign in ("θ", "μ", "σ", "Σ", "⊙", "×", "÷", "−", "ŷ", "(2)", "norm", "t = 2"):
        assert sign in text, sign


def test_svg_text_reads_as_the_symbol_with_its_index():
    root = ElementTree.fromstring(gr.draw(gr.unfold(gr.parse(SIGNS), {"t": 2})).svg)
    labels = {one.get("data-node"): "".join(one.itertext()) for one in root.iter(f"{SVG}g") if one.get("data-node")}
    assert labels == {"yhat_0": "ŷ(0)", "yhat_1": "ŷ(1)", "yhat_2": "ŷ(2)", "x_1": "x(1)", "x_2": "x(2)"} | {
        "ctilde_1": "c˜(1)", "ctilde_2": "c˜(2)", "loss": "loss"}  # fmt: skip


def test_embedded_fonts_are_small_and_have_just_the_letters_used():
    picture = gr.draw(pair("lstm", 3)[1])
    whole = picture.svg_with_fonts
    assert len(whole) - len(picture.svg) < 20_000
    assert whole == embedded(picture.svg)
    assert re.sub("<style>.*</style>", "", whole) == picture.svg
    faces = dict(re.findall(r"font-family:'([^']+)';font-style:(\w+)", whole))
    assert set(faces) == {"STIXGeneral", "Source Sans 3"}


def test_print_is_black_and_white():
    svg = gr.draw(pair("lstm", 2)[1], "print").svg
    assert set(re.findall(r"#[0-9a-fA-F]{6}", svg)) == {"#000000", "#ffffff"}
    assert "Gradient" not in svg


def test_print_tells_parameters_apart_by_their_borders():
    definition = gr.load("lstm")
    picture = gr.draw(gr.unfold(definition, {"t": 1}, "operations"), "print")
    root = ElementTree.fromstring(picture.svg)
    chips = {one.get("data-name"): one[0].get("stroke-dasharray") for one in root.iter(f"{SVG}g")
             if one.get("class") == "chip"}  # fmt: skip
    letters = dict.fromkeys(name.partition("_")[0] for name in chips)
    by_letter = {letter: {chips[n] for n in chips if n.partition("_")[0] == letter} for letter in letters}
    assert all(len(found) == 1 for found in by_letter.values())
    assert len({found.pop() for found in by_letter.values()}) == len(letters) == 5


@pytest.mark.parametrize("theme", THEMES)
def test_no_label_is_wider_than_its_node(theme):
    picture = gr.draw(pair("lstm", 12)[1], theme)
    root = ElementTree.fromstring(picture.svg)
    serif = {True: TTFont(FOLDER / "STIXGeneralItalic.ttf"), False: TTFont(FOLDER / "STIXGeneral.ttf")}
    for node in root.iter(f"{SVG}g"):
        if node.get("class") == "node" and node[0].tag == f"{SVG}circle":
            size = float(node[1].get("font-size"))
            assert width(node[1], size, serif) < 2 * float(node[0].get("r")) - 4, node.get("id")


def width(label, size, fonts):
    total = 0.0
    for span in label:
        font = fonts[span.get("font-style") == "italic"]
        names, own = font.getBestCmap(), float(span.get("font-size", size))
        total += float(span.get("dx", 0)) + sum(font["hmtx"][names[ord(c)]][0] * own / 1000 for c in span.text)
    return total
