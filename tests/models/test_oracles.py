"""Laws of recurrent networks that no other file holds; the letters are those of the table in ``test_covered``."""

import networkx as nx
import pytest
import torch
from torch import nn
from torch.autograd import forward_ad

import graphviz_rnn as gr
import models
from tests.models.cases import classes, difference, model_of, noise

ELMAN = gr.load("elman").text


@pytest.mark.filterwarnings("ignore:.*torch.jit.script.*:DeprecationWarning")  # PyTorch's forward mode calls it
def test_forward_and_reverse_mode_are_adjoint() -> None:
    """A11: ⟨u, Jv⟩ = ⟨Jᵀu, v⟩, Jv by PyTorch's forward mode and Jᵀu by the engine's own pass backward."""
    for name in ("lstm", "gru_book", "clockwork", "skip", "bidirectional"):
        model = models.build(gr.load(name), seed=2).double()
        x, v = noise(6, 2, model.shapes["x"][0]), noise(6, 2, model.shapes["x"][0], seed=5)
        output = {"clockwork": "h1", "bidirectional": "o"}.get(name, "h")
        with torch.no_grad(), forward_ad.dual_level():
            forward = forward_ad.unpack_dual(model.run(x=forward_ad.make_dual(x, v))[output]).tangent
        x.requires_grad_()
        values = model.run(x=x)[output]
        u = noise(*values.shape, seed=6)
        back = torch.autograd.grad(values, x, u)[0]
        assert abs(float((u * forward).sum() - (back * v).sum())) < 1e-12


def truncated(model, x, y, length: int):
    """Return the gradient of W when each piece of ``length`` steps starts from the last state, as from data."""
    start, total = noise(1, 4) * 0, torch.zeros_like(model.W)
    for first in range(0, len(x), length):
        trace = model.run(x=x[first : first + length], y=y[first : first + length], s=start)
        total = total + trace.grad("loss", "W")
        start = trace["h"][-1].detach()
    return total


def test_truncated_backpropagation_of_all_steps_is_the_full_one_and_of_one_step_is_local() -> None:
    """B12, with equation 10.26 for the local terms."""
    model = model_of(f"input s : 4\nh[0] = s\n{ELMAN}", x=3, h=4, o=3)
    x, y = noise(6, 1, 3), classes(6, 1, count=3)
    trace = model.run(x=x, y=y, s=noise(1, 4) * 0)
    full = trace.grad("loss", "W")
    assert difference(truncated(model, x, y, 6), full) < 1e-14
    assert difference(truncated(model, x, y, 10), full) < 1e-14
    h = trace["h"].detach()[:, 0]
    before = torch.cat([torch.zeros(1, 4, dtype=h.dtype), h[:-1]])
    local = (1 - h**2) * ((trace["o"].softmax(-1) - trace["y"]).detach()[:, 0] @ model.V.detach())
    assert difference(truncated(model, x, y, 1), local.T @ before) < 1e-14
    assert difference(truncated(model, x, y, 1), full) > 1e-3


def test_variance_of_a_product_of_random_weights_is_the_power_of_theirs() -> None:
    """E11: v³ for three independent factors of mean 0 and variance v."""
    model = model_of("input w[t] : scalar\np[0] = 1\np[t] = w[t] * p[t-1]")
    with torch.no_grad():
        products = model.run(w=noise(3, 400_000) * 0.7**0.5)["p"][-1]
    assert abs(float(products.var()) / 0.7**3 - 1) < 0.05


def test_the_shortest_way_takes_as_many_long_steps_as_fit() -> None:
    """F3: ⌊τ/d⌋ + τ mod d edges from h(1) to h(1 + τ) with delays 1 and d."""
    graph = gr.unfold(gr.load("skip"), {"t": 12})
    at = {
        place["index"]["t"]: node for node, place in graph.nodes(data=True) if place["name"] == "h" and place["index"]
    }
    for lag in range(1, 12):
        assert nx.shortest_path_length(graph, at[1], at[1 + lag]) == lag // 3 + lag % 3


def test_a_clockwork_network_of_one_group_is_a_plain_network() -> None:
    """F19."""
    clocked = model_of("h[t] = where(t % 1 == 0, tanh(b + W @ h[t-1] + U @ x[t]), h[t-1])", x=3, h=5)
    plain = nn.RNN(3, 5).double()
    with torch.no_grad():
        clocked.W.copy_(plain.weight_hh_l0), clocked.U.copy_(plain.weight_ih_l0)
        clocked.b.copy_(plain.bias_ih_l0 + plain.bias_hh_l0)
    assert difference(clocked.run(x=noise(7, 2, 3))["h"], plain(noise(7, 2, 3))[0]) < 1e-14


def test_the_last_state_backward_is_that_of_the_first_step() -> None:
    """C2: torch's h_n of the reverse direction is ours at step 1."""
    module = nn.GRU(3, 4, bidirectional=True).double()
    made = models.from_torch(module)
    x = noise(6, 2, 3)
    trace = made.run(x=x)
    states = [name for name in made.definition.names("state") if trace[name].shape == (6, 2, 4)]
    assert any(difference(trace[name][0], module(x)[1][1]) < 1e-14 for name in states)
