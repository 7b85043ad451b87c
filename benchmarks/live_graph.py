"""Frames a second of the live graph while it plays, in headless Chromium with software raster.

Run with ``python -m benchmarks.live_graph``; the peer is the same page standing still,
which is what the machine can do.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.app.serving import FLAGS, chromium_path, served

SECONDS = 5
TARGET = 55.0
"""Frames a second that count as 60: a browser drops one now and then."""

COUNT = """seconds => new Promise(done => {
  const gaps = []; let last = performance.now(); const end = last + 1000 * seconds;
  requestAnimationFrame(function frame(now) {
    gaps.push(now - last); last = now;
    now < end ? requestAnimationFrame(frame) : done(gaps.slice(1));
  });
})"""


def frames(page: Page) -> tuple[float, float]:
    """Return frames a second, and the 95th percentile of the gaps between them in milliseconds."""
    gaps = sorted(page.evaluate(COUNT, SECONDS))
    return 1000 * len(gaps) / sum(gaps), gaps[int(0.95 * len(gaps))]


def main() -> int:
    """Measure graphs of about 100 and 1,500 nodes; 1 if the target is missed."""
    path = chromium_path()
    if path is None:
        print("No Chromium is installed; install it (Debian: chromium) and run again.")
        return 2
    held = True
    print(f"{'nodes':>6} {'still':>8} {'playing':>8} {'ratio':>6} {'p95 gap':>9}")
    with sync_playwright() as playwright, served(Path(__file__).with_name("stage.py")) as url:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for steps in (10, 150):
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.goto(f"{url}/?steps={steps}")
            page.locator(".live .unfolded .node").first.wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
            still, _ = frames(page)
            page.click(".play")
            playing, gap = frames(page)
            held &= playing >= TARGET
            nodes = page.locator(".live .unfolded .node").count()
            print(f"{nodes:>6} {still:>8.1f} {playing:>8.1f} {playing / still:>6.2f} {gap:>7.1f} ms")
        browser.close()
    print(f"target: {TARGET:g} frames a second or more {'holds' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
