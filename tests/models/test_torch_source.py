"""A definition written as PyTorch source runs by itself and computes the same as our model."""

import ast

import pytest
import torch
from torch import nn

import graphviz_rnn as gr
from models import ModelError, build, to_torch_source
from models.source.names import python_names
from tests.models.cases import difference, noise

STEPS, BATCH = 5, 2
AXES = {"t": STEPS, "s": 4, "i": 3, "j": 4}

TEXTS = {
    "boundaries": [
        "h[0] = tanh(z)",
        "h[t] = tanh(W @ h[t-1] + U @ x[t]) + g[t+2]",
        "g[T+1] = 1.5",
        "g[t] = g[t+1] / 2 + U @ x[t]",
    ],
    "decoder from encoder": ["h[t] = tanh(W @ h[t-1] + U @ x[t])", "g[0] = h[T]", "g[s] = tanh(Q @ g[s-1])"],
    "fixed steps": ["input x[t]", "h[t] = x[1] + x[t-2] * x[T-1] + x[9] + x[T] + x[t+1]", "C = h[2] - h[T-3]"],
    "reductions": [
        "m = max[t](h[t])",
        "h[t] = U @ x[t]",
        "a = mean[t](tanh(h[t]) + b)",
        "n = sum[t](1 * r[t]) * m + sum[t](b)",
    ],
    "softmax over an axis": [
        "k[t] = softmax[t](v' @ x[t])",
        "C = sum[t](k[t] * x[t])",
        "D[t] = sum[t](k[t] * x[t]) + x[t-1]",
    ],
    "softmax over two axes": ["k[s,t] = softmax[s,t](r[s]' @ x[t])", "C = max[s,t](k[s,t]) + mean[s,t](k[s,t])"],
    "boundary on two axes": [
        "h[i,j] = tanh(h[i-1,j] + h[i,j-1] + h[i-1,j-2] + x[i,j])",
        "h[0,j] = z",
        "h[i,0] = exp(z)",
    ],
    "choice": [
        "h[t] = where(t % 3 == 0 and not t == 6 or t > T - 1, tanh(W @ h[t-1]), x[t] + where(t < 2, 1, p))",
        "param p : scalar",
    ],
    "constants": [
        "def decay(tau) = exp(-1 / tau)",
        "const d = 3",
        "h[t] = decay(30) * h[t-d] + maximum(x[t], 0.25) - 2 ^ x[t] + d",
    ],
    "summaries": [
        "z[t] = sum(x[t]) + mean(x[t]) * max(x[t]) - min(x[t]) / norm(x[t])",
        "y[t] = z[t] * x[t] ^ 2 - -z[t] ^ 2",
    ],
    "products": [
        "M[t] = x[t] @ q[t]'",
        "N[t] = M[t]' @ x[t]",
        "O[t] = (x[t]' @ M[t])' @ N[t]",
        "P[t] = (W' @ W @ M[t]) @ q[t]",
        "V[t] = M[t]' * 2",
    ],
    "matrix state": [
        "M[t] = M[t-1] + h[t] @ x[t]'",
        "h[t] = tanh((M[t-1] + U) @ x[t])",
        "loss = sum(M[T]) + norm(M[T])",
        "param U : 4 x 3",
    ],
    "losses": [
        "a = mse(x[T], x[1])",
        "b = binary_cross_entropy(x[T], q[T])",
        "c = nll(softmax(x[T]), q[T])",
        "d[t] = mse(r[t], 1)",
        "input q[t] : 3",
    ],
    "vectors": ["z[t] = concat(b, x[t], layer_norm(x[t]), one_hot(x[t]), softplus(x[t]), step(x[t]))", "param b : 2"],
    "nothing in front": ["z[t] = b", "y[t] = 2", "k = b + 1", "m = W @ b", "n = v' @ b", "param b : 3"],
    "no input": ["h[0] = z", "h[t] = tanh(W @ h[t-1])"],
    "no parameter": ["h[t] = h[t-1] / 2 + 1", "h[0] = 4"],
    "fixed length": ["axis t = 1..5", "h[t] = tanh(W @ h[t-1] + U @ x[t])", "loss = sum[t](norm(h[t])) / 5"],
    "plain graph": ["yhat = sigmoid(x' @ w + b)"],
}


def _ran(definition: gr.Definition) -> tuple[dict, dict]:
    """Return what the written module computes, and our model's values, for the same weights and data."""
    model = build(definition, seed=3).double()
    space: dict = {"__name__": "written"}
    exec(compile(to_torch_source(definition), "written", "exec"), space)
    names, written = python_names(definition), space["Model"]().double()
    for name, value in model.weights.items():
        assert written.get_parameter(names[name]).requires_grad == value.requires_grad
        with torch.no_grad():
            written.get_parameter(names[name]).copy_(value)
    assert len(list(written.parameters())) == len(model.weights)
    lengths = {axis: AXES[axis] for axis, own in definition.lengths.items() if isinstance(own, str)}
    sizes = {**AXES, **lengths}
    given = {
        name: noise(*(sizes[axis] for axis in definition.axes.get(name, ())), BATCH, *model.shapes[name]).softmax(-1)
        for name in definition.names("input", "target")
    }
    trace = model.run(given, lengths=lengths)
    read = {axis for name in given for axis in definition.axes.get(name, ())}
    free = [lengths[axis] for axis in lengths if axis not in read]
    return written(*given.values(), *free), {one.name: trace[one.name] for one in definition.equations}


