"""Every operation computes what its name says, for scalars, vectors and matrices and with parameters."""

import pytest
import torch
from torch import Tensor

from graphviz_rnn.language.operations import OPERATIONS
from models.rules import RULES
from tests.models.cases import difference, model_of, noise

STEPS, BATCH, N = 3, 2, 4

EXPECTED = {
    "x[t] + q[t] + x[t]": lambda x, q, r: 2 * x + q,
    "x[t] * q[t] * 2": lambda x, q, r: 2 * x * q,
    "x[t] - q[t]": lambda x, q, r: x - q,
    "x[t] / exp(q[t])": lambda x, q, r: x * torch.exp(-q),
    "x[t] ^ 2": lambda x, q, r: x * x,
    "2 ^ x[t]": lambda x, q, r: torch.exp2(x),
    "-x[t]": lambda x, q, r: -x,
    "r[t] * x[t] + r[t]": lambda x, q, r: r[..., None] * x + r[..., None],
    "x[t]' @ q[t]": lambda x, q, r: (x * q).sum(-1),
    "(x[t] @ q[t]') @ q[t]": lambda x, q, r: x * (q * q).sum(-1, keepdim=True),
    "(x[t]' @ (q[t] @ x[t]'))'": lambda x, q, r: x * (x * q).sum(-1, keepdim=True),
    "(x[t] @ q[t]')' @ x[t]": lambda x, q, r: q * (x * x).sum(-1, keepdim=True),
    "tanh(x[t])": lambda x, q, r: 1 - 2 / (torch.exp(2 * x) + 1),
    "sigmoid(x[t])": lambda x, q, r: 1 / (1 + torch.exp(-x)),
    "relu(x[t])": lambda x, q, r: x * (x > 0),
    "softplus(x[t])": lambda x, q, r: torch.log1p(torch.exp(x)),
    "log(exp(x[t]))": lambda x, q, r: x,
    "sqrt(x[t] * x[t])": lambda x, q, r: x.abs(),
    "abs(x[t])": lambda x, q, r: x.abs(),
    "sin(x[t]) ^ 2 + cos(x[t]) ^ 2": lambda x, q, r: torch.ones_like(x),
    "sign(x[t])": lambda x, q, r: x / x.abs(),
    "step(x[t])": lambda x, q, r: (x > 0).double(),
    "maximum(x[t], 0)": lambda x, q, r: x * (x > 0),
    "minimum(x[t], q[t])": lambda x, q, r: -torch.maximum(-x, -q),
    "softmax(x[t])": lambda x, q, r: torch.exp(x) / torch.exp(x).sum(-1, keepdim=True),
    "one_hot(x[t])": lambda x, q, r: (x == x.amax(-1, keepdim=True)).double(),
    "layer_norm(x[t])": lambda x, q, r: (
        (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True, unbiased=False) + 1e-5).sqrt()
    ),
    "concat(x[t], q[t])": lambda x, q, r: torch.cat([x, q], -1),
    "sum(x[t])": lambda x, q, r: x.sum(-1),
    "sum(x[t] @ q[t]')": lambda x, q, r: x.sum(-1) * q.sum(-1),
    "mean(x[t])": lambda x, q, r: x.sum(-1) / N,
    "max(x[t])": lambda x, q, r: x.sort(-1).values[..., -1],
    "min(x[t])": lambda x, q, r: x.sort(-1).values[..., 0],
    "norm(x[t])": lambda x, q, r: (x * x).sum(-1).sqrt(),
    "cross_entropy(x[t], softmax(q[t]))": lambda x, q, r: (
        -(q.softmax(-1) * (x - x.exp().sum(-1, keepdim=True).log())).sum(-1)
    ),
    "nll(softmax(x[t]), softmax(q[t]))": lambda x, q, r: -(q.softmax(-1) * x.softmax(-1).log()).sum(-1),
    "mse(x[t], q[t])": lambda x, q, r: ((x - q) ** 2).sum(-1) / N,
    "mse(r[t], 1)": lambda x, q, r: (r - 1) ** 2,
    "binary_cross_entropy(x[t], step(q[t]))": lambda x, q, r: (
        -torch.where(q > 0, x.sigmoid().log(), (-x).sigmoid().log()).sum(-1) / N
    ),
    "sum[t](x[t])": lambda x, q, r: x.sum(0).expand_as(x),
    "mean[t](x[t] * q[t])": lambda x, q, r: ((x * q).sum(0) / STEPS).expand_as(x),
    "max[t](x[t])": lambda x, q, r: x.amax(0).expand_as(x),
    "softmax[t](x[t])": lambda x, q, r: x.exp() / x.exp().sum(0),
    "x[t-1] + x[t+1]": lambda x, q, r: torch.cat([0 * x[:1], x[:-1]]) + torch.cat([x[1:], 0 * x[:1]]),
    "x[T] + x[T-1] + x[1] + x[9]": lambda x, q, r: (x[2] + x[1] + x[0]).expand_as(x),
    "where(t > 1, x[t], q[t])": lambda x, q, r: torch.cat([q[:1], x[1:]]),
    "sum[t](where(t == 2, 0, x[t]))": lambda x, q, r: (x[0] + x[2]).expand_as(x),
    "sum[t](1 * r[t]) * x[t]": lambda x, q, r: r.sum(0)[:, None] * x,
    "sum[t](max[t](x[t]))": lambda x, q, r: (STEPS * x.amax(0)).expand_as(x),
}  # fmt: skip


