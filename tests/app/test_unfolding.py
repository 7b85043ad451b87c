"""The page on unfolding: the equations written out, what grows with the steps, and what a state still holds."""

from base64 import b64decode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import graphviz_rnn as gr
import models
from tests.app.charts import charts
from tests.app.dials import turn
from tests.app.test_pages import FILE, halves


@pytest.fixture
def page():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    return page.run().switch_page("app_pages/unfolding.py").run()


def control(kind, key):
    return kind(key=f"{key} on /unfolding")


def said(page):
    return " ".join(one.value for one in page.markdown)


def test_three_steps_of_the_dynamical_system_stand_written_out_without_opening_anything(page):
    control(page.selectbox, "model").set_value("dynamical_system").run()
    latex = page.latex[0].value
    assert [f"({number})" in latex for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert latex.count(r"\\") == 2
    assert "f is applied 2 times" in said(page)


@pytest.mark.parametrize(("steps", "hidden"), [(1, 8), (4, 5), (12, 3)])
def test_nodes_grow_with_the_steps_and_parameters_do_not(page, steps, hidden):
    turn(page, "unfolding", unfold=steps)
    turn(page, "unfolding", hidden=hidden)
    assert f"The graph has {2 * steps + 2} nodes" in said(page)  # h(0) to h(τ), x(1) to x(τ), and θ
    assert f"{hidden * (hidden + 1)} numbers, whatever τ is" in said(page)
    assert f'data-node="h_{steps}"' in halves(page)[0]["unfolded"]


def test_the_bars_are_the_squared_correlations_of_the_best_reading_of_a_loop_by_hand(page):
    turn(page, "unfolding", hidden=3)
    bars = next(one for one in charts(page)[1]["data"] if one["type"] == "bar")
    shown = np.frombuffer(b64decode(bars["y"]["bdata"]), bars["y"]["dtype"])
    np.testing.assert_allclose(shown[:6], recalled(units=3, lags=range(6)), atol=1e-6)
    assert shown.sum() < 3.05


def recalled(units, lags, steps=4000, train=1000):
    import torch

    theta = models.build(gr.load("driven_system"), {"x": 1, "h": units}, 0).weights["theta"].detach().numpy()
    inputs = (torch.rand(steps, generator=torch.Generator().manual_seed(0)) * 2 - 1).numpy()
    states, h = [], np.zeros(units, np.float32)
    for x in inputs:
        h = np.tanh(theta @ np.append(h, x))
        states.append(h)
    read, longest = np.array(states, float), 30
    features, found = np.c_[np.ones(steps - longest), read[longest:]], []
    for lag in lags:
        past = inputs[longest - lag : steps - lag].astype(float)
        weights = np.linalg.lstsq(features[: train - longest], past[: train - longest], rcond=None)[0]
        found.append(np.corrcoef(features[train - longest :] @ weights, past[train - longest :])[0, 1] ** 2)
    return found


@pytest.mark.browser
def test_the_slider_of_steps_draws_them_and_writes_them_out(visit):
    page = visit("/unfolding")
    page.wait_for_selector(".st-key-plot-card-written .katex", timeout=20_000)
    page.get_by_role("slider", name="τ").press("ArrowRight")
    page.wait_for_selector("#unfolded-h_4", timeout=10_000)
    page.get_by_text("written out for τ = 4").wait_for(timeout=10_000)
    page.locator("#unfolded-h_1").hover()
    assert page.locator(".unfolded .node.twin").count() == 5


@pytest.mark.browser
def test_the_same_parameter_lights_in_every_column_in_the_folded_graph_and_in_the_equation(visit):
    page = visit("/unfolding?unfold=5")
    page.locator(".unfolded .chip").first.hover()
    assert page.locator(".unfolded .chip.twin").count() == page.locator(".unfolded .chip").count() >= 10
    assert page.locator(".folded .chip.twin").count() == 2
    assert page.locator(".equations .twin").count() == 1
