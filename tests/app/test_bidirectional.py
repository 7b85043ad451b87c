"""The page on bidirectional networks: what an output feels, and what a causal network cannot learn."""

import re
from base64 import b64decode
from math import log

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

import graphviz_rnn as gr
import models
from models.data import sunspots
from models.tasks import next_value
from tests.app.charts import charts
from tests.app.dials import turn
from tests.app.test_pages import FILE


@pytest.fixture
def page():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    return page.run().switch_page("app_pages/bidirectional.py").run()


def tables(page):
    """Return the two heat maps of the page: log₁₀ of norms by input and output."""
    spec = charts(page)[0]
    found = {}
    for heat in (one for one in spec["data"] if one["type"] == "heatmap"):
        z = heat["z"]
        numbers = np.frombuffer(b64decode(z["bdata"]), z["dtype"]).reshape([int(n) for n in z["shape"].split(",")])
        found[heat["name"]] = numbers
    return found


def felt(name, hidden, columns):
    """Return ‖∂o(t)/∂x(s)‖ for the first years, by torch's own Jacobian of the whole run."""
    task = next_value(sunspots()[1], window=columns)
    sizes = {"x": 1, "y": 1, "h": hidden} | ({"g": hidden} if name == "bidirectional" else {})
    model = models.build(gr.load(name).with_loss("mse"), sizes, seed=0)
    jacobian = torch.autograd.functional.jacobian(lambda x: model.run(x=x, y=task.targets)["o"], task.inputs)
    return jacobian.reshape(columns, columns).abs().numpy()


@pytest.mark.parametrize("hidden", [3, 8])
def test_heat_maps_are_the_jacobians_of_both_networks(page, hidden):
    turn(page, "bidirectional", hidden=hidden)
    for name, network in (("bidirectional", "bidirectional"), ("causal", "elman")):
        with np.errstate(divide="ignore"):
            expected = np.log10(felt(network, hidden, 6)).T
        expected[np.isinf(expected)] = np.nan
        np.testing.assert_allclose(tables(page)[name], expected, atol=2e-4)
    assert np.isnan(tables(page)["causal"]).sum() == 15


def test_training_leaves_the_causal_network_in_doubt(page):
    page.button(key="train").click().run()
    page.session_state["contest of bidirectional"].wait()
    page.run()
    table = next(one.proto.body for one in page.get("html") if "measured" in one.proto.body)
    causal, _, _, both, _, _ = map(float, re.findall(r"<td>([\d.]+)(?: %)?</td>", table)[:6])
    assert 0.9 * log(2) - 0.05 < causal < 0.9 * log(2) + 0.12
    assert both < 0.02
