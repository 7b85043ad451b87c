"""What a state still holds of its inputs."""

import numpy as np
import pytest

import graphviz_rnn as gr
from models.analysis.summary import recall_of_state


@pytest.mark.parametrize("units", [2, 8])
def test_a_state_holds_no_more_than_its_units(units):
    found = recall_of_state(gr.load("driven_system"), "h", units=units, longest=40, seed=1)
    assert found.sum() <= units + 0.05
    assert found[0] > 0.5
    assert found[-1] < 0.1


def test_more_units_hold_more():
    sums = [recall_of_state(gr.load("driven_system"), "h", units=n, longest=30, seed=0).sum() for n in (1, 4, 16)]
    assert sums == sorted(sums)


def test_a_running_mean_holds_the_inputs_as_its_closed_form_says():
    """mu(t) = a mu(t−1) + (1−a) x(t) of independent x: the squared correlation with x(t−k) is (1−a²) a^(2k)."""
    definition = gr.parse("param a : scalar ~ 0.6 fixed\nmu[t] = a * mu[t-1] + (1 - a) * x[t]\ninput x[t] : 1")
    found = recall_of_state(definition, "mu", units=1, longest=5, seed=3)
    lags = np.arange(6)
    assert found == pytest.approx((1 - 0.36) * 0.36**lags, abs=0.03)
