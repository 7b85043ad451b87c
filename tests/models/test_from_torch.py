"""Every recurrent module of torch.nn becomes a definition with the same outputs and gradients."""

import copy
from itertools import product

import pytest
import torch
from torch import Tensor, nn

import graphviz_rnn as gr
from models import build, from_torch
from models.agreement import torch_agreement
from models.torch_modules import copied_out
from tests.models.cases import difference, noise

STEPS, BATCH, INPUTS, HIDDEN = 5, 2, 3, 4
TOLERANCE = {torch.float32: 1e-6, torch.float64: 1e-12}


def _modules() -> list[nn.RNNBase]:
    kinds = (nn.RNN, nn.LSTM, nn.GRU)
    made: list[nn.RNNBase] = [
        kind(INPUTS, HIDDEN, num_layers=layers, bidirectional=both, bias=bias)
        for kind, layers, both, bias in product(kinds, (1, 2), (False, True), (True, False))
    ]
    made += [nn.RNN(INPUTS, HIDDEN, num_layers=2, nonlinearity="relu"), nn.GRU(INPUTS, HIDDEN, num_layers=3)]
    made += [nn.LSTM(INPUTS, HIDDEN, proj_size=2, num_layers=2, bidirectional=both) for both in (False, True)]
    return made


def _output(module: nn.RNNBase) -> str:
    return "ho"[module.bidirectional] + (f"_{module.num_layers}" if module.num_layers > 1 else "")


@pytest.mark.filterwarnings("ignore:LSTM with projections")
@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
@pytest.mark.parametrize("module", _modules(), ids=str)
def test_the_output_equals_the_modules(module: nn.RNNBase, dtype: torch.dtype) -> None:
    module, x = copy.deepcopy(module).to(dtype), noise(STEPS, BATCH, INPUTS).to(dtype)
    assert difference(from_torch(module).run(x=x)[_output(module)], module(x)[0]) < TOLERANCE[dtype]


def _gradients(module: nn.RNNBase) -> dict[str, Tensor]:
    """Return torch's gradients under our names; both biases of torch have the gradient of our one."""
    twin = copy.deepcopy(module)
    with torch.no_grad():
        for name, weight in twin.named_parameters():
            weight.copy_(module.get_parameter(name).grad)
    named = copied_out(twin)
    twice = [name for name in named if name[0] == "b" and not name.startswith("b_n")]
    return {name: value / 2 if name in twice else value for name, value in named.items()}


@pytest.mark.parametrize("module", _modules(), ids=str)
def test_gradients_equal_the_modules(module: nn.RNNBase) -> None:
    module = copy.deepcopy(module).double()
    x, ours = noise(STEPS, BATCH, INPUTS).requires_grad_(), noise(STEPS, BATCH, INPUTS)
    trace = from_torch(module).run(x=ours)
    theirs = module(x)[0]
    weighting = torch.rand_like(theirs)
    (theirs * weighting).sum().backward()
    grads = torch.autograd.grad((trace[_output(module)] * weighting).sum(), [*trace.weights.values()])
    expected = _gradients(module)
    assert sorted(expected) == sorted(trace.weights)
    for name, grad in zip(trace.weights, grads, strict=True):
        assert difference(grad, expected[name]) < 1e-12


def test_batch_first_changes_torchs_layout_alone() -> None:
    module, x = nn.LSTM(INPUTS, HIDDEN, num_layers=2, batch_first=True).double(), noise(STEPS, BATCH, INPUTS)
    assert difference(from_torch(module).run(x=x)["h_2"], module(x.transpose(0, 1))[0].transpose(0, 1)) < 1e-12


def _stepped(cell: nn.RNNCellBase, x: Tensor) -> Tensor:
    state, states = None, []
    for x_t in x:
        state = cell(x_t, state)
        states.append(state if isinstance(state, Tensor) else state[0])
    return torch.stack(states)


CELLS = [nn.RNNCell(3, 4), nn.RNNCell(3, 4, nonlinearity="relu"), nn.LSTMCell(3, 4), nn.GRUCell(3, 4, bias=False)]


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_a_cell_of_torch_equals_its_own_loop(cell: nn.RNNCellBase) -> None:
    cell, x = copy.deepcopy(cell).double(), noise(STEPS, BATCH, 3)
    assert difference(from_torch(cell).run(x=x)["h"], _stepped(cell, x)) < 1e-12


def test_the_model_has_its_own_copy_of_the_weights() -> None:
    module = nn.RNN(INPUTS, HIDDEN)
    model = from_torch(module)
    with torch.no_grad():
        module.weight_hh_l0.zero_()
    assert bool((model.weights["W"] != 0).all())


@pytest.mark.parametrize("module", _modules(), ids=str)
def test_the_definition_is_its_text_and_can_be_drawn(module: nn.RNNBase) -> None:
    definition = from_torch(module).definition
    assert definition.title == f"torch.nn.{module!r}"
    unfolded = gr.unfold(definition, {"t": 3})
    drawn = {name for _, name in unfolded.nodes(data="name")}
    assert drawn == set(definition.roles) - set(definition.hidden)
    assert gr.draw(unfolded).svg.startswith("<svg")


@pytest.mark.parametrize("module", _modules(), ids=str)
def test_agreement_finds_the_module_that_a_model_came_from(module: nn.RNNBase) -> None:
    model = from_torch(copy.deepcopy(module).double())
    found = torch_agreement(model, model.run(x=noise(STEPS, BATCH, INPUTS)))
    assert found is not None
    assert found.module == f"torch.nn.{type(module).__name__}"
    assert found.difference < 1e-14


def test_agreement_holds_a_gallery_gru_against_torch() -> None:
    model = build(gr.load("gru"), seed=3).double()
    found = torch_agreement(model, model.run(x=noise(STEPS, BATCH, 3)))
    assert found is not None
    assert (found.module, found.difference < 1e-14) == ("torch.nn.GRU", True)


def test_there_is_no_agreement_for_a_gru_with_its_reset_before_the_matrix() -> None:
    model = build(gr.load("gru_before"), seed=3).double()
    assert torch_agreement(model, model.run(x=noise(STEPS, BATCH, 3))) is None
