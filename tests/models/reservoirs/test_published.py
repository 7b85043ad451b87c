"""Published results of reservoirs, where they are quick to reach."""

import numpy as np
import pytest

from models.reservoirs.capacity import measured_capacity
from models.reservoirs.generator import generation_error, jaeger_network
from models.reservoirs.tracking import narma_error, sine_errors
from models.reservoirs.weights import reservoir_weights


def test_a_distorted_sine_is_followed_closer_than_published() -> None:  # 3.3e-15 and 3.7e-15, Jaeger 2001
    assert max(sine_errors()) < 3.3e-15


def test_mackey_glass_is_generated_as_well_as_published() -> None:  # 2.8e-4; the best before was 8.8e-3
    assert generation_error(units=400, trials=10) == pytest.approx(2.8e-4, rel=0.7)


def test_the_generators_matrices_are_as_published() -> None:
    weights = {name: one.detach().numpy() for name, one in jaeger_network(400, seed=1).weights.items()}
    assert np.abs(np.linalg.eigvals(weights["W"])).max() == pytest.approx(0.79, abs=1e-9)
    assert (weights["W"] != 0).mean() == pytest.approx(0.0125, rel=0.1)
    assert set(np.unique(weights["U"])) == {-0.14, 0.0, 0.14}
    assert 0.5 < np.abs(weights["B"]).max() < 0.56


def test_squares_of_states_help_with_narma() -> None:
    plain, squares = narma_error(squares=False), narma_error(squares=True)
    assert squares < 0.06 < plain < 0.2


def test_a_linear_orthogonal_reservoir_remembers_nearly_as_many_inputs_as_it_has_units() -> None:
    orthogonal = reservoir_weights(50, radius=0.98, kind="orthogonal")
    assert 47 < measured_capacity(orthogonal, linear=True) < 51


def test_squashing_and_plain_random_weights_cost_memory() -> None:
    orthogonal = measured_capacity(reservoir_weights(50, radius=0.95, kind="orthogonal"))
    normal = measured_capacity(reservoir_weights(50, radius=0.9, kind="normal"))
    strong = measured_capacity(reservoir_weights(50, radius=0.9, kind="normal"), scale=1.0)
    assert strong < normal < orthogonal < 51
