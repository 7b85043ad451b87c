"""How long from `streamlit run` to a page that answers: ours beside a bare Streamlit page.

Run with ``python -m benchmarks.startup``; needs Chromium and requirements-dev.txt.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from tests.app.serving import FLAGS, ROOT, chromium_path, served

ROUNDS = 5
TARGET_SECONDS = 5.0


@dataclass(frozen=True)
class Page:
    """A page: its script, and what a visitor must be able to press on it."""

    name: str
    script: Path
    button: str


PAGES = (
    Page("this app", ROOT / "app.py", ".live .play"),
    Page("bare Streamlit", Path(__file__).with_name("hello.py"), '[data-testid="stButton"] button'),
)


@dataclass(frozen=True)
class Start:
    """Seconds until the server answers, then until the first visitor, and the second, can press a button."""

    server: float
    first_visit: float
    second_visit: float


def start(page: Page, browser: Browser) -> Start:
    """Serve a page anew and visit it twice."""
    began = perf_counter()
    with served(page.script) as url:
        server = perf_counter() - began
        return Start(server, _visit(browser, url, page.button), _visit(browser, url, page.button))


def _visit(browser: Browser, url: str, button: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    began = perf_counter()
    visited = context.new_page()
    visited.goto(url)
    visited.locator(button).first.click(timeout=60_000)
    took = perf_counter() - began
    context.close()
    return took


def main() -> int:
    """Measure both pages in turn, print medians and ratios; 1 if the target is missed."""
    path = chromium_path()
    if path is None:
        print("No Chromium is installed; install it (Debian: chromium) and run again.")
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for page in PAGES:
            start(page, browser)
        runs = [[start(page, browser) for page in PAGES] for _ in range(ROUNDS)]
        browser.close()
    print(f"medians of {ROUNDS} starts from a warm disk, in seconds\n{'':<38}{'ours':>8}{'bare':>8}{'ratio':>8}")
    for field, what in (
        ("server", "run to server answers"),
        ("first_visit", "first visit to a button that answers"),
        ("second_visit", "a later visit"),
    ):
        ours, bare = (median(getattr(run[number], field) for run in runs) for number in (0, 1))
        print(f"{what:<38}{ours:>8.2f}{bare:>8.2f}{ours / bare:>8.1f}")
    total = median(run[0].server + run[0].first_visit for run in runs)
    held = total < TARGET_SECONDS
    print(f"from run to interactive: {total:.2f} s; target under {TARGET_SECONDS:g} s {'holds' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
