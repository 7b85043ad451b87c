"""A cell of one's own becomes a definition that computes what a loop over the cell computes."""

import pytest
import torch
from torch import Tensor, nn

import graphviz_rnn as gr
from models import ModelError, RecurrentModel, from_torch
from tests.models.cases import difference, noise
from tests.models.cell_zoo import (
    ONE_STATE,
    TWO_STATES,
    BareParameters,
    Elman,
    Functional,
    M,
    N,
    ReservedNames,
    SlicedPair,
    StackedGRU,
    StackedLSTM,
)

STEPS, BATCH = 5, 2
STATES = {
    Elman: ["h"],
    StackedGRU: ["h"],
    BareParameters: ["mu"],
    Functional: ["h"],
    ReservedNames: ["t_"],
    StackedLSTM: ["h", "c"],
    SlicedPair: ["h", "c"],
}


def _cell(kind: type[nn.Module], dtype: torch.dtype) -> nn.Module:
    torch.manual_seed(3)
    return kind().to(dtype)


def _stepped(cell: nn.Module, x: Tensor) -> list[Tensor]:
    """Return every state over time, (T, batch, M) each, by calling the cell in a loop."""
    count = 2 if type(cell) in TWO_STATES else 1
    states = [x.new_zeros(BATCH, M)] * count
    over_time = []
    for x_t in x:
        found = cell(x_t, states[0] if count == 1 else tuple(states))
        if type(cell) in (StackedLSTM, Functional):
            found = found[1]
        states = [found] if count == 1 else list(found)
        over_time.append(states)
    return [torch.stack(one) for one in zip(*over_time, strict=True)]


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-6), (torch.float64, 1e-12)], ids=str)
@pytest.mark.parametrize("kind", [*ONE_STATE, *TWO_STATES])
def test_states_equal_those_of_a_loop(kind: type[nn.Module], dtype: torch.dtype, tolerance: float) -> None:
    cell, x = _cell(kind, dtype), noise(STEPS, BATCH, N).to(dtype)
    trace = from_torch(cell).run({from_torch(cell).definition.names("input")[0]: x})
    for name, expected in zip(STATES[kind], _stepped(cell, x), strict=True):
        assert difference(trace[name], expected) < tolerance * max(1, float(expected.detach().abs().max()))


@pytest.mark.parametrize("kind", [*ONE_STATE, *TWO_STATES])
def test_gradients_equal_those_of_a_loop(kind: type[nn.Module]) -> None:
    cell, x = _cell(kind, torch.float64), noise(STEPS, BATCH, N)
    model = from_torch(cell)
    trace = model.run({model.definition.names("input")[0]: x})
    weighting = noise(STEPS, BATCH, M, seed=5)
    (trace[STATES[kind][0]] * weighting).sum().backward()
    (_stepped(cell, x)[0] * weighting).sum().backward()
    ours = [one.grad.flatten() for one in model.parameters() if one.grad is not None]
    theirs = [one.grad.flatten() for one in cell.parameters()]
    assert (
        difference(torch.cat(ours).sort().values, torch.cat(theirs).sort().values) < 1e-10
    )  # cut into gates, so sorted


def _lines(model: RecurrentModel) -> list[str]:
    return [line for line in model.definition.text.splitlines() if "[t] = " in line]


def test_equations_have_the_letters_of_the_code() -> None:
    assert _lines(from_torch(Elman())) == ["a[t] = b_W_x + W_x @ x[t] + W_h @ h[t-1]", "h[t] = tanh(a[t])"]


def test_stacked_gates_are_drawn_gate_by_gate() -> None:
    model = from_torch(StackedLSTM())
    assert _lines(model)[1:] == [
        "i[t] = sigmoid(b_W_i + W_i @ concat(x[t], h[t-1]))",
        "f[t] = sigmoid(b_W_f + W_f @ concat(x[t], h[t-1]))",
        "o[t] = sigmoid(b_W_o + W_o @ concat(x[t], h[t-1]))",
        "c[t] = f[t] * c[t-1] + i[t] * tanh(g[t])",
        "h[t] = o[t] * tanh(c[t])",
    ]
    assert model.shapes["x"] == (N,)
    assert {"i_2", "f_2", "o_2", "c_2", "h_2"} <= set(gr.unfold(model.definition, {"t": 3}))


@pytest.mark.parametrize("kind", [*ONE_STATE, *TWO_STATES])
def test_the_definition_can_be_drawn(kind: type[nn.Module]) -> None:
    assert gr.draw(gr.unfold(from_torch(kind()).definition, {"t": 3})).svg.startswith("<svg")


def test_a_buffer_is_not_trained() -> None:
    model = from_torch(BareParameters())
    assert [name for name, one in model.weights.items() if not one.requires_grad] == ["alpha"]
    assert model.shapes["alpha"] == model.shapes["scale"] == ()
    assert model.shapes["b"] == (M,)


def test_an_output_beside_the_state_is_a_variable() -> None:
    cell, x = _cell(Functional, torch.float64), noise(1, BATCH, N)
    assert difference(from_torch(cell).run(x=x)["o"][0], cell(x[0], x.new_zeros(BATCH, M))[0]) < 1e-12


def test_a_cell_without_source_is_read_without_names() -> None:
    space: dict = {"nn": nn, "torch": torch}
    exec(
        "class Cell(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.W = nn.Linear(4, 4)\n"
        "  def forward(self, x, h):\n    a = self.W(h)\n    return torch.tanh(x + a)",
        space,
    )
    assert _lines(from_torch(space["Cell"]())) == ["h[t] = tanh(x[t] + (b_W + W @ h[t-1]))"]


class _Odd(nn.Module):
    """A cell that is given what it computes."""

    def __init__(self, step) -> None:
        super().__init__()
        self.step, self.W = step, nn.Linear(M, M)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        return self.step(self, x, h)


REFUSED = {
    "first operation": (
        lambda self, x, h: torch.erf(torch.nn.functional.hardtanh(self.W(h)) + x),
        "The _Odd computes `hardtanh`, which the language does not have.",
    ),
    "method": (lambda self, x, h: h.cumsum(1), "The _Odd computes `cumsum`, which the language does not have."),
    "attribute": (lambda self, x, h: h.shape[0] * x, "The _Odd computes `shape`, which the language does not have."),
    "choice by value": (lambda self, x, h: x if h.sum() > 0 else h, "The _Odd cannot be traced:"),
    "along the batch": (lambda self, x, h: torch.softmax(h, 0), "The _Odd computes `softmax` along dimension 0;"),
    "two values": (lambda self, x, h: x @ h, "The _Odd multiplies by `@` with something else than a parameter"),
    "part of a state": (lambda self, x, h: x[:, 1:] + x, "The _Odd takes a part of `x` in a way that cannot be read."),
    "setting": (
        lambda self, x, h: torch.nn.functional.softplus(x + h, 2.0),
        "The _Odd gives `softplus` settings that the language does not have.",
    ),
    "nothing new": (lambda self, x, h: None, "The _Odd has 1 state and returns something else;"),
    "matrix in a sum": (
        lambda self, x, h: h + self.W.weight,
        "The _Odd reads the matrix `W.weight` other than by `@`.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    step, said = REFUSED[name]
    with pytest.raises(ModelError) as caught:
        from_torch(_Odd(step))
    assert str(caught.value).startswith(said)
