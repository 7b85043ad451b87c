"""The address of a page: a link brings back what was set, the theme and the moment; one press goes back."""

import re

import pytest

from tests.app.conftest import settled

pytestmark = pytest.mark.browser


def slid(page, label, key="ArrowLeft"):
    """Move a slider by one step and wait for the address to say so."""
    before = page.url
    page.get_by_role("slider", name=label).press(key)
    page.wait_for_function("before => location.href !== before", arg=before)
    settled(page)


def numbers(page):
    return page.locator(".inspector .number").evaluate_all("all => all.map(one => one.dataset.number)")


def test_a_copied_link_brings_back_every_digit(visit):
    page = visit("/")
    slid(page, "Hidden units")
    slid(page, "First year", "ArrowRight")
    page.locator(".scrubber").evaluate("one => { one.value = 7; one.dispatchEvent(new Event('input')) }")
    page.wait_for_url(re.compile("at=7"))
    again = visit(page.url.removeprefix(page.url.split("/?")[0]))
    assert numbers(again) == numbers(page)
    assert len(numbers(page)) == 14
    assert again.url == page.url


def test_one_press_goes_back_to_the_page_as_it_was_and_one_forward(visit):
    page = visit("/")
    slid(page, "Hidden units")
    left, shown = page.url, numbers(page)
    page.locator('[data-testid="stSidebarNavLink"]', has_text="Unfolding").click()
    page.locator("h1", has_text="Unfolding").wait_for()
    settled(page)
    assert page.url.endswith("/unfolding")
    page.go_back()
    page.locator("h1", has_text="Elman").wait_for()
    settled(page)
    assert page.url == left
    assert numbers(page) == shown
    page.go_forward()
    page.locator("h1", has_text="Unfolding").wait_for()
    assert page.url.endswith("/unfolding")


def test_the_list_of_pages_brings_back_a_page_as_it_was_left(visit):
    page = visit("/")
    slid(page, "Hidden units")
    left = page.url
    for name in ("Unfolding", "Start"):
        page.locator('[data-testid="stSidebarNavLink"]', has_text=name).click()
        page.locator('[aria-current="page"]', has_text=name).wait_for()
        settled(page)
    page.wait_for_url(left)


@pytest.mark.parametrize(("theme", "dark"), [("dark", True), ("light", False)])
def test_a_link_brings_its_theme(visit, theme, dark):
    page = visit(f"/unfolding?theme={theme}", scheme="light" if dark else "dark")
    red = page.evaluate("() => +getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/)[0]")
    assert (red < 128) == dark
    page.locator(f'.live[data-theme="{theme}"]').wait_for()
    assert not page.complaints


@pytest.mark.parametrize(
    "query",
    ["?hidden=<script>window.ran=1</script>", "?theme=__proto__&unfold=-1", "?at=x&node=%00.1", "?model=" + "z" * 4000],
)
def test_a_hostile_link_runs_nothing_and_the_page_stands(visit, query):
    page = visit(f"/{query}")
    assert page.evaluate("window.ran") is None
    assert page.locator(".live .unfolded .node").count() > 10
    if "hidden" in query or "unfold" in query or "model" in query:
        assert "The link asks for" in page.locator('[data-testid="stAlert"]').first.inner_text()


def test_large_type_is_in_the_address(visit):
    small = visit("/long-term")
    large = visit("/long-term?projector=1")
    sizes = [
        float(one.evaluate("() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"))
        for one in (small, large)
    ]
    assert sizes[1] > 1.3 * sizes[0]


def test_a_control_whose_script_comes_late_shows_what_is_set(browser, address):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, late = context.new_page(), []

    def hold(route):
        late.append(route)

    page.route(re.compile(r"/static/js/TextArea\..*\.js"), hold)
    page.goto(f"{address}/graphs?graph=sum")
    settled(page)
    page.wait_for_selector(".st-key-chain", timeout=20_000)  # the run after the first has come
    assert len(late) == 1
    late[0].continue_()
    box = page.locator('[data-testid="stSidebar"] textarea')
    box.wait_for(timeout=20_000)
    assert box.input_value().endswith("z = x * y + x")
    context.close()


@pytest.mark.parametrize("path", ["/", "/patterns", "/bidirectional"])
def test_what_a_link_asks_in_vain_stays_told_when_more_of_the_page_comes(visit, path):
    page = visit(f"{path}?hidden=99")
    page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached", timeout=20_000)
    settled(page)
    alert = page.locator('[data-testid="stAlert"]')
    assert "The link asks for hidden = 99; expected a whole number from 1 to 32." in alert.inner_text()
    slid(page, "Hidden units")
    alert.wait_for(state="detached")
