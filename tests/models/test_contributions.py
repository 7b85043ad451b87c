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


PLACES = {
    "a learnt first value": (
        "h[t] = tanh(W @ h[t-1] + U @ x[t])\nh[0] = tanh(W @ z)\nparam z\nloss = sum(h[T])",
        {"h": (5, 2), "h[0]": (2,)},
    ),
    "the value after the end": (
        "g[t] = tanh(W @ g[t+1] + U @ x[t])\ng[T+1] = W @ z\nparam z\nloss = sum[t](sum(g[t]))",
        {"g": (5, 2), "g[T+1]": (2,)},
    ),
    "steps and no step": (
        "h[t] = tanh(W @ h[t-1] + U @ x[t])\nz = W @ h[T]\nloss = sum(z)",
        {"h": (5, 2), "z": (2,)},
    ),
    "two axes and one": (
        "h[s,t] = tanh(W @ h[s-1,t] + Q @ h[s,t-1] + U @ x[t])\nh[s,0] = W @ k[s]\nk[s] = tanh(W @ k[s-1] + b)\n"
        "loss = sum[s,t](norm(h[s,t]))",
        {"h": (4, 5, 2), "h[s,0]": (2,), "k": (4, 2)},
    ),
    "a corner": (
        "h[s,t] = tanh(W @ h[s-1,t-1] + U @ x[t])\nh[s,0] = W @ k[s-1]\nh[0,t] = W @ x[t-1]\nk[s] = tanh(k[s-1] + b)\n"
        "param W : 3 x 3\nloss = sum[s,t](norm(h[s,t]))",
        {"h": (4, 5, 2), "h[s,0]": (2,), "h[0,t]": (2,)},
    ),
    "a scalar in a function": (
        "def f(a) = tanh(W * a)\nparam W : scalar ~ 0.7\nh[t] = f(h[t-1]) + x[t]\ng[t] = f(V @ h[t])\nparam V : 2 x 3\n"
        "loss = sum(g[T])",
        {"h": (5, 2), "g": (5, 2)},
    ),
    "a function": (
        "def f(a) = tanh(W @ a)\nh[t] = f(h[t-1]) + U @ x[t]\nh[0] = f(z)\nparam z\nloss = sum(f(h[T]))",
        {"h": (5, 2), "h[0]": (2,), "loss": (2,)},
    ),
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("own", [None, [5, 3]], ids=["one length", "several"])
def test_contributions_of_all_places_add_up_to_the_gradient(name: str, own: list[int] | None) -> None:
    text, places = PLACES[name]
    model = model_of(text, x=3)
    lengths = {axis: 4 for axis in model.definition.lengths if axis != "t"} | ({"t": own} if own else {})
    trace = model.run(x=noise(5, 2, 3), lengths=lengths)
    found, rank = {at: trace.contributions("loss", "W", at) for at in places}, model.weights["W"].dim()
    assert {at: one.shape[: one.dim() - rank] for at, one in found.items()} == places
    assert all(bool(one.abs().max() > 1e-4) for one in found.values())
    total = sum(one.sum(tuple(range(one.dim() - rank))) for one in found.values())
    assert difference(total, trace.grad("loss", "W")) < 1e-13


def test_the_contribution_of_a_first_value_is_its_gradient_times_what_it_is_made_of() -> None:
    model = model_of(PLACES["a learnt first value"][0], x=3)
    trace = model.run(x=noise(5, 2, 3))
    first, z = trace.boundary("h", 0), model.weights["z"].detach()
    error = trace.boundary_grad("loss", "h") * (1 - first.detach() ** 2)
    expected = error.unsqueeze(-1) * z
    assert difference(trace.contributions("loss", "W", "h[0]"), expected) < 1e-14


@pytest.mark.parametrize(
    ("text", "wrt", "at", "words"),
    [
        (load("elman").text, "Q", "", "`Q` is no parameter of this trace; it has `b`"),
        (
            PLACES["a learnt first value"][0],
            "W",
            "",
            r"`W` is used in `h` on \[t\] and `h\[0\]` on \[\]; asked for what it contributes in all of them together",
        ),
        (load("elman").text, "W", "o", r"`W` is used in `a` on \[t\]; asked for what it contributes in `o`"),
        ("param q : 3\nh[t] = tanh(h[t-1] + U @ x[t])\nloss = sum(h[T])", "q", "", "`q` is used in no equation"),
    ],
)
def test_what_has_no_contributions_is_told(text: str, wrt: str, at: str, words: str) -> None:
    model = model_of(text, x=3)
    given = {"x": noise(5, 1, 3)} | ({"y": classes(5, 1, count=3)} if "y" in model.definition.roles else {})
    with pytest.raises(ModelError, match=words):
        model.run(given).contributions("loss", wrt, at)


def test_contributions_to_an_unknown_variable_list_those_there_are() -> None:
    trace = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])\nloss = sum(h[T])", x=3).run(x=noise(5, 1, 3))
    with pytest.raises(ModelError, match="`z` is no variable of this trace; it has h, x, loss"):
        trace.contributions("z", "W")
