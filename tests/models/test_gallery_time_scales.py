"""Multiple time scales (Goodfellow et al. 2016, section 10.9): closed forms of skip, leaky and clockwork networks."""

import math

import numpy as np
import pytest
import torch
from scipy.signal import lfilter
from torch import nn

import graphviz_rnn as gr
from models import build
from tests.models.cases import difference, noise


def model_of(name, seed=0, **sizes):
    return build(gr.load(name), sizes, seed).double()


def scalar_delays(text, steps, **weights):
    """Return the trace of one linear unit with delays, whose gradients have a closed form."""
    model = build(gr.parse(text), {"x": 1, "h": 1}).double()
    with torch.no_grad():
        for name, value in weights.items():
            model.weights[name].fill_(value)
    return model.run(x=torch.zeros(steps, 1, 1).double())


def linear(name):
    """Return a gallery definition with one linear unit in place of the tanh units."""
    return gr.load(name).text.replace("tanh(", "(")


def passed(trace, steps):
    """Return d h(last) / d h(last − steps)."""
    last = trace["h"].shape[0]
    return float(trace.jacobian("h", at=last, wrt="h", index=last - steps)[0].detach())


def test_delays_alone_shrink_gradients_with_the_steps_over_the_delay():
    trace = scalar_delays(linear("removed_connections"), 14, S=0.6)
    for steps in range(13):
        expected = 0.6 ** (steps // 3) if steps % 3 == 0 else 0
        assert passed(trace, steps) == pytest.approx(expected, abs=1e-15)


def test_skip_connections_add_up_over_all_ways_of_single_and_long_steps():
    trace = scalar_delays(linear("skip"), 25, W=0.5, S=0.25)
    ways = [1.0]
    for steps in range(1, 25):
        ways.append(0.5 * ways[-1] + (0.25 * ways[steps - 3] if steps >= 3 else 0))
        assert passed(trace, steps) == pytest.approx(ways[steps], rel=1e-12)


def test_skip_connections_may_explode_though_both_weights_are_below_one():
    definition = gr.parse(linear("skip")).with_constants(d=5)
    model = build(definition, {"x": 1, "h": 1}).double()
    with torch.no_grad():
        model.W.fill_(0.7), model.S.fill_(0.5)
    trace = model.run(x=torch.zeros(160, 1, 1).double())
    root = max(abs(np.roots([1, -0.7, 0, 0, 0, -0.5])))
    assert root == pytest.approx(1.0747, abs=1e-4)
    assert passed(trace, 150) / passed(trace, 149) == pytest.approx(root, rel=1e-9)


def test_a_delay_of_one_is_a_plain_network():
    model = build(gr.load("removed_connections").with_constants(d=1), {"x": 2, "h": 4}).double()
    module = nn.RNN(2, 4, dtype=torch.float64)
    with torch.no_grad():
        module.weight_ih_l0.copy_(model.U), module.weight_hh_l0.copy_(model.S)
        module.bias_ih_l0.copy_(model.b), module.bias_hh_l0.zero_()
    x = noise(8, 2, 2)
    assert difference(model.run(x=x)["h"], module(x)[0]) < 1e-12


def leaky(alpha, v):
    model = model_of("leaky", v=v.shape[-1])
    with torch.no_grad():
        model.alpha.fill_(alpha)
    return model.run(v=v)


@pytest.mark.parametrize("alpha", [0.5, 0.9, 0.99])
def test_leaky_unit_is_a_filter_with_one_pole(alpha):
    v = noise(50, 1, 1)
    expected = lfilter([1 - alpha], [1, -alpha], v[:, 0, 0].numpy())
    np.testing.assert_allclose(leaky(alpha, v)["mu"][:, 0, 0].detach(), expected, rtol=0, atol=1e-14)


def test_leaky_unit_answers_an_impulse_by_powers_that_sum_to_one_with_the_mean_lag_of_its_memory():
    impulse = torch.zeros(600, 1, 1).double()
    impulse[0] = 1
    answer = leaky(0.9, impulse)["mu"][:, 0, 0].detach().numpy()
    np.testing.assert_allclose(answer, 0.1 * 0.9 ** np.arange(600), rtol=0, atol=1e-16)
    assert answer.sum() == pytest.approx(1, abs=1e-12)
    assert (answer * np.arange(600)).sum() == pytest.approx(0.9 / 0.1, abs=1e-12)
    assert answer[7] / answer[0] < 0.5 < answer[6] / answer[0]  # half after ln 2 / −ln 0.9 = 6.58 steps


def test_leaky_unit_keeps_a_gradient_by_the_power_of_what_it_keeps():
    trace = leaky(0.9, noise(20, 1, 2))
    for steps in (0, 1, 7, 19):
        found = trace.jacobian("mu", at=20, wrt="mu", index=20 - steps)[0]
        assert difference(found, 0.9**steps * torch.eye(2).double()) < 1e-15


def test_leaky_unit_that_keeps_nothing_copies_and_that_keeps_all_never_moves():
    v = noise(5, 2, 3)
    assert difference(leaky(0.0, v)["mu"], v) == 0
    assert difference(leaky(1.0, v)["mu"], torch.zeros_like(v)) == 0


def test_a_fixed_leak_is_not_trained_and_a_learned_one_stays_between_zero_and_one():
    assert not model_of("leaky").alpha.requires_grad
    model = model_of("leaky_learned", h=6)
    assert model.a.requires_grad
    assert bool(((model.a >= 0) & (model.a <= 4)).all())
    with torch.no_grad():
        model.a.copy_(torch.linspace(-30, 30, 6))
    alpha = model.run(x=noise(3, 1, 3))["alpha"]
    assert bool(((alpha > 0) & (alpha < 1)).all())


def test_gradient_of_the_learned_leak_equals_central_differences():
    model = model_of("leaky_learned", h=3)
    given = {"x": noise(6, 2, 3), "y": noise(6, 2, 3, seed=2)}
    expected = model.run(given).grad("loss", "a")
    for unit in range(3):
        moved = []
        for step in (1e-5, -1e-5):
            with torch.no_grad():
                model.a[unit] += step
                moved.append(float(model.run(given)["loss"].sum()))
                model.a[unit] -= step
        assert (moved[0] - moved[1]) / 2e-5 == pytest.approx(float(expected[unit]), abs=1e-8)


def clockwork(steps=9, seed=1):
    model = model_of("clockwork", seed, x=2, h1=3, h2=3, h3=3)
    return model, model.run(x=noise(steps, 2, 2), y=noise(steps, 2, 3, seed=4))


def test_clockwork_groups_that_do_not_tick_are_unchanged_to_the_bit():
    _, trace = clockwork(16)
    for group, period in (("h1", 1), ("h2", 2), ("h3", 4)):
        for t in range(2, 17):
            same = torch.equal(trace[group][t - 1], trace[group][t - 2])
            assert same == (t % period != 0), (group, t)


def test_clockwork_passes_a_gradient_unchanged_through_the_steps_without_a_tick():
    _, trace = clockwork(16)
    assert difference(trace.jacobian("h3", at=11, wrt="h3", index=8), torch.eye(3).double().expand(2, 3, 3)) == 0
    assert float((trace.jacobian("h3", at=12, wrt="h3", index=8) - torch.eye(3).double()).abs().max()) > 0.1


def test_clockwork_moves_each_group_every_period():
    _, trace = clockwork(16)
    moves = {g: sum(not torch.equal(trace[g][t], trace[g][t - 1]) for t in range(1, 16)) for g in ("h1", "h2", "h3")}
    assert moves == {"h1": 15, "h2": 16 // 2, "h3": 16 // 4}


def masked(model):
    """Return nn.RNN with the clockwork's blocks in one matrix, zeros below them."""
    module = nn.RNN(2, 9, dtype=torch.float64)
    w = model.weights
    with torch.no_grad():
        module.weight_hh_l0.zero_()
        for i in range(3):
            for j in range(i, 3):
                module.weight_hh_l0[3 * i : 3 * i + 3, 3 * j : 3 * j + 3] = w[f"W{i + 1}{j + 1}"]
        module.weight_ih_l0.copy_(torch.cat([w["U1"], w["U2"], w["U3"]]))
        module.bias_ih_l0.copy_(torch.cat([w["b1"], w["b2"], w["b3"]]))
        module.bias_hh_l0.zero_()
    return module


def test_clockwork_with_all_periods_one_is_a_network_with_a_block_triangular_matrix():
    text = gr.load("clockwork").text.replace("t % 2", "t % 1").replace("t % 4", "t % 1")
    model = build(gr.parse(text), {"x": 2, "h1": 3, "h2": 3, "h3": 3}).double()
    trace = model.run(x=noise(8, 2, 2))
    whole = torch.cat([trace["h1"], trace["h2"], trace["h3"]], -1)
    assert difference(whole, masked(model)(trace["x"])[0]) < 1e-12
    assert difference(clockwork(8)[1]["h1"][:1], masked(clockwork(8)[0])(clockwork(8)[1]["x"])[0][:1, :, :3]) < 1e-12


def test_clockwork_has_half_the_recurrent_weights_and_half_a_group_more():
    model, _ = clockwork()
    recurrent = sum(one.numel() for name, one in model.weights.items() if name.startswith("W"))
    assert recurrent == 9**2 / 2 * (1 + 1 / 3)


def test_a_fast_clockwork_group_never_changes_a_slower_one():
    _, trace = clockwork(16)
    for slow, fast in (("h2", "h1"), ("h3", "h1"), ("h3", "h2")):
        grad = torch.autograd.grad(trace[slow].sum(), trace.series[fast].nodes, retain_graph=True, allow_unused=True)
        assert all(one is None or not one.any() for one in grad)


def test_time_constant_of_a_leaky_unit_is_about_the_inverse_of_its_leak():
    assert -1 / math.log(0.9) == pytest.approx(9.49, abs=0.01)
    answer = leaky(0.9, torch.ones(100, 1, 1).double())["mu"][:, 0, 0].detach().numpy()
    np.testing.assert_allclose(1 - answer, np.exp(np.arange(1, 101) * math.log(0.9)), rtol=0, atol=1e-14)
