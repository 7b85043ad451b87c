"""The Studio in a browser: errors stand at their place while one types, links reproduce, nothing hostile runs."""

import pytest

from tests.app.conftest import settled

pytestmark = pytest.mark.browser

OWN = "# mine\nh[t] = tanh(W @ h[t-2] + U @ x[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])\nloss = sum[t](L[t])"
HOSTILE = (
    "# <img src=x onerror=alert(1)><script>alert(2)</script>\n# <svg onload=alert(3)> ![x](javascript:alert(4))\n"
    "__proto__[t] = tanh(W @ __proto__[t-1] + constructor @ x[t])"
)
HOSTILE_FILE = "<img src=x onerror=alert(1)>.csv"


def write(page, text):
    page.locator("textarea.typed").fill(text)


def told(page, *, wrong):
    """Wait for the server's word on what was typed last, and return it."""
    foot = page.locator(f".fault{'' if wrong else ':not'}{'.wrong' if wrong else '(.wrong)'}:not(.stale)")
    foot.wait_for(timeout=10_000)
    return foot.inner_text()


def shown_numbers(page):
    found = page.locator(".inspector .number").all()
    return [one.get_attribute("data-number") for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_stands_at_its_place_and_the_graph_stays(visit, scheme):
    page = visit("/studio", scheme=scheme)
    nodes = page.locator(".unfolded .node").count()
    write(page, "h[t] = tanh(W @ h[t-1])\no[t] = tahn(h[t])")
    said = told(page, wrong=True)
    assert said.startswith("Line 2, column 8: tahn is no known function. Did you mean tanh?")
    assert page.locator(".shown .here").inner_text() == "t"
    assert page.locator(".shown .line.bad").inner_text() == "o[t] = tahn(h[t])"
    assert page.locator(".unfolded .node").count() == nodes
    page.locator(".fault").click()
    assert page.locator("textarea.typed").evaluate("e => e.selectionStart") == 31
    page.keyboard.type("s")
    assert page.locator("textarea.typed").input_value().endswith("o[t] = sahn(h[t])")
    assert page.complaints == []


def test_typing_letter_by_letter_loses_none_and_ends_with_the_new_graph(visit):
    page = visit("/studio")
    write(page, "")
    page.locator("textarea.typed").press_sequentially("h[t] = tanh(W @ h[t-1] + R @ x[t])", delay=25)
    told(page, wrong=False)
    assert page.locator("textarea.typed").input_value() == "h[t] = tanh(W @ h[t-1] + R @ x[t])"
    page.locator(".live .equations").get_by_text("R", exact=True).wait_for(timeout=20_000)
    assert page.locator('[data-testid="stSidebar"]').is_visible()
    assert page.complaints == []


def test_the_address_reproduces_text_and_numbers(visit):
    page = visit("/studio")
    write(page, OWN)
    told(page, wrong=False)
    page.get_by_role("spinbutton", name="Units of h").fill("5")
    page.keyboard.press("Enter")
    page.get_by_text("state, 5 numbers").wait_for(timeout=10_000)
    page.wait_for_url("**size-h=5**")
    opened = visit(page.url.partition("localhost")[2].partition("/")[2].join(["/", ""]))
    assert opened.locator("textarea.typed").input_value() == OWN
    assert len(shown_numbers(page)) > 5
    assert shown_numbers(opened) == shown_numbers(page)
    page.get_by_role("link", name="Unfolding").click()
    page.locator("h1", has_text="Unfolding").wait_for()
    settled(page)
    assert "definition=" not in page.url
    page.go_back()
    page.locator("h1", has_text="Studio").wait_for()
    settled(page)
    assert page.locator("textarea.typed").input_value() == OWN
    assert shown_numbers(page) == shown_numbers(opened)


@pytest.mark.parametrize("road", ["typed", "linked"])
def test_a_hostile_text_runs_nothing(visit, road):
    from ui.studio.link import packed

    page = visit("/studio" if road == "typed" else f"/studio?definition={packed(HOSTILE)}")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    if road == "typed":
        write(page, HOSTILE)
    told(page, wrong=False)
    page.get_by_text("PyTorch", exact=True).click()
    page.wait_for_timeout(1_200)
    assert dialogs == []
    assert page.locator("textarea.typed").input_value() == HOSTILE
    assert page.locator(".live .unfolded .node").count() > 5
    assert page.evaluate("document.querySelectorAll('[onerror], [onload]').length") == 0
    assert page.complaints == []


def test_a_file_of_numbers_runs_and_a_hostile_one_is_told_about(visit, tmp_path):
    page = visit("/studio?data=own")
    files = {"<svg onload=alert(1)>.csv": "1;2\n3;4\n5;7\n8;9", HOSTILE_FILE: "1\n=cmd()|'<svg onload=alert(1)>'\n3"}
    for (name, content), words in zip(files.items(), ("2 columns of 4 steps", "Line 2 has 2 fields"), strict=True):
        (tmp_path / name).write_text(content)
        page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(tmp_path / name)
        page.locator('[data-testid="stSidebar"]').get_by_text(words).first.wait_for(timeout=10_000)
    words = page.locator('[data-testid="stSidebar"] [data-testid="stAlert"]').inner_text()
    assert words.startswith(f"{HOSTILE_FILE}: Line 2 has 2 fields, but line 1 has 1.")
    assert page.evaluate("document.querySelectorAll('[onerror], [onload]').length") == 0
    assert page.get_by_role("textbox", name="Numbers, one step a line").input_value().startswith("1;2")


def test_a_link_cannot_put_words_in_the_pages_mouth(visit):
    from ui.studio.link import packed

    table = "[free](https://example.org)\t:red[now]\t$x^2$ `code` www.example.org\n1\t2\t4\n3\t3\t3\n5\t4\t1"
    page = visit(f"/studio?data=own&series={packed(table)}")
    said = page.locator('[data-testid="stSidebar"] [data-testid="stCaptionContainer"]', has_text="Read as 3 columns")
    assert (
        said.inner_text()
        .replace("\u200b", "")
        .startswith("Read as 3 columns ([free](https://example.org), :red[now], $x^2$ `code` www.example.org)")
    )
    assert said.locator("a, img, code, .katex").count() == 0


def test_phone_shows_the_editor_and_the_picture_without_a_sideways_scroll(visit):
    page = visit("/studio", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("textarea.typed").is_visible()
