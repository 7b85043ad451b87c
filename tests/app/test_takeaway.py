"""What is taken away from a page, in a browser: every file parses and holds what the page shows."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

import graphviz_rnn as gr
import models
from models.data import sunspots
from models.tasks import next_value
from tests.app.conftest import settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def trace():
    """What ``/?window=12`` computes: the Elman network, 8 units, seed 0, on 12 years."""
    task = next_value(sunspots()[1], window=12)
    model = models.build(gr.load("elman").with_loss("mse"), {"x": 1, "y": 1, "h": 8}, seed=0)
    return model.run(x=task.inputs, y=task.targets)


def taken(page, label, path):
    with page.expect_download() as started:
        page.get_by_role("button", name=label, exact=True).click()
    assert started.value.suggested_filename.startswith("elman.")
    started.value.save_as(path)
    return path.read_bytes()


def test_every_file_parses_and_holds_what_is_shown(visit, trace, tmp_path):
    page = visit("/?window=12")
    page.get_by_role("button", name="Take away").click()
    files = {label: taken(page, label, tmp_path / label) for label in CHECKS}
    for label, content in files.items():
        CHECKS[label](content, trace)
    assert page.complaints == []


def test_files_left_open_are_those_of_the_run_now_shown(visit, tmp_path):
    page = visit("/?window=12")
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="CSV", exact=True).wait_for()
    page.get_by_role("slider", name="Hidden units").press("ArrowRight")
    page.get_by_text("state, 9 numbers").wait_for(timeout=10_000)
    settled(page)
    if not page.get_by_role("button", name="CSV", exact=True).is_visible():
        page.get_by_role("button", name="Take away").click()
    rows = csv.DictReader(io.StringIO(taken(page, "CSV", tmp_path / "csv").decode()))
    model = models.build(gr.load("elman").with_loss("mse"), {"x": 1, "y": 1, "h": 9}, seed=0)
    task = next_value(sunspots()[1], window=12)
    expected = model.run(x=task.inputs, y=task.targets)["h"].detach().flatten()
    torch.testing.assert_close(torch.tensor([float(one["value"]) for one in rows if one["variable"] == "h"]), expected)
    with np.load(io.BytesIO(taken(page, "NPZ", tmp_path / "npz"))) as arrays:
        assert arrays["param:W"].shape == (9, 9)


def check_csv(content, trace):
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    values = [float(row["value"]) for row in rows if row["variable"] == "h"]
    slopes = [float(row["gradient"]) for row in rows if row["variable"] == "h"]
    torch.testing.assert_close(torch.tensor(values), trace["h"].detach().flatten())
    torch.testing.assert_close(torch.tensor(slopes), trace.grad("loss", "h").flatten(), atol=1e-6, rtol=1e-4)


def check_npz(content, trace):
    with np.load(io.BytesIO(content)) as arrays:
        np.testing.assert_allclose(arrays["value:o"], trace["o"].detach(), rtol=1e-5, atol=1e-7)
        assert arrays["param:W"].shape == (8, 8)


def check_source(content, trace):
    space = {"__name__": "taken"}
    exec(compile(content, "elman.py", "exec"), space)
    torch.manual_seed(0)
    model = space["Model"]()
    with torch.no_grad():
        for name, weight in trace.weights.items():
            getattr(model, name).copy_(weight)
        torch.testing.assert_close(model(trace["x"], trace["y"])["loss"], trace["loss"].detach())


def check_gif(content, trace):
    with Image.open(io.BytesIO(content)) as image:
        assert image.n_frames == 12  # six columns forward, six backward


def check_player(content, trace):
    page = content.decode()
    numbers = re.search(r'"h_2":\[([^\]]+)\]', page)[1]
    torch.testing.assert_close(torch.tensor([float(one) for one in numbers.split(",")]), trace["h"][1, 0].detach())
    assert page.startswith("<!doctype html>")


CHECKS = {
    "CSV": check_csv,
    "NPZ": check_npz,
    "PyTorch": check_source,
    "GIF": check_gif,
    "Player, one HTML file": check_player,
    "TikZ": lambda content, _: content.index(rb"\begin{tikzpicture}"),
    "Mermaid": lambda content, _: content.index(b"flowchart"),
    "GraphML": lambda content, _: ElementTree.fromstring(content),
    "JSON": lambda content, _: json.loads(content)["nodes"],
    "Definition": lambda content, _: gr.parse(content.decode()).equation("h"),
}


def test_link_for_the_room_is_the_address_at_the_time_it_is_opened(visit):
    page = visit("/?window=12")
    page.locator(".scrubber").evaluate("e => { e.value = 5; e.dispatchEvent(new Event('input')); }")
    page.get_by_role("button", name="Link for the room").click()
    page.locator('[data-testid="stImage"] img, [data-testid="stImageContainer"] img').wait_for()
    shown = page.locator('[data-testid="stCode"]').inner_text()
    assert "window=12" in shown
    assert "at=5" in shown


def test_legend_and_graph_light_together(visit):
    page = visit("/")
    entry = page.locator(".st-key-symbols [data-name=W]")
    entry.scroll_into_view_if_needed()
    entry.hover()
    assert page.locator(".live .unfolded [data-name=W].twin").count() == 6  # a chip a column
    page.locator("h1").hover()
    assert page.locator(".live .twin").count() == 0
    page.locator("#folded-h").hover()
    assert page.locator(".st-key-symbols .twin").evaluate_all("all => all.map(one => one.dataset.name)") == ["h"]
