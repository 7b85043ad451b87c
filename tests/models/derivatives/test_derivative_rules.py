"""Every operation has a derivative for every argument, equal to autograd's, and set in LaTeX from the same rule."""

import re

import pytest
import torch

import graphviz_rnn as gr
from graphviz_rnn.language.operations import OPERATIONS
from models import build, local_derivatives
from models.derivatives.notation import Reading, fitted, jacobian
from models.derivatives.rules import RULES, derivative
from models.rules import RULES as TORCH
from models.value import Value
from tests.models.cases import classes, difference, model_of, noise

SHAPES = {"scalar": (), "vector": (3,), "matrix": (2, 3)}
ALIKE = [("scalar", "scalar"), ("vector", "vector"), ("matrix", "matrix")]
SPREAD = [*ALIKE, ("scalar", "vector"), ("vector", "scalar"), ("scalar", "matrix"), ("matrix", "scalar")]
GROUPS = {
    "operator": SPREAD,
    "pair": SPREAD,
    "elementwise": [("scalar",), ("vector",), ("matrix",)],
    "vector": [("vector",)],
    "summary": [("scalar",), ("vector",), ("matrix",)],
    "loss": ALIKE,
}
OWN = {
    "neg": GROUPS["elementwise"],
    "'": [("vector",), ("matrix",), ("row",), ("scalar",)],
    "@": [("matrix", "long"), ("row", "vector"), ("vector", "row"), ("rowlong", "matrix"), ("matrix", "tall")],
    "+": [*SPREAD, ("vector", "vector", "scalar", "vector")],
    "*": [*SPREAD, ("vector", "scalar", "vector")],
    "concat": [("vector",), ("vector", "long", "vector")],
    "cross_entropy": [("vector", "vector")],
    "nll": [("vector", "vector")],
}
SHAPES |= {"long": (3,), "row": (3,), "rowlong": (2,), "tall": (3, 4)}
CASES = [(name, kinds) for name, one in OPERATIONS.items() for kinds in OWN.get(name, GROUPS[one.group])]


def _values(kinds: tuple[str, ...]) -> list[Value]:
    """Return positive numbers, so that every operation is defined."""
    drawn = [noise(*SHAPES[kind], seed=place).abs() + 0.1 for place, kind in enumerate(kinds)]
    return [Value(one, one.dim(), False, kind.startswith("row")) for one, kind in zip(drawn, kinds, strict=True)]


