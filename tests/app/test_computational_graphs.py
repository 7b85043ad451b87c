"""The page on computational graphs: derivatives edge by edge, any expression, and functions that open and close."""

import math
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import settled
from tests.app.test_pages import FILE, halves


@pytest.fixture
def page():
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    page.run().switch_page("app_pages/computational_graphs.py").run()
    return page


def control(kind, key):
    return kind(key=f"{key} on /graphs")


def said(page):
    return "\n".join(one.value for one in page.markdown).replace("−", "-")


def row(page, edge):
    """Return an edge's own derivative and the output's at its start, as numbers."""
    line = next(one for one in said(page).splitlines() if one.startswith(f"| {edge} |"))
    return [[float(n) for n in cell.split(", ")] for cell in re.split(r"\s*\|\s*", line)[3:5]]


def nodes(page):
    return set(re.findall(r'data-node="([^"]+)"', halves(page)[0]["unfolded"]))


@pytest.mark.parametrize(("x", "y"), [(2.0, 3.0), (-1.5, 0.25)])
def test_the_sum_over_both_paths_is_y_plus_1(page, x, y):
    control(page.selectbox, "graph").set_value("sum").run()
    control(page.text_input, "values-sum").set_value(f"x = {x}; y = {y}").run()
    assert row(page, "$x$ → ⊙") == [[y], [y + 1]]
    assert row(page, "$y$ → ⊙") == [[x], [x]]
    assert f"1 · 1 · {y:.3g} =] {y:.3g}" in said(page)
    assert f"**Sum: {y + 1:.3g}**" in said(page)


def test_logistic_regression_has_the_derivatives_of_the_book(page):
    x, w, b = (1, 2, -1), (0.5, 1, -0.5), -2
    yhat = 1 / (1 + math.exp(-(sum(a * c for a, c in zip(x, w, strict=True)) + b)))
    slope = yhat * (1 - yhat)
    assert row(page, "$u_{2}$ → σ") == [[pytest.approx(slope, abs=6e-4)]] * 2
    assert row(page, "$w$ → ×") == [[*map(float, x)], pytest.approx([slope * one for one in x], rel=6e-3)]
    assert row(page, "⊤ → ×") == [[*w], pytest.approx([slope * one for one in w], rel=6e-3)]


def test_a_link_opens_functions(page):
    control(page.selectbox, "graph").set_value("composed").run()
    assert nodes(page) == {"x", "yhat", "yhat.1", "yhat.8"}
    page.session_state["opened on /graphs"] = ["sigma"]
    page.run()
    assert {"yhat.2", "yhat.4", "yhat.6", "yhat.7", "yhat.8"} <= nodes(page)
    assert "yhat.1" not in nodes(page)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ("w = 1 2; x = 1", "Sizes do not fit: 1 from the size asked for `x`, 2 from"),
        ("b = 1 2", "`b` is given 2 numbers; it has 1"),
        ("x two", "`x two` gives no value"),
    ],
    ids=["sizes", "count", "no value"],
)
def test_values_that_do_not_fit_are_told(page, values, sentence):
    control(page.text_input, "values-logistic_regression").set_value(values).run()
    words = " ".join(one.value for one in [*page.warning, *page.error])
    assert sentence in words
    assert not page.exception
    assert "x" in nodes(page)


@pytest.mark.parametrize(
    "text",
    ["z = 1 + 2", "h[t] = tanh(W @ h[t-1] + U @ x[t])", "def f(x)\nz = f(x)", "L = mse(x, y)", "z = softmax(W @ x)"],
    ids=["numbers alone", "steps", "no body", "target", "matrix"],
)
def test_any_expression_is_drawn_and_values_it_has_no_place_for_are_told(page, text):
    control(page.text_area, "text-logistic_regression").set_value(text)
    control(page.text_input, "values-logistic_regression").set_value("q = 1").run()
    assert not page.exception
    assert not page.error
    assert "Not used here: q" in " ".join(one.value for one in page.caption)
    assert len(nodes(page)) >= 2


def test_a_faulty_expression_is_told_at_its_place(page):
    control(page.text_area, "text-logistic_regression").set_value("z = x * sgm(y)").run()
    assert "Line 1, column 9" in page.error[0].value


@pytest.mark.browser
def test_a_typed_expression_is_drawn_and_its_gradient_is_that_of_the_table(visit):
    page = visit("/graphs?graph=sum&values-sum=x+%3D+2%3B+y+%3D+5")
    box = page.get_by_role("textbox", name="Equations")
    box.fill("input x : scalar\ninput y : scalar\nz = x * x * y")
    box.press("Control+Enter")
    page.get_by_text("Sum: 20").wait_for(timeout=10_000)
    settled(page)
    page.locator("#unfolded-x").click()
    assert float(page.locator(".inspector .norm").get_attribute("data-number")) == 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def drawn(page):
    return set(page.locator(".unfolded .node").evaluate_all("all => all.map(one => one.dataset.node)"))


@pytest.mark.browser
def test_functions_open_and_close_on_the_drawing(visit):
    page = visit("/graphs?graph=composed")
    closed = drawn(page)
    assert closed == {"x", "yhat", "yhat.1", "yhat.8"}
    page.get_by_role("button", name="Open sigma").click()
    page.get_by_role("button", name="Close sigma").wait_for(timeout=10_000)
    settled(page)
    assert {"yhat.2", "yhat.4", "yhat.6", "yhat.7", "yhat.8"} <= drawn(page)
    page.wait_for_function("() => new URL(location.href).searchParams.get('opened') === 'sigma'")
    page.locator('.unfolded .node[data-node="yhat.8"]').dblclick()
    page.get_by_role("button", name="Close affine").wait_for(timeout=10_000)
    page.wait_for_function("() => new URL(location.href).searchParams.get('opened') === 'sigma,affine'")
    linked = visit("/graphs?" + page.url.partition("?")[2])
    assert drawn(linked) == drawn(page)
    page.get_by_role("button", name="Close sigma").press("Enter")
    page.get_by_role("button", name="Open sigma").wait_for(timeout=10_000)
    page.get_by_role("button", name="Open sigma").and_(page.locator(":focus")).wait_for(timeout=5000)
    page.get_by_role("button", name="Close affine").press(" ")
    page.get_by_role("button", name="Open affine").wait_for(timeout=10_000)
    assert drawn(page) == closed
    page.wait_for_function("() => !new URL(location.href).searchParams.has('opened')")
    assert page.complaints == []
