"""Every page starts; what is set shows; what is wrong is told and loses nothing."""

import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import graphviz_rnn as gr
from tests.app.charts import charts
from ui.furniture.frame import PAGES

FILE = str(Path(__file__).parents[2] / "app.py")


@pytest.fixture
def page():
    return AppTest.from_file(FILE, default_timeout=60)


def halves(page):
    """Return the live graph's drawing, and its values with their numbers."""
    sent = {one.proto.component_name: one.proto.bytes for one in page.get("bidi_component")}
    drawing, values = (sent[name] for name in ("live_graph", "live_values"))
    return header(drawing)[0], *header(values)


def header(content):
    length = struct.unpack("<I", content[:4])[0]
    return json.loads(content[4 : 4 + length]), np.frombuffer(content[4 + length :], "<f4")


@pytest.mark.parametrize("detail", ["variables", "operations"])
@pytest.mark.parametrize("model", gr.gallery())
def test_every_definition_is_drawn_and_runs(page, model, detail):
    page.query_params.update({"model": model, "detail": detail})
    page.run()
    assert not page.exception
    assert not page.error
    assert not page.warning
    drawing, values, numbers = halves(page)
    assert drawing["fits"] == values["fits"]
    assert {node for _, node in re.findall(r'(data-node)="([^"]+)"', drawing["unfolded"])} <= set(drawing["nodes"])
    assert np.isfinite(numbers).all()


@pytest.mark.parametrize("model", ["elman", "lstm", "attention", "bidirectional"])
def test_sequences_run_on_typed_text(page, model):
    page.query_params.update({"model": model, "data": "text"})
    page.run()
    assert not page.warning
    assert halves(page)[1]["variables"]["x"]["size"] == 27


def test_text_for_a_definition_of_plain_numbers_is_told_in_a_sentence(page):
    page.query_params.update({"model": "multiplication", "data": "text"})
    page.run()
    assert "holds 1 number a step, but the sequence has 27" in page.warning[0].value


@pytest.mark.parametrize("file", [file for file, _, _ in PAGES[1:]])
def test_every_page_starts_with_its_live_graph(page, file):
    page.session_state["live"] = {"drawn": True}
    page.run().switch_page(file).run()
    assert not page.exception
    assert not page.error
    assert not page.warning
    drawing, values, numbers = halves(page)
    assert drawing["fits"] == values["fits"]
    assert np.isfinite(numbers).all()
    assert page.title[0].value


def test_nothing_need_be_set(page):
    page.session_state["live"] = {"drawn": True}
    page.run()
    drawing, values, _ = halves(page)
    assert values["steps"] == 48
    assert drawing["columns"] == 6
    assert len(charts(page)) == 2


def test_unfolding_draws_as_many_columns_as_asked(page):
    page.query_params["unfold"] = "12"
    page.run()
    assert 'data-node="h_12"' in halves(page)[0]["unfolded"]


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "has 0 characters"), ("a", "has 1 character")], ids=["empty", "one letter"]
)
def test_text_that_is_too_short_is_told_in_a_sentence(page, typed, sentence):
    page.query_params.update({"data": "text"})
    page.run()
    page.text_input(key="typed on /").set_value(typed).run()
    assert sentence in page.warning[0].value
    assert halves(page)[1]["steps"] > 1


def test_series_that_is_too_short_is_told_in_a_sentence(page):
    page.query_params.update({"from": "1990", "window": "60"})
    page.run()
    assert "but the sequence has 19" in page.warning[0].value


def test_faulty_definition_shows_its_place_and_keeps_the_graph(page):
    page.run()
    page.text_area(key="text of elman on /").set_value("h[t] = tahn(x[t])").run()
    assert "Line 1, column 8" in page.error[0].value
    assert page.code[0].value.endswith("       ^")
    assert halves(page)[1]["steps"] == 48


def test_training_lowers_the_loss_and_says_so(page):
    page.query_params["updates"] = "20"
    page.run()
    said = " ".join(one.value for one in page.caption)
    before, after = (float(one.strip(".")) for one in said.partition("loss ")[2].split()[:3:2])
    assert after < before


def test_stale_or_hostile_address_gives_the_defaults(page):
    page.query_params.update({"unfold": "9999", "hidden": "<script>", "model": "nosuch"})
    page.run()
    assert not page.exception
    assert halves(page)[0]["columns"] == 6
    told = [one.value for one in page.warning]
    assert any("unfold = `9999`; expected a whole number from 1 to 12" in one for one in told)
    assert any("hidden = `<script>`" in one for one in told)
    assert any("model = `nosuch`; expected one of " in one for one in told)
