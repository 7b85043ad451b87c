"""The page on long-term dependencies: what is dragged and typed is what is computed."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from models.analysis.designed import matrix_with, spelled_eigenvalues
from tests.app.charts import charts
from tests.app.conftest import settled
from tests.app.test_pages import FILE, halves

browser = pytest.mark.browser


def opened(**query):
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    page.run().switch_page("app_pages/long_term.py")
    page.query_params.update(query)
    return page.run()


@pytest.mark.parametrize("look", ["powers", "gradients", "clipping"])
def test_every_part_runs(look):
    page = opened(look=look)
    assert not page.exception
    assert not page.warning
    assert len(charts(page)) == {"powers": 2, "gradients": 3, "clipping": 2}[look]


def test_states_are_the_powers_of_the_matrix_that_was_asked_for():
    page = opened(eigenvalues="0.9, 0.5+0.2i", shear="2", steps="12")
    _, values, numbers = halves(page)
    held = values["variables"]["h"]
    states = numbers[held["value"] :][: 12 * 3].reshape(12, 3)
    matrix = matrix_with(spelled_eigenvalues("0.9, 0.5+0.2i"), seed=0, shear=2.0)
    first = numbers[values["boundaries"]["h:0"] :][:3]
    for step in range(12):
        assert states[step] == pytest.approx(np.linalg.matrix_power(matrix, step + 1) @ first, rel=2e-5, abs=1e-6)


def test_eigenvalues_that_are_none_are_told_in_a_sentence_and_the_text_stays():
    page = opened(eigenvalues="0.9, much")
    assert "`much` is no number" in page.warning[0].value
    assert page.text_input[0].value == "0.9, much"


def test_a_matrix_without_a_basis_of_eigenvectors_is_said_to_be_one():
    page = opened(eigenvalues="0.9, 0.9", shear="10")
    assert any("no basis" in one.value for one in page.caption)


@browser
def test_an_eigenvalue_is_dragged_and_snaps_to_the_unit_circle(visit):
    page = visit("/long-term?eigenvalues=0.9,0.5")
    point = page.locator(".plane .point").first
    point.wait_for(timeout=20_000)
    page.locator(".js-plotly-plot .main-svg").nth(3).wait_for(timeout=20_000)  # until they are there the page moves
    settled(page)
    box = point.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    circle = page.locator(".plane .circle").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y, steps=3)
    page.mouse.move(circle["x"] + circle["width"], y, steps=5)
    page.mouse.up()
    page.wait_for_url(lambda url: "eigenvalues=1%2C+0.5" in url)
    settled(page)
    assert page.get_by_label("Eigenvalues of W").input_value() == "1, 0.5"
    page.locator(".scrubber").evaluate("one => { one.value = 40; one.dispatchEvent(new Event('input')) }")
    shown = [
        float(one)
        for one in page.locator(".inspector .value .number").evaluate_all("all => all.map(one => one.dataset.number)")
    ]
    vector = np.linalg.eigh(matrix_with((1, 0.5), seed=0))[1][:, 1]
    assert abs(np.array(shown) @ vector) == pytest.approx(np.linalg.norm(shown), rel=1e-5)


@browser
def test_an_eigenvalue_is_moved_by_arrow_keys(visit):
    page = visit("/long-term?eigenvalues=0.9,0.5%2B0.25i")
    pair = page.locator(".plane .point").nth(1)
    pair.wait_for(timeout=20_000)
    pair.press("Shift+ArrowUp")
    page.wait_for_url(lambda url: "0.5%2B0.35i" in url)
