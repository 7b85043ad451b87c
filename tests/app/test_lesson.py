"""Every page says what its symbols stand for, what to try, and where it is from."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.furniture.frame import PAGES

FILE = str(Path(__file__).parents[2] / "app.py")
FILES = ["TikZ", "Mermaid", "GraphML", "JSON", "GIF", "Player, one HTML file", "CSV", "NPZ", "PyTorch", "Definition"]


@pytest.fixture(params=[file for file, _, _ in PAGES])
def page(request):
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    page.session_state["take"] = True
    page.run()
    return page if request.param == PAGES[0][0] else page.switch_page(request.param).run()


def test_page_explains_symbols_and_has_something_to_try_and_references(page):
    legends = [one.proto.body for one in page.get("html") if "<dl>" in one.proto.body]
    assert len(legends) == 1
    names = re.findall(r"<dt>(.*?)</dt><dd>([^<]+)<small>([^<]+)</small>", legends[0])
    assert len(names) >= 3
    assert all(words.strip() and size for _, words, size in names)
    tries = next(one.value for one in page.markdown if one.value.startswith("**Try**")).split("\n\n")
    assert len(tries) >= 2
    assert all(":gray[" in one for one in tries)
    offered = [one.proto.label for one in page.get("download_button")]
    assert offered == FILES
    assert re.search(r"\(?\d{4}\)?", " ".join(one.value for one in (*page.markdown, *page.caption)))


def test_hostile_comment_stays_text_in_the_legend():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    page.run()
    page.text_area(key="text of elman on /").set_value(
        "# <img src=x onerror=alert(1)>\nh[t] = tanh(W @ h[t-1] + x[t])"
    ).run()
    legend = next(one.proto.body for one in page.get("html") if "<dl>" in one.proto.body)
    assert "<img" not in legend
    assert "&lt;img src=x onerror=alert(1)&gt;" in legend
