"""Reservoirs (Goodfellow et al. 2016, section 10.8; Jaeger 2001; Maass et al. 2002) of the gallery in numbers."""

import math

import numpy as np
import pytest
import torch
from scipy.signal import lfilter

import graphviz_rnn as gr
from models import build
from tests.models.cases import difference, noise

NAMES = ["echo_state", "echo_state_leaky", "liquid_state"]
UNITS = 12


def model_of(name, **sizes):
    return build(gr.load(name), {"x": 3} | sizes, 3).double()


def started(name, start, radius=None):
    """Return a reservoir without input and bias that starts from a given state, its W, and its states."""
    model = build(gr.parse(gr.load(name).text + "\nh[0] = z\n"), {"h": len(start), "x": 1}, 3).double()
    with torch.no_grad():
        model.z.copy_(start), model.b.zero_()
        if radius is not None:
            model.W.mul_(radius / 0.9)
    trace = model.run(x=torch.zeros(40, 1, 1).double())
    return model, torch.cat([start[None], trace["h"][:, 0].detach()])


@pytest.mark.parametrize("name", NAMES)
def test_only_the_readout_is_trained(name):
    model = model_of(name)
    assert {one for one, weight in model.weights.items() if weight.requires_grad} == {"V", "c"}
    fixed = {one: weight.clone() for one, weight in model.weights.items() if not weight.requires_grad}
    given = {"x": noise(9, 2, 3), "y": noise(9, 2, 3, seed=5)}
    losses = []
    for _ in range(5):
        model.zero_grad()
        losses.append(model.run(given)["loss"].sum())
        losses[-1].backward()
        with torch.no_grad():
            for one in model.parameters():
                one.sub_(0 if one.grad is None else 0.005 * one.grad)
    assert all(torch.equal(model.weights[one], weight) for one, weight in fixed.items())
    assert bool(losses[-1] < losses[0])


@pytest.mark.parametrize(("name", "radius"), [("echo_state", 0.9), ("echo_state_leaky", 0.9), ("liquid_state", 1.0)])
def test_reservoir_has_the_spectral_radius_that_its_text_says(name, radius):
    states = {"liquid_state": "u"}.get(name, "h")
    for units in (2, 4, 30):
        found = torch.linalg.eigvals(model_of(name, **{states: units}).W).abs().max()
        assert float(found) == pytest.approx(radius, abs=1e-15 * max(4, units))  # as exact as eigenvalues are


@pytest.mark.parametrize("name", NAMES)
def test_linear_regression_finds_the_minimum_of_the_readouts_error(name):
    model = model_of(name)
    given = {"x": 2 * noise(60, 1, 3).abs(), "y": noise(60, 1, 3, seed=5)}
    trace = model.run(given)
    seen = {"echo_state": "h", "echo_state_leaky": "xh", "liquid_state": "r"}[name]
    read = torch.cat([trace[one] for one in seen], -1)[:, 0].detach()
    with_one = torch.cat([read, torch.ones(60, 1).double()], -1)
    solution = torch.linalg.lstsq(with_one, given["y"][:, 0], driver="gelsd").solution
    with torch.no_grad():
        model.V.copy_(solution[:-1].T), model.c.copy_(solution[-1])
    best = model.run(given)
    assert float(best.grad("loss", "V").abs().max()) < 1e-10
    assert float(best.grad("loss", "c").abs().max()) < 1e-10
    step = 0.1 * noise(*model.V.shape, seed=6)
    with torch.no_grad():
        model.V.add_(step)
    higher = float((model.run(given)["loss"] - best["loss"]).detach())
    assert higher == pytest.approx(float((read @ step.T).square().sum() / 3), rel=1e-9)


def test_echo_states_draw_together_by_the_largest_singular_value_a_step():
    one, other = noise(UNITS, seed=1), noise(UNITS, seed=2)
    (model, first), (_, second) = started("echo_state", one, 0.45), started("echo_state", other, 0.45)
    largest = float(torch.linalg.matrix_norm(model.W, 2))
    assert largest < 1
    apart = (first - second).norm(dim=-1)
    bound = apart[0] * largest ** torch.arange(41)
    assert bool((apart <= bound * (1 + 1e-12)).all())
    assert bool(apart[-1] > 0)


def test_leaky_echo_states_draw_together_more_slowly():  # Jaeger (2001), proposition 4
    one, other = noise(UNITS, seed=1), noise(UNITS, seed=2)
    (model, first), (_, second) = started("echo_state_leaky", one, 0.45), started("echo_state_leaky", other, 0.45)
    contraction = 1 - float(model.a) * (1 - float(torch.linalg.matrix_norm(model.W, 2)))
    apart = (first - second).norm(dim=-1)
    assert bool((apart <= apart[0] * contraction ** torch.arange(41) * (1 + 1e-12)).all())


