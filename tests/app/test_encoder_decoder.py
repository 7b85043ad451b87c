"""The page on encoder and decoder: two lengths, contexts that are mixed, and log P as the sum of its terms."""

import re

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest
from torch.nn.functional import cross_entropy, one_hot

import graphviz_rnn as gr
import models
from tests.app.charts import charts
from tests.app.conftest import settled
from tests.app.dials import turn
from tests.app.test_pages import FILE, halves

ALPHABET = "".join(sorted({*"green tea", *"black ink"}))


@pytest.fixture
def page():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    return page.run().switch_page("app_pages/encoder_decoder.py").run()


def control(kind, key):
    return kind(key=f"{key} on /encoder-decoder")


def said(page):
    return next(one.value for one in page.markdown if "CrossEntropyLoss" in one.value).replace("−", "-")


def classes(text):
    return torch.tensor([ALPHABET.index(letter) for letter in text])


def log_likelihood(share, written, *, hidden=16):
    """Return log P of what follows "green", the context being mixed with that of "black", by torch's own modules."""
    width = len(ALPHABET)
    model = models.build(gr.load("encoder_decoder"), {"x": width, "y": width, "h": hidden, "g": hidden}, seed=0)
    w, encoder = model.weights, torch.nn.RNN(width, hidden)
    with torch.no_grad():
        for name, value in (("ih", w["U"]), ("hh", w["W"])):
            getattr(encoder, f"weight_{name}_l0").copy_(value)
        encoder.bias_ih_l0.copy_(w["b"])
        encoder.bias_hh_l0.zero_()
        first, second = (encoder(one_hot(classes(text), width).float())[1][0] for text in ("green", "black"))
        context, g, before = (1 - share) * first + share * second, torch.zeros(hidden), torch.zeros(width)
        outputs = []
        for letter in classes(written):
            g = torch.tanh(w["d"] + w["Q"] @ g + w["R"] @ context + w["P"] @ before)
            outputs.append(w["c"] + w["V"] @ g)
            before = one_hot(letter, width).float()
        return -float(cross_entropy(torch.stack(outputs), classes(written), reduction="sum"))


@pytest.mark.parametrize("share", [0.0, 0.35, 1.0])
def test_the_terms_add_up_to_log_p_of_the_mixed_context(page, share):
    turn(page, "encoder-decoder", alpha=share)
    total = float(re.search(r"\*\*(-[\d.]+)\*\*", said(page))[1])
    assert total == pytest.approx(log_likelihood(share, " tea"), abs=1e-4)
    terms = [-float(one) for one in re.findall(r"- (\d+\.\d\d)", said(page))]
    assert len(terms) == 4
    assert sum(terms) == pytest.approx(total, abs=0.031)


def test_input_and_output_have_lengths_of_their_own(page):
    turn(page, "encoder-decoder", write=3)
    drawing = halves(page)[0]["unfolded"]
    assert 'data-node="x_5"' in drawing
    assert 'data-node="o_3"' in drawing
    assert 'data-node="o_4"' not in drawing
    assert float(re.search(r"\*\*(-[\d.]+)\*\*", said(page))[1]) == pytest.approx(log_likelihood(0, " te"), abs=1e-4)


def title(page, number):
    return charts(page)[number]["layout"]["title"]["text"]


def test_trained_on_both_it_writes_both_and_swapped_contexts_swap_what_is_written(page):
    control(page.button, "press learned").click().run()
    assert "it writes “ tea”" in title(page, 1)
    turn(page, "encoder-decoder", alpha=1.0)
    assert "it writes “ ink”" in title(page, 1)
    turn(page, "encoder-decoder", seed=3)
    assert control(page.button, "press learned").label == "Train on both"


def test_attention_shows_a_column_of_weights_for_each_letter(page):
    control(page.selectbox, "model").set_value("attention").run()
    assert not page.exception
    _, values, numbers = halves(page)
    k = values["variables"]["k"]
    grid = np.array(numbers[k["value"] : k["value"] + 20]).reshape(4, 5)
    np.testing.assert_allclose(grid.sum(1), 1, atol=1e-6)
    assert "weights k(s, t)" in title(page, 0)


@pytest.mark.parametrize(("key", "text"), [("typed", "green"), ("other", "black"), ("typed", "")])
def test_a_text_that_is_too_short_is_told(page, key, text):
    control(page.text_input, key).set_value(text).run()
    assert not page.exception
    assert "onger" in page.warning[0].value
    assert "“green” → “ tea”" in said(page)


