"""A link to a page of the lecture sets its controls; what it asks in vain is told."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import FILE, halves

LINKS = {
    "design_patterns": (
        "patterns",
        {"pattern": "Output recurrence", "fed": "the true output", "unfold": "4", "hidden": "3", "task": "change"},
        {"y_4", "o_4", "loss"},
    ),
    "bidirectional": ("bidirectional", {"unfold": "3", "hidden": "5", "seed": "9"}, {"g_4", "h_0", "o_3"}),
    "unfolding": ("unfolding", {"model": "dynamical_system_tanh", "unfold": "7", "hidden": "2"}, {"s_0", "s_7"}),
    "encoder_decoder": (
        "encoder-decoder",
        {"typed": "abcabc", "other": "cbacba", "read": "2", "write": "4", "alpha": "0.15"},
        {"x_2", "C", "o_4"},
    ),
    "computational_graphs": (
        "graphs",
        {"graph": "composed", "opened": "sigma", "values-composed": "x = 1; w = 2; b = 3"},
        {"yhat.2", "yhat.8"},
    ),
}


def opened(file, query):
    page = AppTest.from_file(FILE, default_timeout=60)
    page.session_state["live"] = {"drawn": True}
    page.run()
    page.query_params.update(query)
    return page.switch_page(f"app_pages/{file}.py").run()


@pytest.mark.parametrize("file", LINKS)
def test_a_link_sets_every_control_and_draws_what_it_says(file):
    address, query, nodes = LINKS[file]
    page = opened(file, query)
    assert not page.exception
    assert not page.warning
    for key, said in query.items():
        value = page.session_state[f"{key} on /{address}"]
        assert (",".join(value) if isinstance(value, list) else f"{value}") == said
    assert nodes <= set(halves(page)[0]["nodes"])


STALE = {
    "design_patterns": {"pattern": "none", "unfold": "99", "hidden": "<script>", "learned": "<img src=x>"},
    "bidirectional": {"unfold": "0", "hidden": "-1", "seed": "1e9"},
    "unfolding": {"model": "nosuch", "unfold": "x"},
    "encoder_decoder": {"typed": "y" * 41, "read": "13", "alpha": "2", "learned": "0123456789"},
    "computational_graphs": {"graph": "<script>alert(1)</script>", "leaf": "q"},
}


@pytest.mark.parametrize("file", STALE)
def test_a_stale_link_is_told_and_shows_the_page_all_the_same(file):
    page = opened(file, STALE[file])
    assert not page.exception
    told = " ".join(one.value for one in page.warning)
    for key in STALE[file]:
        assert f"The link asks for {key} = " in told
    assert len(halves(page)[0]["nodes"]) > 3
