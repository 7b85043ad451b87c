"""The Studio without a browser: what is typed runs, what is wrong is placed, links reproduce, nothing is lost."""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import graphviz_rnn as gr
import models
from graphviz_rnn.language.free_sizes import free_sizes
from graphviz_rnn.shelf import gallery_text
from models.tasks import next_value
from tests.app.dials import dials, turn
from tests.app.test_pages import halves
from ui.studio.link import LONGEST, packed

FILE = str(Path(__file__).parents[2] / "app.py")
OWN = "# mine\nh[t] = tanh(W @ h[t-2] + U @ x[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])\nloss = sum[t](L[t])"
HOSTILE = "# <img src=x onerror=alert(1)> [a](javascript:alert(2))\nh[t] = tanh(W @ h[t-1] + U @ x[t])"


@pytest.fixture
def studio():
    def studio(**address):
        page = AppTest.from_file(FILE, default_timeout=60)
        page.session_state["live"] = {"drawn": True}
        page.switch_page("app_pages/studio.py")
        page.query_params.update(address)
        return page.run()

    return studio


def typed(page, text, stroke=1):
    page.session_state["editor"] = {"typed": {"of": told(page)["of"], "text": text, "stroke": stroke}}
    return page.run()


def carried(page):
    """What the address of the page will say."""
    sent = {one.proto.component_name: one.proto for one in page.get("bidi_component")}
    return json.loads(sent["address"].json)["controls"]


def told(page):
    """What the editor was told."""
    sent = {one.proto.component_name: one.proto for one in page.get("bidi_component")}
    return json.loads(sent["definition_editor"].json)


def test_what_is_typed_is_drawn_and_run(studio):
    page = typed(studio(), OWN)
    assert told(page)["fault"] is None
    drawing, values, numbers = halves(page)
    assert set(values["variables"]) == {"h", "o", "L", "loss", "x", "y"}
    assert np.isfinite(numbers).all()
    assert drawing["file"] == "definition"
    assert "stepped through t: h; parallel over t: o, L; once: loss" in told(page)["schedule"]


def test_a_fault_is_told_at_its_line_and_column_and_the_graph_and_the_text_stay(studio):
    page = typed(studio(), OWN)
    before = halves(page)[1]
    page = typed(page, OWN.replace("V @ h[t]", "V @ g[t-]"), stroke=2)
    fault = told(page)["fault"]
    assert (fault["line"], fault["column"]) == (3, 16)
    assert told(page)["text"].splitlines()[2] == "o[t] = V @ g[t-]"
    assert halves(page)[1] == before
    assert "Below is still the last that worked." in [one.value for one in page.caption]


def test_a_link_reproduces_every_number(studio):
    page = typed(studio(), OWN)
    address = carried(page)
    turn(page, "studio", seed=3, **{"size-h": 5})
    opened = studio(definition=address["definition"], seed="3", **{"size-h": "5"})
    assert told(opened)["text"] == OWN
    assert halves(opened)[0] == halves(page)[0]
    np.testing.assert_array_equal(halves(opened)[2], halves(page)[2])
    assert halves(opened)[1]["variables"]["h"]["size"] == 5


def bomb():
    writer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(writer.compress(b"#" * 4_000_000) + writer.flush()).decode().rstrip("=")


BAD_LINKS = {"cut": packed(OWN)[:-9], "no code": "<script>alert(1)</script>", "bomb": bomb(), "long": "A" * LONGEST * 2}


@pytest.mark.parametrize("link", BAD_LINKS.values(), ids=BAD_LINKS)
def test_a_hostile_or_stale_link_gives_a_sentence_and_the_gallerys_text(studio, link):
    page = studio(definition=link)
    assert not page.exception
    assert "The link's text cannot be read" in page.warning[0].value
    assert told(page)["text"] == gallery_text("elman")
    assert not turn(page, "studio", seed=1).warning


def test_a_link_with_a_fault_shows_the_text_and_its_place(studio):
    page = studio(definition=packed("h[t] = tahn(x[t])"))
    assert not page.exception
    assert told(page)["fault"]["column"] == 8
    assert told(page)["text"] == "h[t] = tahn(x[t])"


def test_drafts_outlive_another_definition_and_can_be_given_up(studio):
    page = typed(studio(), OWN)
    page.selectbox(key="model on /studio").set_value("lstm").run()
    assert told(page)["text"] == gallery_text("lstm")
    page.selectbox(key="model on /studio").set_value("elman").run()
    assert told(page)["text"] == OWN
    page.button[0].click().run()
    assert told(page)["text"] == gallery_text("elman")
    assert carried(page)["definition"] == ""


def test_a_browser_that_comes_back_to_a_new_session_keeps_its_text(studio):
    page = studio()
    page.session_state["editor"] = {"typed": {"of": "elman 3", "text": OWN, "stroke": 40}}
    page.run()
    assert (told(page)["of"], told(page)["text"], told(page)["stroke"]) == ("elman 3", OWN, 40)