def test_without_a_second_text_both_contexts_are_the_first(page):
    control(page.text_input, "other").set_value("").run()
    assert not page.exception
    alone = said(page)
    turn(page, "encoder-decoder", alpha=1.0)
    assert said(page) == alone


@pytest.mark.browser
def test_the_slider_of_contexts_moves_log_p_and_a_link_brings_both_back(visit):
    page = visit("/encoder-decoder?alpha=0.5")
    assert total(likelihood(page)) == pytest.approx(log_likelihood(0.5, " tea"), abs=1e-4)
    page.get_by_role("slider", name="α").press("ArrowRight")
    page.wait_for_url("**alpha=0.55**")
    settled(page)
    assert total(likelihood(page)) == pytest.approx(log_likelihood(0.55, " tea"), abs=1e-4)
    page.get_by_role("button", name="Train on both").click()
    page.get_by_role("button", name="Trained").wait_for(timeout=60_000)
    settled(page)
    trained = likelihood(page)
    assert "learned=" in page.url
    again = visit(page.url.removeprefix(page.url.split("/encoder")[0]))
    assert likelihood(again) == trained


@pytest.mark.browser
def test_a_drawing_higher_than_its_room_follows_what_is_shown(visit):
    page = visit("/encoder-decoder?model=attention")
    panes, first, last = (page.locator(one) for one in (".panes", "#unfolded-h_1", "#unfolded-g_4"))
    assert panes.evaluate("one => one.scrollHeight > one.clientHeight")
    assert inside(first, panes)
    page.locator(".stage").focus()
    page.keyboard.press("End")
    page.wait_for_timeout(200)
    assert inside(last, panes)
    assert not inside(first, panes)


def inside(one, pane):
    box, room = one.bounding_box(), pane.bounding_box()
    return room["y"] <= box["y"] and box["y"] + box["height"] <= room["y"] + room["height"]


def likelihood(page):
    return page.locator(".st-key-mixing p", has_text="CrossEntropyLoss").inner_text().replace("−", "-")


def total(sentence):
    return float(re.search(r"= (-\d+\.\d{4}) =", sentence)[1])


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        "?read=8&write=8&typed=twenty+four+letters+here&other=another+line+of+letters",
        "?model=attention",
        "?detail=operations",
    ],
)
def test_the_drawing_can_be_read_and_its_folded_form_comes_by_its_button(visit, query):
    page = visit(f"/encoder-decoder{query}")
    assert drawn_letters(page) >= 10
    assert not page.locator(".folded").is_visible()
    page.click(".fold")
    page.locator(".fold:enabled").wait_for(timeout=20_000)
    pane, folded = page.locator(".panes").bounding_box(), page.locator("#folded-g").bounding_box()
    assert pane["x"] < folded["x"] < pane["x"] + pane["width"]
    assert not page.locator(".unfolded").is_visible()
    page.click(".fold")
    page.locator(".fold:enabled").wait_for(timeout=20_000)
    assert page.locator("#unfolded-h_1").is_visible()
    page.locator(".stage").focus()
    page.keyboard.press("End")
    steps = page.locator("[id^=unfolded-g_]").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    pane = page.locator(".unfolded").bounding_box()
    assert pane["x"] < max(steps) <= pane["x"] + pane["width"]


def drawn_letters(page):
    """Return the size of a caption's letters as they are seen, in pixels."""
    return page.locator(".unfolded .caption").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize) * one.ownerSVGElement.getScreenCTM().a"
    )


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/encoder-decoder", "/patterns", "/patterns?pattern=Single+output"])
def test_the_drawing_is_whole_and_large_until_the_inspector_is_asked_for(visit, path):
    page = visit(path)
    pane, inspector = page.locator(".panes"), page.locator(".inspector")
    for drawing in page.locator(".live svg:visible").all():
        box, room = drawing.bounding_box(), pane.bounding_box()
        assert room["x"] - 1 <= box["x"] <= box["x"] + box["width"] <= room["x"] + room["width"] + 1
        assert room["y"] - 1 <= box["y"] <= box["y"] + box["height"] <= room["y"] + room["height"] + 1
    assert drawn_letters(page) >= 10
    assert not inspector.is_visible()
    page.locator("#unfolded-h_2").click()
    assert inspector.locator("h3").inner_text().startswith("h(2)")
    page.click(".inspect")
    assert not inspector.is_visible()
    page.locator(".stage").focus()
    page.keyboard.press("i")
    assert inspector.is_visible()
    assert visit(page.url.removeprefix(page.url[: page.url.index("/", 9)])).locator(".inspector").is_visible()
