"""Local derivatives in letters, evaluated at several indices, against central differences of the equation itself."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import graphviz_rnn as gr
from graphviz_rnn.language.records import Call, Reference
from models.derivatives.direct import direct_derivatives
from tests.models.naive import Naive

N, STEPS = 3, 4
"""All vectors have three numbers, so that the letter I has one size."""

TEXTS = {
    "where": "h[t] = where(t % 2 == 0, tanh(W @ h[t-1] + U @ x[t]), h[t-1] * x[t])",
    "where inside": "h[t] = tanh(where(t == 1, U @ x[t], where(t == T, h[t-2], W @ h[t-1])) + where(t > 2, x[t-1], b))",
    "where in a function": "const d = 2\ndef f(a) = where(t % d == 0, a * a, exp(a))\nh[t] = f(W @ h[t-d] + x[t])",
    "long delay": "h[t] = tanh(W @ h[t-9] + S @ h[t-1] + U @ x[t+30])",
    "read twice": "h[t] = x[t] * x[t] + x[t] - h[t-1] * x[t]",
    "scalar spread": "s[t] = sum(x[t])\nh[t] = tanh(s[t] + W @ h[t-1])",
    "ends": "C = x[T] * x[1] + x[T-1]\nh[t] = C * tanh(h[t-1] + x[T])",
    "causal": "h[t] = tanh(U @ x[t])\nC[s] = sum[t](where(t <= s, h[t] * k[s,t], -h[t]))\nk[s,t] = softmax[t](e[s,t])\n"
    "e[s,t] = v' @ tanh(h[t] + P @ C[s-1])",
    "masked": "k[s,t] = softmax[t](where(t <= s, e[s,t], -9))\ne[s,t] = v' @ x[t] * z[s]\nparam v : 3\n"
    "input z[s] : scalar\nm = max[t](x[t])\nz2[s] = sum[t](k[s,t] * x[t])",
    "summed": "C[s] = tanh(sum[t](z[s] * k[t] + where(t <= s, k[t] - z[s], z[s] * z[s])))\ninput k[t] : 3\n"
    "input z[s] : 3",
    "others": "p[s,t] = softmax[t](tanh(z[s] * k[t] + where(t > 1, z[s], k[t])))\ninput k[t] : 3\ninput z[s] : 3",
    "spelled": "C[s] = log(sum[t](where(t <= s, k[t] * k[t], k[t] + 2)))\ninput k[t] : 3\naxis s = 1..3",
    "nested": "C[s] = sum[t](where(t <= s, where(t == 1, k[t], x[s] * k[t]), where(t == 3, k[t] / x[s], 1)))\n"
    "input k[t] : 3\ninput x[s] : 3",
    "losses": "o[t] = V @ x[t]\nL[t] = cross_entropy(o[t], y[t]) + mse(x[t], o[t]) / 2 - norm(o[t])\n"
    "loss = sum[t](L[t])",
    "concatenated": "h[t] = sigmoid(W @ concat(x[t], h[t-1]) + layer_norm(x[t]))\nparam W : 3 x 6",
}
GALLERY = [one for one in gr.gallery() if not gr.load(one).abstract_functions]
ELSEWHERE = "'"


class Letters(Naive):
    """Reads the letters of derivatives as well; a vector is a column, what is transposed a row of a matrix."""

    def value(self, expression, env):
        if isinstance(expression, Reference) and not expression.index:
            plain = {"I": np.eye(N), "0": np.zeros((N, N)), "1": np.ones(N), "n": np.float64(N)}
            if expression.name in plain and expression.name not in self.definition.roles:
                return plain[expression.name]
        if isinstance(expression, Call) and any("≠" in one for one in expression.axes):
            return self.others(expression, env)
        if isinstance(expression, Call) and not expression.axes and expression.operation in LETTERS:
            return LETTERS[expression.operation](*(self.value(one, env) for one in expression.arguments))
        return super().value(expression, env)

    def others(self, call, env):
        """Sum over all steps t' but t."""
        letters = [one.split("≠") for one in call.axes]
        steps = [[one for one in range(1, self.lengths[own] + 1) if one != env[own]] for _, own in letters]
        moved = [letter for letter, _ in letters]
        return sum(
            self.value(call.arguments[0], {**env, **dict(zip(moved, one, strict=True))}) for one in product(*steps)
        )


def _times(a, b):
    if not np.ndim(a) or not np.ndim(b):
        return a * b
    if np.ndim(a) == 1:
        a = a[:, None]
    found = a @ b
    return found[0] if np.ndim(found) == 1 and np.ndim(b) == 1 and len(a) == 1 else found


