"""The page in a browser: it plays, is scrubbed, inspected and exported, and the console stays clean."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest
import torch

import graphviz_rnn as gr
import models
from models.data import sunspots
from models.tasks import next_value
from tests.app.conftest import settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def trace():
    """What the first page must show: the Elman network, 8 units, seed 0, on 48 years from 1700 on."""
    task = next_value(sunspots()[1], window=48)
    model = models.build(gr.load("elman").with_loss("mse"), {"x": 1, "y": 1, "h": 8}, seed=0)
    return model.run(x=task.inputs, y=task.targets)


def shown_numbers(page, what):
    found = page.locator(f".inspector .numbers.{what} .number").all()
    return [float(one.get_attribute("data-number")) for one in found]


def go(page, step):
    page.locator(".scrubber").evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", step)


def test_page_loads_without_an_error_in_either_theme(visit):
    for scheme in ("light", "dark"):
        page = visit(scheme=scheme)
        assert page.locator('[data-testid="stException"]').count() == 0
        assert page.get_by_role("heading", name="Elman network").is_visible()
        assert page.locator(".live").get_attribute("data-theme") == scheme
        assert page.complaints == []


def test_it_plays_forward_and_then_backward_without_the_server(visit):
    page = visit("/?window=4")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    sent = len(page.sent)
    while page.locator(".speed").inner_text() != "×8":
        page.click(".speed")
    page.click(".play")
    page.get_by_text("t = 4 of 4").wait_for(timeout=20_000)
    page.locator(".backward[aria-pressed=true]").wait_for(timeout=20_000)
    page.get_by_text("t = 1 of 4").wait_for(timeout=20_000)
    page.locator(".play[aria-label=Play]").wait_for(timeout=20_000)
    assert len(page.sent) == sent
    assert page.complaints == []


def test_scrubbing_lights_columns_up_to_the_step(visit):
    page = visit()
    go(page, 3)
    assert page.locator(".moment").inner_text() == "t = 3 of 48"
    ahead = page.locator(".unfolded .node.ahead").evaluate_all("all => all.map(n => n.dataset.node)")
    assert "h_4" in ahead
    assert "h_3" not in ahead
    assert page.locator(".tick").inner_text() == "1702 → 1703"


def test_drawing_follows_the_cursor_past_its_last_column(visit):
    page = visit()
    go(page, 48)
    assert page.locator(".caption.present").text_content() == "t = 48"


@pytest.mark.parametrize(("node", "name", "step"), [("h_2", "h", 2), ("x_3", "x", 3), ("o_1", "o", 1), ("L_4", "L", 4)])
def test_clicked_nodes_numbers_are_the_traces(visit, trace, node, name, step):
    page = visit()
    go(page, 5)
    page.locator(f"#unfolded-{node}").click()
    expected = trace[name][step - 1, 0].detach().flatten()
    gradient = trace.grad("loss", name)[step - 1, 0].flatten()
    torch.testing.assert_close(torch.tensor(shown_numbers(page, "value")), expected, atol=2e-6, rtol=1e-5)
    torch.testing.assert_close(torch.tensor(shown_numbers(page, "gradient")), gradient, atol=2e-6, rtol=1e-4)
    norm = float(page.locator(".inspector .norm").get_attribute("data-number"))
    assert norm == pytest.approx(float(gradient.norm()), rel=1e-4)


def test_inspector_says_how_torch_agrees(visit):
    text = visit().locator(".inspector").inner_text()
    difference = re.search(r"torch\.nn\.RNN, difference (\S+)", text)
    assert difference
    assert float(difference[1]) < 1e-6


def test_hovering_lights_the_same_thing_in_both_drawings_and_the_equation(visit):
    page = visit()
    page.locator("#folded-h").hover()
    assert page.locator(".folded .node.twin").count() == 1
    assert page.locator(".unfolded .node.twin").count() == 7
    assert page.locator(".equations .twin").count() > 2


def test_another_widget_leaves_what_plays_untouched(visit):
    page = visit()
    page.click(".play")
    page.get_by_text("t = 2 of 48").wait_for(timeout=20_000)
    page.get_by_test_id("stExpander").get_by_text("Change its equations").click()
    page.wait_for_timeout(700)
    assert page.locator(".play").get_attribute("aria-label") == "Pause"
    assert page.locator(".moment").inner_text() != "t = 1 of 48"


def test_a_changed_setting_keeps_the_step(visit):
    page = visit()
    go(page, 9)
    page.get_by_role("slider", name="Hidden units").press("ArrowRight")
    page.get_by_text("state, 9 numbers").wait_for(timeout=10_000)
    assert page.locator(".moment").inner_text() == "t = 9 of 48"
    page.wait_for_url(lambda url: "hidden=9" in url)


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "dot"])
def test_export_downloads_and_parses(visit, format, tmp_path):
    page = visit()
    go(page, 3)
    page.click(".export summary")
    with page.expect_download() as started:
        page.click(f".formats [data-format={format}]")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name == f"elman.{format}"
    CHECKS[format](file.read_bytes())
    assert page.complaints == []


def check_svg(content):
    root = ElementTree.fromstring(content)
    texts = "".join(root.itertext())
    assert "h(3)" in texts.replace("\u200b", "")
    assert "var(" not in content.decode()


def check_pdf(content):
    assert "loss" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


CHECKS = {
    "svg": check_svg,
    "pdf": check_pdf,
    "png": lambda content: content.index(b"IHDR"),
    "dot": lambda content: content.index(b'label="h(2)"'),
}


def test_keyboard_plays_and_steps(visit):
    page = visit()
    page.locator(".stage").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.locator(".moment").inner_text() == "t = 2 of 48"
    page.keyboard.press("End")
    assert page.locator(".moment").inner_text() == "t = 48 of 48"
    page.keyboard.press(" ")
    assert page.locator(".play").get_attribute("aria-label") == "Pause"


def test_faulty_definition_keeps_the_text_and_the_last_good_graph(visit):
    page = visit()
    page.get_by_test_id("stExpander").get_by_text("Change its equations").click()
    box = page.get_by_role("textbox", name="Definition")
    box.fill("h[t] = tahn(W @ h[t-1])")
    box.press("Control+Enter")
    page.get_by_text("Did you mean tanh?").wait_for(timeout=10_000)
    assert "Line 1, column 8" in page.locator('[data-testid="stAlert"]').inner_text()
    assert "       ^" in page.locator('[data-testid="stCode"]').inner_text()
    assert box.input_value() == "h[t] = tahn(W @ h[t-1])"
    assert page.locator(".unfolded .node").count() > 20


def test_hostile_definition_runs_nothing(visit):
    page = visit()
    page.get_by_test_id("stExpander").get_by_text("Change its equations").click()
    box = page.get_by_role("textbox", name="Definition")
    box.fill(
        "# <img src=x onerror=alert(1)><script>alert(2)</script>\n# <svg onload=alert(3)>\n"
        "h[t] = tanh(W @ h[t-1] + U @ x[t])"
    )
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    box.press("Control+Enter")
    page.wait_for_timeout(2_500)
    settled(page)
    assert dialogs == []
    assert page.locator(".unfolded .node").count() > 5


def test_phone_shows_the_picture_without_a_sideways_scroll(visit):
    page = visit(width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".unfolded .node").first.is_visible()


def test_answers_carry_a_content_security_policy(visit):
    page = visit()
    answer = page.request.get(page.url)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"].split("style-src")[0]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [("/figure/gif", "", 404, "expected png or pdf"), ("/figure/png", "no svg", 400, "no SVG document"),
     ("/figure/pdf", "x" * 4_100_000, 413, "too large")],
    ids=["format", "no svg", "too large"],
)  # fmt: skip
def test_server_refuses_what_it_cannot_convert_with_a_sentence(visit, path, body, status, words):
    page = visit()
    answer = page.request.post(page.url.rstrip("/") + path, data=body)
    assert answer.status == status
    assert words in answer.text()
