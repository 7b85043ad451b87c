"""Every page starts; what is set shows; what is wrong is told and loses nothing."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

FILE = str(Path(__file__).parents[2] / "app.py")


@pytest.fixture
def page():
    return AppTest.from_file(FILE, default_timeout=60)


def recording(page):
    """Return the live graph's header and numbers."""
    content = page.get("bidi_component")[0].proto.bytes
    length = struct.unpack("<I", content[:4])[0]
    return json.loads(content[4 : 4 + length]), np.frombuffer(content[4 + length :], "<f4")


@pytest.mark.parametrize("model", ["Dynamical system", "Dynamical system with a body", "Elman network", "LSTM"])
@pytest.mark.parametrize("data", ["sunspots", "text"])
def test_every_definition_runs_on_every_kind_of_data(page, model, data):
    page.query_params.update({"model": model, "data": data})
    page.run()
    assert not page.exception
    assert not page.error
    assert not page.warning
    header, numbers = recording(page)
    assert header["steps"] >= header["columns"]
    assert np.isfinite(numbers).all()


def test_nothing_need_be_set(page):
    page.session_state["live"] = {"drawn": True}
    page.run()
    header, _ = recording(page)
    assert header["steps"] == 48
    assert header["columns"] == 6
    assert len(page.get("plotly_chart")) == 2


def test_unfolding_draws_as_many_columns_as_asked(page):
    page.query_params["unfold"] = "12"
    page.run()
    assert 'data-node="h_12"' in recording(page)[0]["unfolded"]


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "has 0 characters"), ("a", "has 1 character")], ids=["empty", "one letter"]
)
def test_text_that_is_too_short_is_told_in_a_sentence(page, typed, sentence):
    page.query_params.update({"data": "text"})
    page.run()
    page.text_input(key="typed").set_value(typed).run()
    assert sentence in page.warning[0].value
    assert recording(page)[0]["steps"] > 1


def test_series_that_is_too_short_is_told_in_a_sentence(page):
    page.query_params.update({"from": "1990", "window": "60"})
    page.run()
    assert "has 19 values" in page.warning[0].value


def test_faulty_definition_shows_its_place_and_keeps_the_graph(page):
    page.run()
    page.text_area(key="text-elman").set_value("h[t] = tahn(x[t])").run()
    assert "Line 1, column 8" in page.error[0].value
    assert page.code[0].value.endswith("       ^")
    assert recording(page)[0]["steps"] == 48


def test_training_lowers_the_loss_and_says_so(page):
    page.query_params["updates"] = "20"
    page.run()
    said = " ".join(one.value for one in page.markdown)
    before, after = (float(one.strip(".")) for one in said.partition("loss ")[2].split()[:3:2])
    assert after < before


def test_stale_or_hostile_address_gives_the_defaults(page):
    page.query_params.update({"unfold": "9999", "hidden": "<script>", "model": "nosuch"})
    page.run()
    assert not page.exception
    assert recording(page)[0]["columns"] == 6
