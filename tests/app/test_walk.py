"""A walk through every page, light and dark: it stands without a word in the console, plays, exports, and is brought
back by its link to the digit."""

import xml.etree.ElementTree as ElementTree
from urllib.parse import urlsplit

import pytest

from tests.app.conftest import settled
from ui.furniture.frame import PAGES

pytestmark = pytest.mark.browser

ADDRESSES = ["/" if number == 0 else f"/{address}" for number, (_, _, address) in enumerate(PAGES)]


def numbers(page):
    return page.locator(".inspector .number").evaluate_all("all => all.map(one => one.dataset.number)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_stands_plays_exports_and_comes_back(visit, path, scheme, tmp_path):
    page = visit(path, scheme=scheme)
    assert page.locator(f'.live[data-theme="{scheme}"]').count() == 1
    first = page.locator(".moment").inner_text()
    page.click(".play")
    page.wait_for_function(MOMENT_IS_NOT, arg=first)
    page.click(".play")
    page.click(".export summary")
    with page.expect_download() as download:
        page.click('[data-format="svg"]')
    download.value.save_as(tmp_path / "figure.svg")
    root = ElementTree.parse(tmp_path / "figure.svg").getroot()
    assert sum(one.get("class", "").startswith("node") for one in root.iter("{http://www.w3.org/2000/svg}g")) >= 4
    page.click(".next")
    settled(page)
    link = urlsplit(page.url)
    again = visit(f"{link.path}?{link.query}", scheme=scheme)
    assert numbers(again) == numbers(page)
    assert numbers(page)
    assert again.locator(".moment").inner_text() == page.locator(".moment").inner_text()
    assert page.complaints == []


MOMENT_IS_NOT = """first => [...document.querySelectorAll("*")].some(
  one => one.shadowRoot?.querySelector(".moment") && one.shadowRoot.querySelector(".moment").textContent !== first)"""