def test_every_operation_has_a_rule() -> None:
    assert sorted(RULES) == sorted(OPERATIONS)


def _data() -> dict[str, Tensor]:
    return {"x": noise(STEPS, BATCH, N), "q": noise(STEPS, BATCH, N, seed=2), "r": noise(STEPS, BATCH, seed=3)}


@pytest.mark.parametrize("stepped", [False, True], ids=["all steps at once", "step by step"])
@pytest.mark.parametrize("expression", EXPECTED)
def test_an_expression_computes_what_it_says(expression: str, stepped: bool) -> None:
    body = f"where(1 == 1, {expression}, {expression})" if stepped else expression
    text = f"input x[t] : {N}\ninput q[t] : {N}\ninput r[t] : scalar\nz[t] = {body}"
    data = _data()
    found, expected = model_of(text).run(data)["z"], EXPECTED[expression](*data.values())
    if found.dim() > expected.dim():  # a choice between two scalars is read as a vector that both are spread over
        expected = expected.unsqueeze(-1).expand_as(found)
    assert difference(found, expected) < 1e-12


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("W @ x[t]", lambda x, w, v, k: torch.einsum("ij,tbj->tbi", w, x)),
        ("(x[t]' @ W)'", lambda x, w, v, k: torch.einsum("tbi,ij->tbj", x, w)),
        ("W' @ W @ x[t]", lambda x, w, v, k: torch.einsum("ji,jk,tbk->tbi", w, w, x)),
        ("v' @ x[t]", lambda x, w, v, k: (x * v).sum(-1)),
        ("v + k * x[t]", lambda x, w, v, k: v + k * x),
        ("concat(v, x[t])", lambda x, w, v, k: torch.cat([v.expand_as(x), x], -1)),
        ("(v @ x[t]') @ v", lambda x, w, v, k: v * (x * v).sum(-1, keepdim=True)),
        ("v", lambda x, w, v, k: v.expand_as(x)),
        ("sum(v) * x[t]", lambda x, w, v, k: v.sum() * x),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_parameters_have_no_batch(expression: str, expected) -> None:
    declared = f"input x[t] : {N}\nparam W : {N} x {N}\nparam v : {N}\nparam k : scalar\n"
    model, x = model_of(f"{declared}z[t] = {expression}\nkept = sum(W) + sum(v) + k"), _data()["x"]
    wanted = expected(x, model.weights["W"], model.weights["v"], model.weights["k"])
    assert difference(model.run(x=x)["z"], wanted) < 1e-12


def test_reductions_over_two_axes_are_joint() -> None:
    model = model_of("e[s,t] = r[s] * x[t]\nk[s,t] = softmax[s,t](e[s,t])\nC = sum[s,t](e[s,t])\nD = max[s,t](e[s,t])")
    x, r = noise(3, BATCH, 3), noise(4, BATCH, 3, seed=2)
    trace = model.run(x=x, r=r)
    both = r[:, None] * x[None]
    assert difference(trace["k"], both.flatten(0, 1).softmax(0).unflatten(0, (4, 3))) < 1e-12
    assert difference(trace["C"], both.sum((0, 1))) < 1e-12
    assert difference(trace["D"], both.amax((0, 1))) < 1e-12


def test_attention_in_one_expression_equals_attention_in_three() -> None:
    one = model_of("C[s] = sum[t](softmax[t](r[s]' @ x[t]) * x[t])")
    x, r = noise(3, BATCH, 3), noise(4, BATCH, 3, seed=2)
    weights = torch.einsum("sbi,tbi->stb", r, x).softmax(1)
    assert difference(one.run(x=x, r=r)["C"], torch.einsum("stb,tbi->sbi", weights, x)) < 1e-12
