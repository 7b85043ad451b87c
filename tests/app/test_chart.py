"""The look of the plots: a template that plotly accepts, and that a shown plot has in either theme."""

import plotly.graph_objects as go
import pytest

from figures.look import ink, template

GROUNDS = ("light", "dark")


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_template_is_one_that_plotly_accepts(ground):
    assert go.layout.Template(template(ground)).layout.font.color == ink(ground)


@pytest.mark.browser
@pytest.mark.parametrize("ground", GROUNDS)
def test_a_shown_plot_has_the_look_of_the_pages_theme(visit, ground):
    page = visit("/", scheme=ground)
    page.locator(".js-plotly-plot .main-svg").nth(3).wait_for(state="attached", timeout=20_000)
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot')].map(({ _fullLayout: all }) => "
        "[all.font.color, all.title.font.weight, all.margin.l, all.yaxis.zeroline])"
    )
    assert shown == [[ink(ground), 600, 46, False]] * 2
