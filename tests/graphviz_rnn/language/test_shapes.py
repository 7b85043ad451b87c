"""Shapes are what the book's equations say, and what numpy finds when it computes them."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import graphviz_rnn as gr
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Number, Reference, Where
from tests.graphviz_rnn.strategies import definition_texts

ELMAN = "a[t] = b + W @ h[t-1] + U @ x[t]\nh[t] = tanh(a[t])\no[t] = c + V @ h[t]\nL[t] = cross_entropy(o[t], y[t])"
ATTENTION = (
    "h[t] = tanh(W @ h[t-1] + U @ x[t])\ng[s] = tanh(Q @ g[s-1] + R @ C[s])\n"
    "e[s,t] = v' @ tanh(W_a @ g[s-1] + U_a @ h[t])\nk[s,t] = softmax[t](e[s,t])\nC[s] = sum[t](k[s,t] * h[t])"
)
TABLE = {
    "Elman": (ELMAN, {"h": 8, "x": 5, "y": 2},
        {"a": (8,), "b": (8,), "W": (8, 8), "h": (8,), "U": (8, 5), "x": (5,), "o": (2,), "c": (2,), "V": (2, 8),
         "L": (), "y": (2,)}),
    "defaults": ("h[t] = tanh(b + W @ h[t-1] + U @ x[t])", {}, {"h": (4,), "x": (3,), "W": (4, 4), "U": (4, 3)}),
    "attention": (ATTENTION, {"h": 5, "g": 6, "v": 7, "x": 2},
        {"h": (5,), "g": (6,), "C": (5,), "e": (), "k": (), "v": (7,), "W_a": (7, 6), "U_a": (7, 5), "R": (6, 5)}),
    "LSTM gates": ("f[t] = sigmoid(b + U @ x[t] + W @ h[t-1])\ns[t] = f[t] * s[t-1] + tanh(x[t])\nh[t] = tanh(s[t])",
        {"x": 3}, {"f": (3,), "s": (3,), "h": (3,), "b": (3,), "U": (3, 3), "W": (3, 3)}),
    "leaky, declared scalar": ("param alpha : scalar ~ 0.9\nmu[t] = alpha * mu[t-1] + (1 - alpha) * v[t]", {"v": 6},
        {"alpha": (), "mu": (6,), "v": (6,)}),
    "leaky, a vector": ("mu[t] = alpha * mu[t-1] + (1 - alpha) * v[t]", {"v": 6}, {"alpha": (6,), "mu": (6,)}),
    "plain graph": ("yhat = sigmoid(x' @ w + b)", {"x": 7}, {"yhat": (), "x": (7,), "w": (7,), "b": ()}),
    "matrix state": ("H[t] = H[t-1] + v[t] @ k[t]'\no[t] = H[t] @ q[t]", {"v": 2, "k": 5},
        {"H": (2, 5), "v": (2,), "k": (5,), "q": (5,), "o": (2,)}),
    "covariance": ("C[t] = A @ C[t-1] @ A' + Q\nm[t] = A @ m[t-1]", {"m": 3}, {"C": (3, 3), "A": (3, 3), "Q": (3, 3)}),
    "square of itself": ("P[t] = P[t-1] @ P[t-1]\nv = P[T] @ w", {"w": 5}, {"P": (5, 5), "v": (5,)}),
    "product of matrices": ("h[t] = tanh(A @ B @ C @ h[t-1])", {"h": 5}, {"A": (5, 4), "B": (4, 4), "C": (4, 5)}),
    "transposed weights": ("h[t] = W' @ x[t]\nz[t] = W @ h[t]", {"h": 2, "x": 5}, {"W": (5, 2), "z": (5,)}),
    "concat": ("o[t] = W @ concat(h[t], g[t], x[t])\nh[t] = A @ x[t]\ng[t] = B @ x[t]",
        {"h": 2, "g": 3, "x": 4, "o": 2}, {"W": (2, 9)}),
    "concat of concats": ("a[t] = concat(b[t], x[t])\nb[t] = concat(x[t], x[t])", {"x": 2}, {"a": (6,), "b": (4,)}),
    "concat in a state": ("h[t] = tanh(W @ concat(h[t-1], x[t]))", {"h": 3, "x": 2}, {"W": (3, 5)}),
    "constants as sizes": ("const n = 6\nparam W : n x 2\nh[t] = W @ x[t]", {}, {"W": (6, 2), "h": (6,), "x": (2,)}),
    "summaries": ("h[t] = x[t] / norm(x[t]) + mean(x[t])\nm = max[t](h[t])", {"x": 5}, {"h": (5,), "m": (5,)}),
    "where spreads a scalar": ("h[t] = where(t == 1, 0, x[t])", {"x": 5}, {"h": (5,)}),
    "where of scalars": ("h[t] = where(t == 1, 0, 1)", {}, {"h": ()}),
    "boundary spreads a scalar": ("h[0] = 1\nh[t] = W @ h[t-1]", {"h": 5}, {"h": (5,), "W": (5, 5)}),
    "boundary learned": ("h[0] = z\nh[t] = W @ h[t-1]", {"z": 5}, {"h": (5,), "z": (5,)}),
    "feedback": ("h[t] = W @ y[t-1]\no[t] = V @ h[t]\nL[t] = cross_entropy(o[t], y[t])\nfeedback y[t] = one_hot(o[t])",
        {"y": 9, "h": 2}, {"o": (9,), "W": (2, 9), "V": (9, 2)}),
    "function with a body": ("def f(s, p) = tanh(p @ s + bias)\ns[t] = f(s[t-1], theta)", {"s": 5},
        {"s": (5,), "theta": (5, 5), "bias": (5,)}),
    "abstract function": ("def f(s, p)\ns[t] = f(s[t-1], theta)", {"s": 5}, {"s": (5,)}),
    "scalar state": ("s[t] = 0.5 * s[t-1] + sum(x[t])", {"x": 5}, {"s": (), "x": (5,)}),
    "two axes": ("h[s,t] = tanh(A @ h[s-1,t] + B @ h[s,t-1] + U @ x[s,t])", {"h": 5}, {"A": (5, 5), "U": (5, 3)}),
    "scalar loss of scalars": ("o = w' @ x\nL = mse(o, y)", {"x": 5}, {"o": (), "y": (), "w": (5,), "L": ()}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_shapes_are_as_worked_out_by_hand(name):
    text, sizes, expected = TABLE[name]
    found = gr.parse(text).shapes(sizes)
    assert {key: found[key] for key in expected} == expected


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(definition_texts())
def test_numpy_computes_every_equation_in_the_shapes_inferred(text):
    definition = gr.parse(text)
    shapes = definition.shapes()
    for one in definition.equations:
        assert computed(definition.inlined[one.name], shapes).shape == column(shapes[one.name]).shape
    for side in (*definition.boundaries, *definition.feedbacks):
        assert computed(side.expression, shapes).shape in ((), column(shapes[side.name]).shape)


@pytest.mark.parametrize("name", [name for name in TABLE if name != "abstract function"])
def test_numpy_computes_the_table_in_the_shapes_inferred(name):
    text, sizes, _ = TABLE[name]
    definition = gr.parse(text)
    shapes = definition.shapes(sizes)
    for one in definition.equations:
        assert computed(definition.inlined[one.name], shapes).shape == column(shapes[one.name]).shape


def column(shape):
    """Return ones in a shape, a vector standing as a column."""
    return np.ones((*shape, 1) if len(shape) == 1 else shape)


def computed(expression, shapes):
    """Evaluate an expression in numpy with every name all ones; scalars spread, and nothing else."""
    if isinstance(expression, Number):
        return np.array(expression.value)
    if isinstance(expression, Reference):
        return column(shapes[expression.name])
    if isinstance(expression, Where):
        first, second = computed(expression.then, shapes), computed(expression.otherwise, shapes)
        return spread("where", [first, second])
    parts = [computed(one, shapes) for one in expression.arguments]
    if expression.axes:
        return parts[0]
    group = OPERATIONS[expression.operation].group
    if expression.operation == "@":
        return product(*parts)
    if expression.operation == "'":
        return parts[0].T
    if expression.operation == "concat":
        assert all(one.ndim == 2 and one.shape[1] == 1 for one in parts)
        return np.concatenate(parts)
    if group == "vector":
        assert parts[0].shape[1] == 1
    if group in ("summary", "loss"):
        assert group == "summary" or parts[0].shape == parts[1].shape
        return np.array(1.0)
    return spread(expression.operation, parts)


def product(left, right):
    made = left @ right  # numpy raises where the inner sizes differ
    return made[0, 0] if made.shape == (1, 1) and left.shape[0] == 1 and right.shape[1] == 1 else made


def spread(operation, parts):
    shapes = {one.shape for one in parts if one.shape != ()}
    assert len(shapes) <= 1, f"{operation} of {shapes}"
    return np.ones(next(iter(shapes), ()))


def test_a_size_is_asked_for_by_any_name_of_the_vector():
    definition = gr.parse(ELMAN)
    assert definition.shapes({"b": 7}) == definition.shapes({"h": 7}) == definition.shapes({"a": 7})


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"q": 3}, "`q`, which the definition does not have"),
        ({"hh": 3}, "Did you mean `h`?"),
        ({"h": 0}, "The size of `h` is 0; expected a whole number from 1 to 100000."),
        ({"h": 2.0}, "The size of `h` is 2.0; expected a whole number"),
        ({"h": True}, "The size of `h` is True; expected a whole number"),
        ({"W": 3}, "`W` is a matrix; give the sizes of the variables it joins instead."),
    ],
    ids=["unknown", "nearly", "zero", "fraction", "truth", "matrix"],
)
def test_size_that_cannot_be_asked_for(sizes, words):
    with pytest.raises(gr.RequestError) as caught:
        gr.parse("param W : 4 x 3\nh[t] = W @ x[t]" if "W" in sizes else ELMAN).shapes(sizes)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", gr.gallery())
def test_gallery_in_other_sizes_still_fits(name):
    definition = gr.load(name)
    shapes = definition.shapes()
    vectors = [one for one, role in definition.roles.items() if len(shapes[one]) == 1 and role == "input"]
    free = [one for one in vectors if definition.declarations.get(one) is None or not definition.declarations[one].size]
    found = definition.shapes(dict.fromkeys(free, 5)) if len({shapes[one] for one in free}) <= 1 else shapes
    assert set(found) == set(definition.roles)
