"""A running app and a headless browser, for tests that look at the page as a visitor does."""

import os

import pytest

from tests.app.serving import FLAGS, chromium_path, served


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium; without one the browser tests are skipped, but in CI they fail."""
    found = chromium_path()
    if found is None:
        sentence = "No Chromium is installed, so the page is not tested in a browser. Install it (Debian: chromium)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return found


@pytest.fixture(scope="session")
def address(chromium):
    """The address of the app, served as a user serves it."""
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser, address):
    """Open a page and wait until its live graph stands; the console's words are in ``page.complaints``,
    what went to the server and came from it in ``page.sent`` and ``page.received``."""
    contexts = []

    def visit(path="/", *, width=1440, height=900, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.sent, page.received = [], [], []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: page.sent.append(frame)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.received.append(frame)))
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address + path)
        settled(page)
        return page

    yield visit
    for context in contexts:
        context.close()


def settled(page):
    """Wait until the script has run and the live graph is drawn."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=40_000)
    page.wait_for_selector(".live .unfolded .node", timeout=20_000)
