"""From a key pressed on a slider to what it changes: ours beside a bare page with a slider and a Plotly chart.

Run with ``python -m benchmarks.pages``; needs Chromium and requirements-dev.txt. Both pages are open at once and are
pressed in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from tests.app.serving import FLAGS, chromium_path, served

PRESSES = 40
GRAPH_MEDIAN, GRAPH_P95, CHARTS_RATIO = 120.0, 200.0, 1.2
"""Milliseconds until the live graph shows the new values, and how much longer than bare its charts may take."""

_WATCH = """() => {
  globalThis.pressed = 0; globalThis.seen = {};
  addEventListener("keydown", () => { globalThis.pressed = performance.now(); globalThis.seen = {}; }, true);
  const note = (name) => { globalThis.seen[name] = performance.now() - globalThis.pressed; };
  const all = { childList: true, subtree: true, characterData: true };
  const hosts = [...document.querySelectorAll("*")].filter((one) => one.shadowRoot);
  const inspector = hosts.map((one) => one.shadowRoot.querySelector(".inspector")).find(Boolean);
  if (inspector) new MutationObserver(() => note("graph")).observe(inspector, all);
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const plot = target.closest?.(".js-plotly-plot");
      if (plot) note(`chart ${[...document.querySelectorAll(".js-plotly-plot")].indexOf(plot)}`);
    }
  }).observe(document.body, all);
}"""
_QUIET_MILLISECONDS = 450


def opened(browser_page: Page, url: str, charts: int) -> Page:
    """Open a page, wait until all stands, and watch it."""
    browser_page.goto(url)
    browser_page.wait_for_function(
        "n => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2 * n", arg=charts, timeout=60_000
    )
    browser_page.wait_for_timeout(1500)
    browser_page.evaluate(_WATCH)
    return browser_page


def press(page: Page, key: str, parts: int) -> dict[str, float]:
    """Press a key on the slider and return when each of the watched parts last changed, in milliseconds after it."""
    page.get_by_role("slider", name="Hidden units").press(key)
    page.wait_for_function("n => Object.keys(globalThis.seen).length >= n", arg=parts, timeout=20_000)
    page.wait_for_timeout(_QUIET_MILLISECONDS)
    found: dict[str, float] = page.evaluate("() => globalThis.seen")
    return found


def main() -> int:
    """Measure, print medians and 95th percentiles; 1 if a target is missed."""
    path = chromium_path()
    if path is None:
        print("No Chromium is installed; install it (Debian: chromium) and run again.")
        return 2
    bare_script = Path(__file__).with_name("bare.py")
    with sync_playwright() as playwright, served() as ours_url, served(bare_script) as bare_url:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        ours, bare = opened(context.new_page(), ours_url, 2), opened(context.new_page(), bare_url, 1)
        graph, charts, chart = [], [], []
        for number in range(PRESSES):
            key = "ArrowRight" if number % 20 < 10 else "ArrowLeft"
            ours.bring_to_front()
            seen = press(ours, key, 3)
            graph.append(seen["graph"])
            charts.append(max(seen.values()))
            bare.bring_to_front()
            chart.append(press(bare, key, 1)["chart 0"])
        browser.close()
    return _report(graph, charts, chart)


def _report(graph: list[float], charts: list[float], chart: list[float]) -> int:
    print(f"{PRESSES} presses, milliseconds from the key to what it changes\n{'':<34}{'median':>8}{'p95':>8}")
    for name, times in (("live graph", graph), ("live graph and two charts", charts), ("bare: one chart", chart)):
        print(f"{name:<34}{median(times):>8.0f}{quantiles(times, n=20)[-1]:>8.0f}")
    ratio = median(charts) / median(chart)
    held = median(graph) < GRAPH_MEDIAN and quantiles(graph, n=20)[-1] < GRAPH_P95 and ratio < CHARTS_RATIO
    print(
        f"ratio with charts to bare: {ratio:.2f}; targets: graph under {GRAPH_MEDIAN:g} median and {GRAPH_P95:g} p95, "
        f"ratio under {CHARTS_RATIO:g}: {'hold' if held else 'MISSED'}"
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
