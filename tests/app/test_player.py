"""The player and the SVG in a browser, from a file: it plays, is linked to, and nothing hostile runs."""

import re

import pytest

import graphviz_rnn as gr
from tests.graphviz_rnn.formats.cases import HOSTILE

pytestmark = pytest.mark.browser


def elman(steps=3):
    definition = gr.load("elman")
    return gr.draw(gr.unfold(definition, {"t": steps}), beside=gr.fold(definition))


@pytest.fixture
def watched(browser, tmp_path):
    """Open a file's text in the browser; everything that it asks for or says is in ``page.noise``."""
    contexts = []

    def open_file(text, suffix="html", query="", **look):
        file = tmp_path / f"figure.{suffix}"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": 1440, "height": 900}, **look)
        contexts.append(context)
        page = context.new_page()
        page.noise = []
        page.on("dialog", lambda dialog: (page.noise.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: page.noise.append(message.text))
        page.on("pageerror", lambda error: page.noise.append(str(error)))
        page.on("request", lambda request: page.noise.append(request.url) if is_foreign(request.url, file) else None)
        page.goto(file.as_uri() + query)
        return page

    yield open_file
    for context in contexts:
        context.close()


def is_foreign(url, file):
    return not url.startswith((file.as_uri(), "data:"))


def lit(page, css=".node"):
    return page.locator(f"{css}[data-part=unfolded]:not(.ahead)").evaluate_all("all => all.map(n => n.dataset.node)")


def test_it_steps_forward_and_then_backward_by_the_keyboard(watched):
    page = watched(elman().player())
    assert "h_1" in lit(page)
    assert "h_2" not in lit(page)
    page.keyboard.press("ArrowRight")
    assert page.locator(".moment").inner_text() == "forward t = 2"
    assert "h_2" in lit(page)
    page.keyboard.press("End")
    assert page.locator(".moment").inner_text() == "backward t = 1"
    page.keyboard.press("ArrowLeft")
    assert page.locator(".moment").inner_text() == "backward t = 2"
    assert "h_1" not in lit(page)
    assert page.locator(".node.present").evaluate_all("all => all.map(n => n.dataset.node)") == [
        "h_2",
        "x_2",
        "o_2",
        "L_2",
    ]
    page.keyboard.press("Home")
    assert page.locator(".moment").inner_text() == "forward t = 1"
    assert page.noise == []


def test_space_plays_to_the_end_and_stops(watched):
    page = watched(elman(2).player())
    page.keyboard.press(" ")
    assert page.locator(".play").get_attribute("aria-label") == "Pause"
    page.get_by_text("backward t = 1").wait_for(timeout=8_000)
    page.locator(".play[aria-label=Play]").wait_for(timeout=3_000)
    assert page.noise == []


@pytest.mark.parametrize(
    ("query", "words"),
    [("?t=2", "forward t = 2"), ("?t=3&pass=backward", "backward t = 1"), ("?t=99", "forward t = 3"),
     ("?t=x", "forward t = 1")],
)  # fmt: skip
def test_link_opens_at_its_moment(watched, query, words):
    page = watched(elman().player(), query=query)
    assert page.locator(".moment").inner_text() == words


def test_address_follows_the_scrubber(watched):
    page = watched(elman().player())
    page.locator(".scrubber").evaluate("(e) => { e.value = 5; e.dispatchEvent(new Event('input')); }")
    assert page.url.endswith("?t=2&pass=backward")
    page.reload()
    assert page.locator(".moment").inner_text() == "backward t = 2"


def test_values_fill_the_nodes_that_are_reached(watched):
    page = watched(elman().player({"h_1": [1.0, -1.0, 0.0], "h_2": [float("nan"), 0.5, 0.5]}, {"h_3": [0.1]}))
    assert page.locator(".strip").count() == 1
    cells = page.locator("#unfolded-h_1 .strip rect").evaluate_all("all => all.map(c => getComputedStyle(c).fill)")
    assert len(cells) == 4
    assert len(set(cells[:3])) == 3
    page.keyboard.press("ArrowRight")
    assert page.locator(".strip").count() == 2
    assert "value −1.00" in page.locator(".legend").inner_text()
    page.keyboard.press("End")
    assert page.locator("#unfolded-h_3 .strip").count() == 1
    assert "norm of the gradient" in page.locator(".legend").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_readers_theme_and_changes_it(watched, scheme):
    page = watched(elman().player(), color_scheme=scheme)
    ground = "getComputedStyle(document.querySelector('.picture')).backgroundColor"
    colours = {"light": "rgb(255, 255, 255)", "dark": "rgb(31, 34, 41)"}
    assert page.evaluate(ground) == colours.pop(scheme)
    page.click(".theme")
    assert page.evaluate(ground) == colours.popitem()[1]


def test_reduced_motion_takes_the_transitions_away(watched):
    for motion, expected in (("reduce", "0s"), ("no-preference", "0.18s")):
        page = watched(elman().player(), reduced_motion=motion)
        assert page.locator("#unfolded-h_1").evaluate("n => getComputedStyle(n).transitionDuration") == expected


def test_fonts_come_with_the_file(watched):
    page = watched(elman().player())
    loaded = page.evaluate("document.fonts.ready.then(all => [...all].map(f => f.family + ' ' + f.status))")
    assert len(loaded) >= 4
    assert all(one.endswith("loaded") for one in loaded)


def test_phone_needs_no_sideways_scroll_of_the_page(watched):
    page = watched(elman(6).player())
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".play").is_visible()


PAYLOADS = [
    HOSTILE,
    "# <img src=x onerror=alert(1)><svg onload=alert(2)>\nh[t] = tanh(W @ h[t-1])",
    "# {{script}}{{data}} ${alert(3)} `alert(4)` <!-- \nh[t] = tanh(W @ h[t-1])",
    "# <a href='javascript:alert(5)'>x</a> <iframe srcdoc='<script>parent.alert(6)</script>'>\nh[t] = tanh(W @ h[t-1])",
    "# ]]></title><script src='https://example.org/x.js'></script>\u202e\u2028\nh[t] = tanh(W @ h[t-1])",
]


@pytest.mark.parametrize("text", PAYLOADS, ids=["all", "handlers", "templates", "links", "foreign script"])
@pytest.mark.parametrize("suffix", ["html", "svg"])
def test_nothing_in_a_definition_runs_or_is_fetched(watched, text, suffix):
    picture = gr.draw(gr.unfold(gr.parse(text), {"t": 2}))
    page = watched(picture.player() if suffix == "html" else picture.svg_with_fonts, suffix)
    page.wait_for_timeout(300)
    assert page.noise == []
    assert page.locator(".node").count() > 1
    foreign = "document.querySelectorAll('img, iframe, a, object, embed, foreignObject, link').length"
    assert page.evaluate(foreign) == 0
    assert page.evaluate("document.querySelectorAll('script').length") == (2 if suffix == "html" else 0)


def test_svg_with_fonts_is_drawn_as_in_the_picture_on_any_machine(watched):
    page = watched(elman().svg_with_fonts, "svg")
    loaded = page.evaluate("document.fonts.ready.then(all => [...all].map(f => f.family + ' ' + f.status))")
    assert sorted(set(loaded)) == ["STIXGeneral loaded", "Source Sans 3 loaded"]
    assert page.noise == []
    assert re.match(r"h.?\(1\)", page.locator("#unfolded-h_1").text_content())
