"""The page on design patterns: its cards choose, the teacher cuts the cycle, and training shows what it measured."""

import re
from base64 import b64decode

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

import graphviz_rnn as gr
import models
from models.data import sunspots
from models.learning.contest import Contest, Terms
from models.tasks import Parity, next_value
from tests.app.charts import charts
from tests.app.conftest import settled
from tests.app.dials import turn
from tests.app.test_pages import FILE, halves

NETWORKS = ("elman", "output_recurrence", "teacher_forcing")


@pytest.fixture
def page():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    return page.run().switch_page("app_pages/design_patterns.py").run()


def edge(source, target):
    return f'data-source="{source}" data-target="{target}"'


def said(page):
    return " ".join(one.value for one in page.markdown)


def test_the_teacher_cuts_the_cycle_and_makes_the_schedule_parallel(page):
    page.segmented_control(key="pattern on /patterns").set_value("Output recurrence").run()
    assert "**A cycle** through o → h. Computed stepped through t: a, h, o; parallel over t: L" in said(page)
    assert edge("o", "h") in halves(page)[0]["folded"]
    page.segmented_control(key="fed on /patterns").set_value("the true output").run()
    assert "**No cycle**" in said(page)
    assert "Computed parallel over t: a, h, o, L; once: loss" in said(page)
    folded = halves(page)[0]["folded"]
    assert edge("y", "h") in folded
    assert edge("o", "h") not in folded


@pytest.mark.parametrize("columns", [3, 5, 9])
def test_the_longest_way_grows_with_time_but_for_the_teacher(page, columns):
    turn(page, "patterns", unfold=columns)
    assert f"over {columns} steps has {columns + 3} edges" in said(page)  # Goodfellow et al. (2016), Figure 10.3
    page.segmented_control(key="pattern on /patterns").set_value("Output recurrence").run()
    page.segmented_control(key="fed on /patterns").set_value("the true output").run()
    assert f"over {columns} steps has 4 edges" in said(page)


def test_the_outputs_of_all_three_on_the_same_years_are_those_of_torch(page):
    turn(page, "patterns", hidden=4)
    spec = charts(page)[0]
    shown = {one["name"]: np.frombuffer(b64decode(one["y"]["bdata"]), one["y"]["dtype"]) for one in spec["data"]}
    task = next_value(sunspots()[1], window=48)
    w = models.build(gr.load("elman"), {"x": 1, "y": 1, "h": 4}, seed=0).weights
    rnn = torch.nn.RNN(1, 4)
    with torch.no_grad():
        for ours, theirs in (("U", "weight_ih_l0"), ("W", "weight_hh_l0"), ("b", "bias_ih_l0")):
            getattr(rnn, theirs).copy_(w[ours])
        rnn.bias_hh_l0.zero_()
        states = rnn(task.inputs)[0][:, 0]
        hidden = (states @ w["V"].T + w["c"])[:, 0].numpy()
        recurrent = models.build(gr.load("output_recurrence"), {"x": 1, "y": 1, "h": 4}, seed=0).weights
        o, outputs = torch.zeros(1), []
        for x in task.inputs[:, 0]:
            h = torch.tanh(recurrent["b"] + recurrent["W"] @ o + recurrent["U"] @ x)
            o = recurrent["c"] + recurrent["V"] @ h
            outputs.append(float(o))
    np.testing.assert_allclose(shown["Hidden recurrence"], hidden, atol=1e-5)
    np.testing.assert_allclose(shown["Single output"], hidden[-1:], atol=1e-5)
    np.testing.assert_allclose(shown["Output recurrence"], outputs, atol=1e-5)


@pytest.fixture(scope="module")
def contest():
    """What the page must measure: three networks of three units on parity, from seed 2."""
    contest = Contest(Terms(Parity(10), 2, 3, seed=2), [(name, gr.load(name)) for name in NETWORKS])
    for _ in contest:
        pass
    return contest


def test_training_shows_the_losses_and_errors_that_were_measured(page, contest):
    turn(page, "patterns", hidden=3, seed=2)
    page.button(key="train").click().run()
    page.session_state["contest of patterns"].wait()
    page.run()
    table = next(one.proto.body for one in page.get("html") if "measured" in one.proto.body)
    cells = re.findall(r"<td>([\d.]+)(?: %)?</td>", table)
    for number, entrant in enumerate(contest.entrants):
        loss, wrong, _ = map(float, cells[3 * number : 3 * number + 3])
        assert loss == pytest.approx(entrant.losses[-1], abs=6e-5)
        assert wrong == pytest.approx(100 * contest.wrong_answers(entrant), abs=0.06)
    assert page.button(key="train").label == "Trained"


def test_training_can_be_stopped_and_gone_on_with(page):
    page.button(key="train").click().run()
    if page.button(key="train").label == "Stop":
        page.button(key="train").click().run()
        job = page.session_state["contest of patterns"]
        assert not job.running
        assert 0 < job.contest.done < 300
        assert page.button(key="train").label == "Go on"


def test_other_terms_start_anew(page):
    page.button(key="train").click().run()
    first = page.session_state["contest of patterns"]
    turn(page, "patterns", seed=7)
    assert not first.running
    assert page.session_state["contest of patterns"] is None
    assert page.button(key="train").label == "Train"


def test_a_copied_link_trains_the_same(page, contest):
    turn(page, "patterns", hidden=3, seed=2)
    page.button(key="train").click().run()
    mark = page.session_state["learned on /patterns"]
    page.session_state["contest of patterns"].stop()
    again = AppTest.from_file(FILE, default_timeout=60)
    again.session_state["live"] = {"drawn": True}
    again.run()
    again.query_params.update({"hidden": "3", "seed": "2", "learned": mark})
    again.switch_page("app_pages/design_patterns.py").run()
    job = again.session_state["contest of patterns"]
    job.wait()
    assert [one.losses for one in job.contest.entrants] == [one.losses for one in contest.entrants]


@pytest.mark.browser
def test_a_card_opens_its_pattern_and_training_is_drawn_while_it_runs(visit):
    page = visit()
    page.get_by_role("link", name="Design patterns").click()
    page.wait_for_selector(".st-key-patterns img", timeout=20_000)
    settled(page)
    page.get_by_role("radio", name="Single output").or_(page.get_by_role("button", name="Single output")).click()
    page.wait_for_selector("#unfolded-o", timeout=10_000)
    settled(page)
    assert "pattern=Single+output" in page.url
    assert page.locator("#unfolded-o_1").count() == 0
    page.get_by_role("button", name="Train").click()
    page.get_by_role("button", name="Stop").wait_for(timeout=10_000)
    page.get_by_role("button", name="Trained").wait_for(timeout=60_000)
    curves = page.locator(".st-key-contest .js-plotly-plot .scatterlayer .trace")
    assert curves.count() == 3
    assert page.complaints == []