@pytest.mark.parametrize(
    "typed", [7, {"of": "elman x", "text": "a"}, {"of": "elman 0", "text": 5, "stroke": 1}, {"of": "elman 0"}]
)
def test_what_no_editor_sends_is_passed_over(studio, typed):
    page = studio()
    page.session_state["editor"] = {"typed": typed}
    page.run()
    assert not page.exception
    assert told(page)["text"] == gallery_text("elman")


def test_own_numbers_run_in_as_many_columns_as_there_are(studio):
    table = "a,b\n" + "\n".join(f"{n % 5},{n * n % 7}" for n in range(30))
    page = studio(data="own")
    page.text_area(key="series-text").set_value(table).run()
    assert not page.warning
    values, numbers = halves(page)[1:]
    x = values["variables"]["x"]
    task = next_value(np.array([[n % 5, n * n % 7] for n in range(30)], float), window=29)
    shown = numbers[x["value"] : x["value"] + 58].reshape(29, 2)
    np.testing.assert_allclose(shown, task.inputs[:, 0], rtol=1e-6)
    model = models.build(gr.load("elman").with_loss("mse"), {"x": 2, "y": 2, "h": 8}, seed=0)
    loss = float(model.run(x=task.inputs, y=task.targets)["loss"].detach())
    assert numbers[values["variables"]["loss"]["value"]] == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize("wrong", ["1,2\n3", "1\nnan\n3", "", "1\n2", "<script>alert(1)</script>"])
def test_wrong_numbers_are_told_and_the_last_good_ones_stay(studio, wrong):
    page = studio(data="own")
    before = halves(page)[2]
    page.text_area(key="series-text").set_value(wrong).run()
    assert not page.exception
    assert len(page.warning) == 1
    assert page.text_area(key="series-text").value == wrong
    np.testing.assert_array_equal(halves(page)[2], before)


def test_a_file_fills_the_box_or_is_told_about(studio):
    page = studio(data="own")
    page.file_uploader(key="series-file").upload("mine.csv", b"1;2\n3;4\n5;7\n", "text/csv").run()
    assert page.text_area(key="series-text").value == "1;2\n3;4\n5;7\n"
    page.file_uploader(key="series-file").upload("bad.csv", b"1\n\xff\n3", "text/csv").run()
    assert page.warning[0].value.replace("\\", "").startswith("bad.csv: The file is no UTF-8 text")


def test_a_link_carries_ones_own_numbers(studio):
    page = studio(data="own")
    page.text_area(key="series-text").set_value("3\n1\n4\n1\n5\n9").run()
    opened = studio(data="own", series=carried(page)["series"])
    np.testing.assert_array_equal(halves(opened)[2], halves(page)[2])


def test_what_fits_no_data_gets_random_inputs_and_that_is_said(studio):
    page = typed(studio(data="text"), "input x[t] : 5\nh[t] = tanh(W @ h[t-1] + U @ x[t])")
    assert "random numbers, drawn from seed 0" in page.info[0].value
    assert halves(page)[1]["variables"]["x"]["size"] == 5


@pytest.mark.parametrize(
    ("name", "controls"),
    [
        ("elman", ["First year", "Years read", "Steps of t drawn"]),
        ("dynamical_system_tanh", ["Steps run", "Steps of t drawn"]),
        ("grid", ["First year", "Steps of i run and drawn", "Steps of j run and drawn"]),
        ("multiplication", ["First year"]),
    ],
)
def test_only_controls_that_matter_are_offered(studio, name, controls):
    sliders = [one["label"] for one in dials(studio(model=name)) if not one["boxed"]]
    assert [one for one in sliders if one != "Training updates"] == controls


def test_an_abstract_function_is_drawn_and_not_run(studio):
    page = typed(studio(), "def f(s, theta)\ns[t] = f(s[t-1], theta)")
    assert not page.exception
    assert "f has no body" in " ".join(one.value for one in page.caption)
    drawing, values, _ = halves(page)
    assert "s_1" in drawing["nodes"]
    assert values["variables"] == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("param W : 50000 x 50000\nh[t] = tanh(W @ h[t-1])", "2500000000 numbers in its parameters"),
        ("axis t = 1..9999\nh[t] = tanh(W @ h[t-1])", "at most 5000 are drawn"),
    ],
    ids=["parameters", "columns"],
)
def test_what_would_take_the_whole_server_is_refused(studio, text, sentence):
    page = typed(studio(), text)
    assert sentence in page.warning[0].value
    assert halves(page)[0]["nodes"]


def test_hostile_text_stays_text(studio):
    page = typed(studio(), HOSTILE)
    legend = next(one.proto.body for one in page.get("html") if "<dl>" in one.proto.body)
    assert "<img" not in legend
    assert told(page)["fault"] is None


@pytest.mark.parametrize("name", gr.gallery())
def test_a_free_size_changes_its_own_group_and_what_is_multiplied_with_it_alone(name):
    definition = gr.load(name)
    usual = definition.shapes()
    for chosen, group in free_sizes(definition).items():
        found = definition.shapes({chosen: 31})
        assert {one for one in found if found[one] == (31,) and definition.roles[one] != "parameter"} == set(group)
        assert all(31 in found[one] or found[one] == usual[one] or sum(found[one]) > 31 for one in found)