def test_a_spectral_radius_above_one_keeps_no_echo_of_a_small_start():
    model, states = started("echo_state", 1e-9 * noise(UNITS, seed=1), 1.3)
    expected = torch.linalg.matrix_power(model.W, 20) @ states[0]
    torch.testing.assert_close(states[20], expected, rtol=1e-6, atol=0)
    assert float(states[40].norm()) > 100 * float(states[0].norm())


def test_leak_mixes_the_reservoir_with_what_it_was():
    model, _ = started("echo_state_leaky", torch.zeros(UNITS).double())
    step = model.run(x=torch.zeros(2, 1, 1).double()).jacobian("h", at=2, wrt="h", index=1)[0]
    expected = 0.7 * torch.eye(UNITS).double() + 0.3 * model.W
    assert difference(step, expected) < 1e-7  # 0.3 is stored in float32 first


def test_a_leak_of_one_is_a_plain_echo_state_network():
    leaky, plain = model_of("echo_state_leaky"), model_of("echo_state")
    with torch.no_grad():
        leaky.a.fill_(1)
        for name in "WUb":
            leaky.weights[name].copy_(plain.weights[name])
    x = noise(9, 2, 3)
    assert difference(leaky.run(x=x)["h"], plain.run(x=x)["h"]) < 1e-15


# ---- spikes ----


def neuron(current, steps):
    """Return the trace of one neuron that gets a current, in millivolts a step, at the steps that are not 0."""
    model = build(gr.load("liquid_state"), {"u": 1, "x": 1, "o": 1}).double()
    with torch.no_grad():
        model.U.fill_(1), model.W.zero_()
    x = torch.zeros(steps, 1, 1).double()
    x[: len(current), 0, 0] = torch.as_tensor(np.asarray(current))
    return model.run(x=x)


def series(trace, name):
    return trace[name][:, 0, 0].detach().numpy()


def test_background_alone_leaves_a_neuron_silent():
    trace = neuron([0.0], 300)
    assert series(trace, "z").sum() == 0
    np.testing.assert_allclose(series(trace, "v"), 13.5, rtol=0, atol=1e-12)


def test_potential_decays_with_a_time_constant_of_thirty_milliseconds():
    potential = series(neuron([1.4], 120), "u")
    np.testing.assert_allclose(potential - 13.5, 1.4 * np.exp(-np.arange(120) / 30), rtol=0, atol=1e-12)


@pytest.mark.parametrize("strength", [1.6, 2.0, 4.0, 10.0])
def test_interval_between_spikes_is_the_time_from_reset_to_threshold(strength):
    current = strength * (1 - math.exp(-1 / 30))
    trace = neuron(np.full(400, current), 400)
    fired = np.flatnonzero(series(trace, "z")) + 1
    rise = 30 * math.log(strength / (strength - 1.5))  # V = 13.5 + strength (1 − exp(−t/30)) passes 15
    assert set(np.diff(fired)) == {math.floor(rise) + 1} == {fired[0]}


def test_a_spike_resets_the_potential_and_is_filtered():
    trace = neuron(np.full(200, 0.2), 200)
    spikes = series(trace, "z")
    assert 5 < spikes.sum() < 100
    assert set(series(trace, "v")[spikes == 1]) == {13.5}
    assert (series(trace, "u")[spikes == 1] > 15).all()
    expected = lfilter([1], [1, -math.exp(-1 / 30)], spikes)
    np.testing.assert_allclose(series(trace, "r"), expected, rtol=0, atol=1e-12)


def test_a_spike_reaches_other_neurons_one_step_later():
    model = build(gr.load("liquid_state"), {"u": 2, "x": 1, "o": 1}).double()
    with torch.no_grad():
        model.U.copy_(torch.tensor([[1.0], [0.0]])), model.W.copy_(torch.tensor([[0.0, 0.0], [1.2, 0.0]]))
    x = torch.zeros(4, 1, 1).double()
    x[1] = 2
    trace = model.run(x=x)
    assert trace["z"][:, 0].tolist() == [[0, 0], [1, 0], [0, 0], [0, 0]]
    reached = trace["u"][:, 0, 1].detach().numpy()
    np.testing.assert_allclose(reached, [13.5, 13.5, 14.7, 13.5 + 1.2 * math.exp(-1 / 30)], rtol=0, atol=1e-6)
