"""Steps share a parameter: what each adds to the gradient adds up to autograd's, and is as the book has it."""

import pytest
import torch

from graphviz_rnn.shelf import load
from models import ModelError, build
from tests.models.cases import classes, difference, model_of, noise
from tests.models.test_against_naive import data_of, lengths_of

SHARED = [
    ("elman", ["W", "U", "b", "V", "c"]),
    ("lstm", ["W_f", "U_q", "b_g", "W"]),
    ("gru_before", ["W_n", "b_z"]),
    ("lstm_peephole", ["p_q", "p_f"]),
    ("clockwork", ["W11", "W23", "U3"]),
    ("bidirectional", ["W_g", "V"]),
    ("encoder_decoder", ["W", "Q", "R", "P"]),
    ("attention", ["W", "Q", "R"]),
    ("skip", ["S"]),
]


@pytest.mark.parametrize(("name", "shared"), SHARED, ids=[name for name, _ in SHARED])
def test_contributions_of_the_steps_add_up_to_the_gradient(name: str, shared: list[str]) -> None:
    """B4, for sequences of one length and of several."""
    model = build(load(name), seed=2).double()
    lengths = lengths_of(model)
    own = {axis: [max(1, length - row) for row in range(3)] for axis, length in lengths.items()}
    for asked in (lengths, own):
        trace = model.run(data_of(model, lengths), lengths=asked)
        for one in shared:
            found = trace.contributions("loss", one)
            assert found.shape[1:] == (3, *model.weights[one].shape)
            assert difference(found.sum((0, 1)), trace.grad("loss", one)) < 1e-12


def test_a_step_contributes_its_error_times_the_state_before() -> None:
    """Equation 10.26, term by term."""
    model = model_of(load("elman").text, x=3, h=4, o=3)
    trace = model.run(x=noise(5, 2, 3), y=classes(5, 2, count=3))
    h = trace["h"].detach()
    before = torch.cat([torch.zeros_like(h[:1]), h[:-1]])
    errors = (1 - h**2) * trace.grad("loss", "h")
    expected = errors.unsqueeze(-1) * before.unsqueeze(-2)
    assert difference(trace.contributions("loss", "W"), expected) < 1e-14


@pytest.mark.parametrize(
    ("text", "wrt", "words"),
    [
        (load("elman").text, "Q", "`Q` is no parameter of this trace; it has `b`"),
        ("h[t] = tanh(W @ h[t-1] + U @ x[t])\nz = V @ h[T]\nloss = sum(z)", "V", "`V` is used in equations on \\[\\]"),
        ("h[t] = tanh(W @ h[t-1] + U @ x[t])\nh[0] = W @ z\nparam z\nloss = sum(h[T])", "W", "at the boundary of `h`"),
    ],
)
def test_what_has_no_contributions_is_told(text: str, wrt: str, words: str) -> None:
    model = model_of(text, x=3)
    given = {"x": noise(5, 1, 3)} | ({"y": classes(5, 1, count=3)} if "y" in model.definition.roles else {})
    with pytest.raises(ModelError, match=words):
        model.run(given).contributions("loss", wrt)


def test_contributions_to_an_unknown_variable_list_those_there_are() -> None:
    trace = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = sum(h[T])", x=3).run(x=noise(5, 1, 3))
    with pytest.raises(ModelError, match="`z` is no variable of this trace; it has h, x, loss"):
        trace.contributions("z", "W")
