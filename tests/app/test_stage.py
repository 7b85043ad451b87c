"""The live graph as a stage: links, folding, the keyboard, the presenter, several axes."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_a_copied_link_shows_the_same_step_and_node(visit):
    page = visit("/?at=7&node=o.3")
    assert page.locator(".moment").inner_text() == "t = 7 of 48"
    assert page.locator(".inspector h3").inner_text().startswith("o(3)")
    page.locator("#unfolded-h_4").click()
    assert "node=h." in page.url


@pytest.mark.parametrize("path", ["/?at=-3&node=nosuch.1", "/?at=x&node=h.999", "/?node=%3Cscript%3E.1&at=1e9"])
def test_a_stale_or_hostile_link_shows_the_graph_all_the_same(visit, path):
    page = visit(path)
    assert re.fullmatch(r"t = \d+ of 48", page.locator(".moment").inner_text())
    assert page.complaints == []


def test_folding_leaves_the_folded_graph_and_unfolding_brings_all_back(visit):
    page = visit()
    nodes = page.locator(".unfolded .node").count()
    page.click(".fold")
    page.locator(".only-folded").wait_for(timeout=20_000)
    assert not page.locator(".unfolded").is_visible()
    page.click(".fold")
    page.locator(".fold:enabled").wait_for(timeout=20_000)
    assert page.locator(".unfolded .node").count() == nodes
    assert page.locator("#unfolded-h_1").is_visible()


def test_arrow_keys_walk_the_graph_and_the_step_is_spoken(visit):
    page = visit("/?at=3")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator(".inspector h3").inner_text().startswith("o(3)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator(".inspector h3").inner_text().startswith("x(3)")
    assert re.match(r"t = 3 of 48, forward: x, norm \S+\.", page.locator(".spoken").inner_text())


def test_presenter_mode_hides_all_but_the_figure(visit):
    page = visit("/?present=1")
    assert not page.locator('[data-testid="stSidebar"]').is_visible()
    assert page.locator(".unfolded .node").first.is_visible()
    box = page.locator(".transport").bounding_box()
    assert box["y"] + box["height"] <= 900
    page.locator(".stage").focus()
    page.keyboard.press("Escape")
    assert page.locator('[data-testid="stSidebar"]').is_visible()
    assert "present" not in page.url


def test_moving_a_slider_that_changes_only_numbers_sends_only_numbers(visit):
    page = visit()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    before = len(page.received)
    page.get_by_role("slider", name="Hidden units").press("ArrowRight")
    page.get_by_text("state, 9 numbers").wait_for(timeout=10_000)
    received = page.received[before:]
    assert any(b'class=\\"node\\"' in frame for frame in page.received[:before])
    assert received
    assert not any(b'class=\\"node\\"' in frame for frame in received)


def test_a_lattice_and_an_encoder_decoder_play_to_their_ends(visit):
    for model, last in (("grid", "moment"), ("encoder_decoder", "s = 4")):
        page = visit(f"/?model={model}")
        page.locator(".stage").focus()
        page.keyboard.press("End")
        assert page.locator(".moment").inner_text().startswith(last)
        assert page.locator(".unfolded .node.ahead").count() == 0
        assert page.complaints == []


def test_an_output_of_a_bidirectional_network_depends_on_all_of_the_input(visit):
    page = visit("/bidirectional?at=6")
    page.locator("#unfolded-o_3").click()
    page.click(".depends")
    lit = set(page.locator(".unfolded .node.cause").evaluate_all("all => all.map(n => n.dataset.node)"))
    assert {f"x_{t}" for t in range(1, 7)} <= lit
    assert {"h_1", "h_3", "g_3", "g_6"} <= lit
    assert not {"h_4", "g_2", "o_2", "loss"} & lit


def test_a_plot_and_the_nodes_of_its_variable_light_together(visit):
    page = visit("/")
    plot = page.locator(".js-plotly-plot").first
    plot.wait_for(timeout=20_000)
    page.locator('.unfolded .node[data-node="h_2"]').hover()
    page.locator(".js-plotly-plot.twin").nth(1).wait_for()
    page.locator('.unfolded .node[data-node="x_2"]').hover()
    page.wait_for_function("() => !document.querySelector('.js-plotly-plot.twin')")
    plot.hover()
    page.locator('.unfolded .node.twin[data-name="h"]').first.wait_for()


def test_a_slider_changes_the_plots_in_place(visit):
    page = visit("/")
    page.locator(".js-plotly-plot .main-svg").nth(3).wait_for(timeout=20_000)
    page.evaluate("() => { globalThis.kept = [...document.querySelectorAll('.js-plotly-plot .plot-container')] }")
    page.get_by_role("slider", name="Hidden units").press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.js-plotly-plot .gtitle').textContent.includes('9 units')")
    assert page.evaluate("() => globalThis.kept.length === 2 && globalThis.kept.every(one => one.isConnected)")


@pytest.mark.parametrize(
    ("text", "step", "shown"),
    [("h[t] = exp(60 * h[t-1])", 3, "+∞"), ("h[t] = log(0 * x[t] - 1)", 2, "not a number")],
    ids=["infinite", "not a number"],
)
def test_what_is_no_finite_number_is_shown_as_what_it_is(visit, text, step, shown):
    page = visit("/")
    page.get_by_test_id("stExpander").get_by_text("Change its equations").click()
    box = page.get_by_role("textbox", name="Definition")
    box.fill(text)
    box.press("Control+Enter")
    page.locator(".equations").get_by_text("exp" if "exp" in text else "log").wait_for(timeout=20_000)
    page.locator(".scrubber").evaluate("(one, to) => { one.value = to; one.dispatchEvent(new Event('input')) }", step)
    assert page.locator(".inspector .value .number").first.inner_text() == shown
    assert page.complaints == []


def test_with_reduced_motion_a_step_comes_at_once(visit):
    page = visit("/")
    page.emulate_media(reduced_motion="reduce")
    page.click(".play")
    page.locator(".moment", has_text="t = 2 of").wait_for(timeout=20_000)
    half = page.locator('.unfolded .node[data-node$="_2"].ahead').count()
    assert half == 0


def test_the_inspector_says_the_local_derivatives_in_letters(visit):
    page = visit("/?model=lstm&at=3&node=s.3")
    said = page.locator(".inspector .slope").all_inner_texts()
    assert "".join(said[1].split()) == "∂s(3)/∂s(2)=diag(f(3))"
    assert len(said) == 4


def test_the_inspector_takes_the_branch_that_a_step_takes(visit):
    """The second group of a clockwork network ticks at even steps; what stands before the first is no step."""
    for step, expected in (("h2.3", "∂h2(3)/∂h2(2)=I"), ("h2.4", "∂h2(4)/∂h2(3)=diag(1−(h2(4))2)W22")):
        page = visit(f"/?model=clockwork&at=4&node={step}")
        said = ["".join(one.split()) for one in page.locator(".inspector .slope").all_inner_texts()]
        assert expected in said
        assert (len(said) == 1) == (step == "h2.3")
    page = visit("/?model=clockwork&at=4&node=h2.0")
    assert page.locator(".inspector h3").inner_text().startswith("h2(0)")
    assert page.locator(".inspector .slope, .inspector p.math:has-text('=')").count() == 0


@pytest.mark.parametrize("path", ["/", "/unfolding", "/bidirectional", "/long-term", "/encoder-decoder"])
def test_on_a_phone_the_folded_graph_is_whole_or_waits_for_its_button(visit, path):
    page = visit(path, width=390, height=844)
    pane, drawn = (page.locator(f".live {one}").bounding_box() for one in (".folded", ".folded svg"))
    if pane is None:
        page.get_by_role("button", name="fold", exact=True).click()
        page.locator(".live .folded svg").wait_for()
    else:
        assert drawn["width"] <= pane["width"] + 1