LETTERS = {
    "@": _times,
    "'": lambda a: a[None] if np.ndim(a) == 1 else a[0] if np.ndim(a) and len(a) == 1 else np.transpose(a),
    "diag": lambda a: np.diag(a),
    "vec": np.ravel,
    "indicator": lambda a, b: (a == b) * 1.0,
    "sum": lambda a: np.sum(a),
    "concat": lambda *all_: np.concatenate(all_),
}


class Moved(Naive):
    """Computes an expression in which one reading of a name, at one index, is given."""

    def __init__(self, naive, read, at, given):
        super().__init__(naive.definition, naive.shapes, naive.weights, naive.inputs, naive.lengths)
        self.read, self.place, self.given = read, at, given
        self.at = naive.at  # what other equations compute stays

    def value(self, expression, env):
        if expression == self.read and all(env.get(axis, step) == step for axis, step in self.place.items()):
            return self.given
        return super().value(expression, env)


def worked(text):
    """Return a definition's names at every index, computed by recursion, and its shapes."""
    definition = gr.parse(text)
    sizes = {name: N for name, shape in definition.shapes().items() if len(shape) == 1}
    try:
        shapes = definition.shapes(sizes)
    except gr.RequestError:
        shapes = definition.shapes()
    lengths = {axis: own if isinstance(own, int) else STEPS for axis, own in definition.lengths.items()}
    random = np.random.default_rng(0)
    weights = {name: random.normal(size=shapes[name]) for name in definition.names("parameter")}
    inputs = {}
    for name in definition.names("input", "target"):
        inputs[name] = random.uniform(
            0.1, 1, size=(*(lengths[one] for one in definition.axes.get(name, ())), *shapes[name])
        )
    return Letters(definition, shapes, weights, inputs, lengths)


def matrix(value, rows, columns):
    value = np.asarray(value, dtype=float)
    return value.reshape(rows, columns) if value.ndim else np.full((rows, columns), value)


def differences(naive, body, env, read, place):
    """Return the derivative of a body with respect to one reading, by central differences."""
    value = np.array(Naive.value(naive, unprimed(read), {**env, **place}), dtype=float)
    columns = []
    for one in np.ndindex(value.shape):
        step = np.zeros_like(value)
        step[one] = 1e-5
        up, down = (Moved(naive, unprimed(read), place, value + by).value(body, env) for by in (step, -step))
        columns.append((np.ravel(up) - np.ravel(down)) / 2e-5)
    return np.stack(columns, -1)


def unprimed(read):
    return replace(read, index=tuple(replace(one, base=one.base and one.base.rstrip(ELSEWHERE)) for one in read.index))


def compared(naive):
    """Yield for every derivative, at every index and step that it is read at, both matrices and where they are."""
    definition, shapes = naive.definition, naive.shapes
    for name, direct in direct_derivatives(definition, naive.lengths).items():
        axes, body = definition.axes.get(name, ()), definition.inlined[name]
        if len(shapes[name]) > 1:
            continue
        for index in product(*(range(1, naive.lengths[axis] + 1) for axis in axes)):
            env = dict(zip(axes, index, strict=True))
            for read, slope in direct.at(*index):
                bases = dict.fromkeys(str(one.base) for one in read.index if one.base is not None)
                open_ = [one for one in bases if one.rstrip(ELSEWHERE) in naive.lengths and one not in env]
                for steps in product(*(range(1, naive.lengths[one.rstrip(ELSEWHERE)] + 1) for one in open_)):
                    place = {one.rstrip(ELSEWHERE): step for one, step in zip(open_, steps, strict=True)}
                    if any(one.endswith(ELSEWHERE) and place[one[0]] == env[one[0]] for one in open_):
                        continue
                    here = {**env, **dict(zip(open_, steps, strict=True))}
                    place = {one.rstrip(ELSEWHERE): here[one] for one in bases if one in here}
                    yield name, index, read, place, slope, here, env, body


@pytest.mark.parametrize("text", [*TEXTS.values(), *(gr.load(one).text for one in GALLERY)], ids=[*TEXTS, *GALLERY])
def test_letters_are_the_derivatives_of_the_equation_at_every_index(text):
    naive, count = worked(text), 0
    for name, index, read, place, slope, here, env, body in compared(naive):
        expected = differences(naive, body, env, read, place)
        found = matrix(naive.value(slope, here), *expected.shape)
        assert found == pytest.approx(expected, rel=1e-7, abs=1e-7), (name, index, read, slope)
        count += 1
    assert count