def _check(definition: gr.Definition) -> None:
    found, expected = _ran(definition)
    assert list(found) == list(expected)
    for name, value in expected.items():
        assert difference(found[name], value) < 1e-12, name


RUNNING = [name for name in gr.gallery() if not gr.load(name).abstract_functions]


@pytest.mark.parametrize("name", RUNNING)
def test_the_source_of_the_gallery_computes_the_same(name: str) -> None:
    _check(gr.load(name))


@pytest.mark.parametrize("name", [one for one in RUNNING if gr.load(one).feedbacks])
def test_the_source_of_a_model_in_free_running_computes_the_same(name: str) -> None:
    _check(gr.load(name).free_running())


@pytest.mark.parametrize("name", TEXTS)
def test_the_source_of_a_text_computes_the_same(name: str) -> None:
    _check(gr.parse("\n".join(TEXTS[name])))


NAMES = ["lambda", "class", "match", "set", "range", "dict", "train", "forward", "θ", "ŷ", "ﬁ", "µ", "torch", "self",
         "batch", "functional", "reversed", "parameters", "Model", "like", "True", "½"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ["state", "parameter", "input"])
def test_any_name_becomes_a_python_name(name: str, role: str) -> None:
    h, w, x = (name if role == one else one[0] for one in ("state", "parameter", "input"))
    _check(gr.parse(f"{h}[t] = tanh({w} @ {h}[t-1] + U @ {x}[t]) * max[t]({x}[t] + 1)"))


def test_names_that_python_takes_for_one_stay_two() -> None:
    _check(gr.parse("ﬁ[t] = tanh(x[t])\nfi[t] = ﬁ[t-1] + µ\nμ = sum[t](x[t])\nset_ = 2 * set\nparam set : scalar"))


HOSTILE = [
    '# """\n# import os; os.abort()\n# """',
    "# x\x0bimport os; os.abort()",
    "# \\",
    '# a \\" """ + os.abort() + """',
    "# \u2028import os\x0cos.abort()\x00",
]


@pytest.mark.parametrize("comment", HOSTILE)
def test_comments_stay_comments(comment: str) -> None:
    text = f"{comment}\nh[t] = tanh(W @ h[t-1] + U @ x[t])\n{comment}\no[t] = V @ h[t]"
    source = to_torch_source(gr.parse(text))
    plain = to_torch_source(gr.parse("h[t] = tanh(W @ h[t-1] + U @ x[t])\no[t] = V @ h[t]"))
    assert ast.dump(_without_docstring(source)) == ast.dump(_without_docstring(plain))


def _without_docstring(source: str) -> ast.Module:
    tree = ast.parse(source)
    del tree.body[0]
    return tree


def test_the_source_reads_like_the_definition() -> None:
    source = to_torch_source(gr.load("lstm"))
    assert source.startswith('"""LSTM: a gated cell state that can keep what it holds\n')
    assert "f[t] = torch.sigmoid(b_f + x[t] @ U_f.T + h[t - 1] @ W_f.T)  # (batch, 4)" in source
    assert "s[t] = f[t] * s[t - 1] + g[t] * k[t]" in source
    assert "o = c + h @ V.T  # (T, batch, 3)" in source
    assert {
        node.name.split(".")[0]
        for one in ast.walk(ast.parse(source))
        if isinstance(one, ast.Import)
        for node in one.names
    } == {"torch"}
    assert max(map(len, source.splitlines())) <= 120


def test_the_source_starts_parameters_as_the_definition_says() -> None:
    space: dict = {}
    declared = [
        "W : 5 x 5 ~ reservoir(radius=0.7, density=0.9) fixed",
        "V : 5 x 5 ~ orthogonal(gain=2)",
        "b : 5 ~ ones",
    ]
    text = "\n".join([f"param {one}" for one in declared] + ["h[t] = W @ h[t-1] + V @ h[t-2] + b"])
    exec(to_torch_source(gr.parse(text)), space)
    model: nn.Module = space["Model"]()
    assert float(torch.linalg.eigvals(model.W.detach()).abs().max()) == pytest.approx(0.7, abs=1e-5)
    assert difference(model.V @ model.V.T, 4 * torch.eye(5)) < 1e-5
    assert model.b.tolist() == [1] * 5
    assert (model.W.requires_grad, model.V.requires_grad) == (False, True)


def test_an_abstract_function_has_no_source() -> None:
    with pytest.raises(ModelError) as caught:
        to_torch_source(gr.load("dynamical_system"))
    assert str(caught.value) == "`f` has no body, so there is nothing to write. Write `def f(…) = …`."


def test_a_boundary_that_changes_along_its_axis_is_refused() -> None:
    with pytest.raises(ModelError, match="The boundary of `h` on line 2 changes along axis j, which is not written"):
        to_torch_source(gr.parse("h[i,j] = h[i-1,j] + x[j]\nh[0,j] = x[j]"))