def _both(name: str, values: list[Value], position: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return our Jacobian with respect to one argument, and autograd's."""

    def made(tensor: torch.Tensor) -> torch.Tensor:
        own = values[position]
        given = [*values[:position], Value(tensor, own.rank, False, own.row), *values[position + 1 :]]
        return TORCH[name](given).tensor

    theirs = torch.autograd.functional.jacobian(made, values[position].tensor)
    value = TORCH[name](values)
    reading = Reading(values, value, position, values[0].tensor.numel(), {})
    ours = jacobian(fitted(derivative(name, position), reading), reading)
    return ours, theirs.reshape(value.tensor.numel(), -1)


def test_every_operation_has_a_derivative_for_every_argument() -> None:
    assert sorted(RULES) == sorted(OPERATIONS)
    assert all(1 <= len(texts) <= OPERATIONS[name].most for name, texts in RULES.items())


@pytest.mark.parametrize(("name", "kinds"), CASES, ids=lambda one: one if isinstance(one, str) else "-".join(one))
def test_a_derivative_equals_autograds(name: str, kinds: tuple[str, ...]) -> None:
    for position in range(len(kinds)):
        ours, theirs = _both(name, _values(kinds), position)
        assert difference(ours, theirs) < 1e-12


KINKS = ["relu", "abs", "sign", "step", "max", "min", "one_hot", "maximum", "minimum"]


@pytest.mark.parametrize("name", KINKS)
def test_at_a_kink_a_derivative_is_pytorchs(name: str) -> None:
    tied = torch.tensor([1.0, 0.0, 1.0, 0.0], dtype=torch.float64)
    values = [Value(one, 1, batched=False) for one in (tied, torch.tensor([1.0, 0.5, 2.0, 0.0]).double())]
    for position in range(OPERATIONS[name].most):
        ours, theirs = _both(name, values[: OPERATIONS[name].most], position)
        assert difference(ours, theirs) == 0


LETTERS = {
    "h[t] = tanh(a[t])": (
        "a",
        r"\frac{\partial \boldsymbol{h}^{(t)}}{\partial \boldsymbol{a}^{(t)}} = "
        r"\operatorname{diag}\left(1 - {\left(\boldsymbol{h}^{(t)}\right)}^{2}\right)",
    ),
    "h[t] = W @ a[t]": (
        "a",
        r"\frac{\partial \boldsymbol{h}^{(t)}}{\partial \boldsymbol{a}^{(t)}} = \boldsymbol{W}",
    ),
    "h[t] = W @ h[t-1]": (
        "W",
        r"\frac{\partial \boldsymbol{h}^{(t)}}{\partial \boldsymbol{W}} = "
        r"\boldsymbol{I} \otimes {\boldsymbol{h}^{(t-1)}}^{\top}",
    ),
    "k[t] = softmax(a[t])": (
        "a",
        r"\frac{\partial \boldsymbol{k}^{(t)}}{\partial \boldsymbol{a}^{(t)}} = "
        r"\operatorname{diag}\left(\boldsymbol{k}^{(t)}\right) - \boldsymbol{k}^{(t)} \, {\boldsymbol{k}^{(t)}}^{\top}",
    ),
    "s[t] = 2 * f[t] * s[t-1]": (
        "f",
        r"\frac{\partial \boldsymbol{s}^{(t)}}{\partial \boldsymbol{f}^{(t)}} = "
        r"\operatorname{diag}\left(2 \, \boldsymbol{s}^{(t-1)}\right)",
    ),
    "k[t] = concat(a[t], b, c)": (
        "b",
        r"\frac{\partial \boldsymbol{k}^{(t)}}{\partial \boldsymbol{b}} = "
        r"\left[\boldsymbol{0}; \boldsymbol{I}; \boldsymbol{0}\right]",
    ),
    "k[t] = -a[t]": ("a", r"\frac{\partial \boldsymbol{k}^{(t)}}{\partial \boldsymbol{a}^{(t)}} = -\boldsymbol{I}"),
    "C = max[t](norm(a[t]))": (
        "C.2",
        r"\frac{\partial C}{\partial \left\lVert \boldsymbol{a}^{(t)} \right\rVert} = "
        r"\frac{\mathbb{1}\left[\left\lVert \boldsymbol{a}^{(t)} \right\rVert = C\right]}"
        r"{\sum_{t} \left(\mathbb{1}\left[\left\lVert \boldsymbol{a}^{(t)} \right\rVert = C\right]\right)}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", LETTERS)
def test_a_derivative_is_written_in_the_letters_of_the_definition(text: str) -> None:
    source, expected = LETTERS[text]
    model = model_of(f"param b : 2\n{text}" if "concat" in text else text)
    given = {name: noise(3, 1, *model.shapes[name]) for name in model.definition.names("input")}
    local = local_derivatives(model.run(given, lengths={"t": 3}))
    edges = [edge for edge in local if re.fullmatch(rf"{source}(_3)?", edge[0])]
    assert expected in [local.latex(edge) for edge in edges]


def test_a_softmax_over_an_axis_marks_the_other_step() -> None:
    trace = model_of("k[t] = softmax[t](v' @ x[t])").run(x=noise(3, 1, 3))
    local = local_derivatives(trace)
    into = {edge[0]: local.latex(edge) for edge in local if edge[1] == "k.1_2"}
    assert into["k.2_2"].endswith(r"= k^{(t)} \, \left(1 - k^{(t)}\right)")
    assert into["k.2_1"].endswith(r"= -k^{(t)} \, k^{(t')}")


def _balanced(latex: str) -> bool:
    return all(latex.count(one) == latex.count(other) for one, other in ("{}", (r"\left(", r"\right)")))


@pytest.mark.parametrize("name", ["lstm", "gru", "attention", "clockwork"])
def test_every_edge_of_a_drawing_has_a_derivative_in_latex(name: str) -> None:
    definition = gr.load(name)
    model = build(definition, seed=1)
    data = {
        one: classes(*[4] * len(definition.axes[one]), 1, count=model.shapes[one][0])
        for one in definition.names("input", "target")
    }
    local = local_derivatives(model.run(data, lengths=dict.fromkeys(definition.lengths, 4)))
    written = {local.latex(edge) for edge in local}
    assert all(re.match(r"\\frac\{\\partial .+\}\{\\partial .+\} = .+", one) and _balanced(one) for one in written)
