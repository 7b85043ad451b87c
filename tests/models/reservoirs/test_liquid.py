"""Neurons of the liquid state machine obey their closed forms, and the column is wired as published."""

import numpy as np
import pytest
import torch

from models.reservoirs.column import AMPLITUDES, CONNECTED, DYNAMICS, STEADY, column, efficacy, probabilities
from models.reservoirs.liquid import CHANNELS, STEP, liquid, spike_trains
from models.reservoirs.separation import separation


@pytest.fixture(autouse=True)
def without_gradients():
    with torch.no_grad():
        yield


def alone(size: int = 1):
    """Return neurons without connections; the first input channel reaches all of them with 1 nA a spike."""
    model = liquid(column(0.0, shape=(size, 1, 1)))
    model.U.zero_()
    model.U[:, 0] = 1.0
    model.n.fill_(3.0 / STEP)
    return model.double()


def currents(values: np.ndarray) -> torch.Tensor:
    """Return input that makes the synaptic current of ``alone`` be ``values`` at every step."""
    x = np.zeros((len(values), 1, CHANNELS))
    x[:, 0, 0] = values - np.exp(-STEP / 3) * np.concatenate([[0.0], values[:-1]])
    return torch.from_numpy(x)


def test_a_potential_decays_exactly_with_its_time_constant() -> None:
    pulse = np.where(np.arange(100) < 5, 2.0, 0.0)
    trace = alone().run(x=currents(pulse))
    above = (trace["u"][:, 0, 0] - 13.5).numpy()
    np.testing.assert_allclose(above[5:], above[4] * np.exp(-STEP * np.arange(1, 96) / 30), atol=1e-12)
    np.testing.assert_allclose(above[:5], 2 * (1 - np.exp(-STEP * np.arange(1, 6) / 30)), atol=1e-12)


@pytest.mark.parametrize("current", [2.0, 3.5, 8.0])
def test_the_time_between_spikes_is_refractory_time_and_climb(current: float) -> None:
    spikes = alone().run(x=currents(np.full(600, current)))["z"][:, 0, 0].numpy()
    between = np.diff(np.flatnonzero(spikes)) * STEP
    exact = 3 + 30 * np.log(current / (current - 1.5))  # V∞ = 13.5 + I, from 13.5 to 15 mV
    assert between.min() == between.max() == pytest.approx(exact, abs=STEP)
    assert between.min() >= exact - 1e-9


def test_background_alone_is_silent_and_a_strong_current_waits_out_the_refractory_time() -> None:
    model = liquid(column(2.0))
    silent = model.run(x=torch.zeros(200, 1, CHANNELS))
    assert float(silent["z"].abs().max()) == 0.0
    np.testing.assert_allclose(silent["u"], 13.5, atol=1e-5)
    spikes = alone().run(x=currents(np.full(100, 1e6)))["z"][:, 0, 0].numpy()
    assert set(np.diff(np.flatnonzero(spikes)) * STEP) == {3.0 + STEP}


def test_the_column_has_135_neurons_of_which_27_are_inhibitory() -> None:
    made = column(2.0, seed=3)
    assert (len(made.positions), made.inhibitory.sum()) == (135, 27)
    assert (made.currents[:, made.inhibitory] <= 0).all()
    assert (made.currents[:, ~made.inhibitory] >= 0).all()
    assert np.diagonal(made.currents).max() == 0


def test_connections_are_as_many_as_their_probabilities_say() -> None:
    for reach in (1.0, 2.0, 4.0):
        made = column(reach, seed=1)
        kinds = np.where(made.inhibitory[None, :], "I", "E").astype(object) + np.where(
            made.inhibitory[:, None], "I", "E"
        )
        chance = probabilities(made.positions, kinds, reach)
        deviation = np.sqrt((chance * (1 - chance)).sum())
        assert abs((made.currents != 0).sum() - chance.sum()) < 3 * deviation
    assert not column(1e-3).currents.any()
    assert not column(0.0).currents.any()


def test_probabilities_fall_with_the_squared_distance() -> None:
    positions = np.array([[0.0, 0, 0], [0, 2, 0]])
    kinds = np.array([["EE", "IE"], ["EI", "II"]], object)
    found = probabilities(positions, kinds, 2.0)
    np.testing.assert_allclose(found, [[0, CONNECTED["IE"] / np.e], [CONNECTED["EI"] / np.e, 0]])


@pytest.mark.parametrize("kind", DYNAMICS)
def test_efficacy_is_where_a_dynamic_synapse_settles(kind: str) -> None:
    use, depression, facilitation = DYNAMICS[kind]
    u, r = use, 1.0
    for _ in range(200):
        u, r = (use + u * (1 - use) * np.exp(-1 / (STEADY * facilitation)),
                1 + (r - u * r - 1) * np.exp(-1 / (STEADY * depression)))  # fmt: skip
    assert efficacy(*DYNAMICS[kind], rate=STEADY) == pytest.approx(u * r, abs=1e-12)
    assert AMPLITUDES[kind] * u * r < 0 if kind.startswith("I") else u * r > 0


def test_trials_are_two_templates_with_a_jitter() -> None:
    trains, labels = spike_trains(60, seed=3)
    again, other = spike_trains(60, seed=3)[0], spike_trains(60, seed=4)[0]
    assert torch.equal(trains, again)
    assert not torch.equal(trains, other)
    counts = trains.sum((0, 2)).numpy()
    for label in (0, 1):
        assert counts[labels == label].std() < 1.5  # the same spikes, but for two in one step
    centres = (trains * torch.arange(len(trains))[:, None, None]).sum((0, 2)).numpy() / counts * STEP
    assert all(centres[labels == label].std() < 4.0 for label in (0, 1))


def test_moderate_coupling_tells_inputs_apart_and_strong_coupling_drowns_them() -> None:
    moderate, strong = separation(2.0, trials=25), separation(8.0, trials=25)
    assert moderate.accuracy >= 0.96
    assert strong.accuracy < 0.9
    assert moderate.rate < 80 < 200 < strong.rate
