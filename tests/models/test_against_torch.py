"""Our recurrences equal those of torch.nn with the same weights, in values and in every gradient."""

import pytest
import torch
from torch import Tensor, nn

from graphviz_rnn.shelf import load
from models import RecurrentModel, build, from_torch
from models.agreement import torch_agreement
from models.torch_modules import copied_in
from tests.models.cases import BIDIRECTIONAL, classes, difference, model_of, noise

STEPS, BATCH, INPUTS, HIDDEN, OUTPUTS = 6, 3, 2, 4, 5


def _model(name: str, dtype: torch.dtype) -> RecurrentModel:
    return build(load(name), sizes={"x": INPUTS, "h": HIDDEN, "o": OUTPUTS}, seed=3).to(dtype)


def _module(name: str, model: RecurrentModel) -> nn.RNNBase:
    module = {"elman": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[name](INPUTS, HIDDEN, dtype=model.weights["V"].dtype)
    copied_in(module, model.weights)
    return module


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-6), (torch.float64, 1e-12)], ids=str)
@pytest.mark.parametrize("name", ["elman", "lstm", "gru"])
def test_hidden_states_equal_torch(name: str, dtype: torch.dtype, tolerance: float) -> None:
    model = _model(name, dtype)
    x = noise(STEPS, BATCH, INPUTS).to(dtype)
    assert difference(model.run(x=x)["h"], _module(name, model)(x)[0]) < tolerance


def _stepped(name: str, module: nn.RNNBase, x: Tensor) -> list[Tensor]:
    """Return torch's hidden states as separate graph nodes, by its cell with the module's own weights."""
    cell = {"elman": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[name](INPUTS, HIDDEN, dtype=torch.float64)
    for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(cell, part, module.get_parameter(f"{part}_l0"))
    state, states = None, []
    for x_t in x:
        state = cell(x_t, state)
        states.append(state if isinstance(state, Tensor) else state[0])
        states[-1].retain_grad()
    return states


@pytest.fixture(params=["elman", "lstm", "gru"])
def both(request: pytest.FixtureRequest):
    """Our trace, and torch's module and stepped states after the backward pass of the same loss."""
    name = request.param
    model = _model(name, torch.float64)
    module = _module(name, model)
    x, y = noise(STEPS, BATCH, INPUTS), classes(STEPS, BATCH, count=OUTPUTS)
    states = _stepped(name, module, x)
    V, c = (model.weights[one].detach().clone().requires_grad_() for one in "Vc")  # noqa: N806
    logits = torch.stack(states) @ V.T + c
    nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum").backward()
    return name, model.run(x=x, y=y), module, states, {"V": V.grad, "c": c.grad}


def test_gradients_at_every_hidden_state_equal_torch(both) -> None:
    _, trace, _, states, _ = both
    assert difference(trace.grad("loss", "h"), torch.stack([one.grad for one in states])) < 1e-12


def test_gradients_of_parameters_equal_torch(both) -> None:
    name, trace, module, _, output = both
    suffixes = {"elman": [""], "lstm": ["_g", "_f", "", "_q"], "gru": ["_r", "_z", "_n"]}[name]
    for ours, theirs in (("U", "weight_ih_l0"), ("W", "weight_hh_l0"), ("b", "bias_ih_l0")):
        stacked = torch.cat([trace.grad("loss", ours + suffix) for suffix in suffixes])
        assert difference(stacked, module.get_parameter(theirs).grad) < 1e-12
    if name == "gru":
        output["d_n"] = module.get_parameter("bias_hh_l0").grad[-HIDDEN:]
    for one, grad in output.items():
        assert difference(trace.grad("loss", one), grad) < 1e-12


@pytest.mark.parametrize(
    "module",
    [
        nn.RNN(3, 4),
        nn.RNN(3, 4, nonlinearity="relu"),
        nn.RNN(3, 4, bias=False),
        nn.LSTM(3, 4),
        nn.LSTM(3, 4, bias=False),
        nn.GRU(3, 4),
        nn.GRU(3, 4, bias=False, batch_first=True),
    ],
    ids=str,
)
def test_a_torch_module_becomes_a_model_with_the_same_outputs(module: nn.RNNBase) -> None:
    x = noise(5, 2, 3)
    module.double()
    given = x.transpose(0, 1) if module.batch_first else x
    theirs = module(given)[0]
    theirs = theirs.transpose(0, 1) if module.batch_first else theirs
    assert difference(from_torch(module).run(x=x)["h"], theirs) < 1e-12


def test_bidirectional_equals_torch() -> None:
    model = model_of(BIDIRECTIONAL, x=INPUTS, h=HIDDEN, g=HIDDEN)
    module = nn.RNN(INPUTS, HIDDEN, bidirectional=True, dtype=torch.float64)
    copied_in(module, model.weights | {f"{one}_rev": model.weights[f"{one}_g"] for one in "UWb"})
    trace = model.run(x=noise(STEPS, BATCH, INPUTS))
    ours = torch.cat([trace["h"], trace["g"]], -1)
    assert difference(ours, module(trace["x"])[0]) < 1e-12


def test_deep_network_equals_torch_with_two_layers() -> None:
    model = build(load("deep"), sizes={"x": INPUTS, "h": HIDDEN, "z": HIDDEN}).double()
    module = nn.RNN(INPUTS, HIDDEN, num_layers=2, dtype=torch.float64)
    layers = {f"{one}_{layer}": model.weights[f"{one}{ours}"] for one in "UWb" for layer, ours in ((1, ""), (2, "_z"))}
    copied_in(module, layers)
    trace = model.run(x=noise(STEPS, BATCH, INPUTS))
    outputs, last = module(trace["x"])
    assert difference(trace["z"], outputs) < 1e-12
    assert difference(torch.stack([trace["h"][-1], trace["z"][-1]]), last) < 1e-12


def test_a_grid_of_one_row_equals_torch() -> None:
    model = build(load("grid"), sizes={"x": INPUTS, "h": HIDDEN}).double()
    module = nn.RNN(INPUTS, HIDDEN, dtype=torch.float64)
    copied_in(module, model.weights | {"W": model.weights["W_j"]})
    trace = model.run(x=noise(1, STEPS, BATCH, INPUTS))
    assert difference(trace["h"][0], module(trace["x"][0])[0]) < 1e-12


@pytest.mark.parametrize(
    ("name", "said"), [("elman", "torch.nn.RNN"), ("lstm", "torch.nn.LSTM"), ("gru", "torch.nn.GRU")]
)
def test_agreement_names_the_torch_module(name: str, said: str) -> None:
    model = _model(name, torch.float64)
    found = torch_agreement(model, model.run(x=noise(STEPS, BATCH, INPUTS)))
    assert found is not None
    assert found.module == said
    assert found.difference < 1e-14


@pytest.mark.parametrize(
    "text",
    [
        "h[t] = tanh(W @ h[t-1] + U @ x[t])",
        "h[0] = z\na[t] = b + W @ h[t-1] + U @ x[t]\nh[t] = tanh(a[t])",
        "param b : scalar\na[t] = b + W @ h[t-1] + U @ x[t]\nh[t] = tanh(a[t])",
    ],
    ids=["no bias", "learned start", "scalar bias"],
)
def test_there_is_no_agreement_for_what_torch_does_not_have(text: str) -> None:
    model = model_of(text)
    assert torch_agreement(model, model.run(x=noise(4, 1, 3))) is None
