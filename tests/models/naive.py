"""A second reading to test against: one number after the other, as the language says, with nothing batched or shared.

A name at an index is computed when it is asked for, by recursion, for one sequence, in NumPy. Slow and plain.
"""

from itertools import product

import numpy as np

from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.records import Number, Reference, Where


class Naive:
    def __init__(self, definition, shapes, weights, inputs, lengths):
        self.definition, self.shapes, self.lengths = definition, shapes, lengths
        self.weights, self.inputs, self.kept = weights, inputs, {}
        self.known = {end: lengths[axis] for axis, end in definition.ends.items()}
        self.known |= definition.constants

    def all(self, name):
        axes = self.definition.axes.get(name, ())
        made = np.empty([self.lengths[axis] for axis in axes], dtype=object)
        for index in product(*(range(1, self.lengths[axis] + 1) for axis in axes)):
            made[tuple(one - 1 for one in index)] = self.at(name, index)
        flat = [np.asarray(one, dtype=float) for one in made.ravel()]
        return np.array(flat).reshape((*made.shape, *self.shapes[name]))

    def at(self, name, index):
        if (name, index) not in self.kept:
            self.kept[name, index] = np.broadcast_to(self._at(name, index), self.shapes[name])
        return self.kept[name, index]

    def _at(self, name, index):
        if name in self.weights:
            return self.weights[name]
        axes = self.definition.axes.get(name, ())
        for position, (axis, one) in enumerate(zip(axes, index, strict=True)):
            if not 1 <= one <= self.lengths[axis]:
                given = self.definition.boundary(name, "before" if one < 1 else "after", position)
                if given is None:
                    return np.zeros(self.shapes[name])
                env = {letter: index[place] for place, letter in enumerate(given.axes) if letter}
                return self.value(given.expression, env)
        if name in self.inputs:
            return self.inputs[name][tuple(one - 1 for one in index)]
        return self.value(self.definition.inlined[name], dict(zip(axes, index, strict=True)))

    def value(self, expression, env):
        if isinstance(expression, Number):
            return np.float64(expression.value)
        if isinstance(expression, Reference):
            axes = self.definition.axes.get(expression.name, ())
            here = {**self.known, **env}
            offsets = [one.offset(dict(self.definition.constants)) for one in expression.index]
            index = [
                (0 if one.base is None else here[one.base]) + by
                for one, by in zip(expression.index, offsets, strict=True)
            ]
            return self.at(expression.name, tuple(index) if axes else ())
        if isinstance(expression, Where):
            taken = holds(expression.condition, {**self.known, **env})
            return self.value(expression.then if taken else expression.otherwise, env)
        if expression.axes:
            return self.reduction(expression, env)
        return OPERATIONS[expression.operation](*(self.value(one, env) for one in expression.arguments))

    def reduction(self, call, env):
        steps = list(product(*(range(1, self.lengths[axis] + 1) for axis in call.axes)))
        values = [self.value(call.arguments[0], {**env, **dict(zip(call.axes, one, strict=True))}) for one in steps]
        stacked = np.array(np.broadcast_arrays(*values))
        if call.operation == "softmax":
            powers = np.exp(stacked - stacked.max(0))
            return (powers / powers.sum(0))[steps.index(tuple(env[axis] for axis in call.axes))]
        return {"sum": np.sum, "mean": np.mean, "max": np.max}[call.operation](stacked, axis=0)


class Row:
    """A transposed vector."""

    def __init__(self, column):
        self.column = column


def _matmul(a, b):
    if isinstance(b, Row):
        return np.outer(a, b.column)
    if isinstance(a, Row):
        product_ = a.column @ b
        return Row(product_) if np.ndim(product_) else product_
    return a @ b


def _transpose(a):
    if isinstance(a, Row):
        return a.column
    return a.T if a.ndim == 2 else Row(a) if a.ndim == 1 else a


def _softmax(a):
    powers = np.exp(a - a.max())
    return powers / powers.sum()


def _sum(*terms):
    total = terms[0]
    for one in terms[1:]:
        total = total + one
    return total


def _times(*factors):
    total = factors[0]
    for one in factors[1:]:
        total = total * one
    return total


OPERATIONS = {
    "+": _sum,
    "*": _times,
    "-": np.subtract,
    "/": np.divide,
    "^": np.power,
    "neg": np.negative,
    "@": _matmul,
    "'": _transpose,
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "relu": lambda a: np.maximum(a, 0),
    "softplus": lambda a: np.log1p(np.exp(a)),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sin": np.sin,
    "cos": np.cos,
    "sign": np.sign,
    "step": lambda a: (a > 0) * 1.0,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "softmax": _softmax,
    "one_hot": lambda a: np.eye(len(a))[a.argmax()],
    "layer_norm": lambda a: (a - a.mean()) / np.sqrt(a.var() + 1e-5),
    "concat": lambda *parts: np.concatenate(parts),
    "sum": np.sum,
    "mean": np.mean,
    "max": np.max,
    "min": np.min,
    "norm": lambda a: np.sqrt(np.sum(a * a)),
    "cross_entropy": lambda a, y: -np.sum(y * np.log(_softmax(a))),
    "nll": lambda p, y: -np.sum(y * np.log(p)),
    "mse": lambda a, b: np.mean((a - b) ** 2),
    "binary_cross_entropy": lambda a, y: np.mean(np.log1p(np.exp(a)) - y * a),
}


def naive_run(model, data, lengths, free_running=False):
    """Return every computed variable, each sequence of the batch alone: a list over the batch of dictionaries.

    ``lengths`` has the lengths of each sequence: a list over the batch of dictionaries.
    """
    definition = model.definition.free_running() if free_running else model.definition
    weights = {name: one.detach().double().numpy() for name, one in model.weights.items()}
    found = []
    for row, own in enumerate(lengths):
        inputs = {}
        for name, value in data.items():
            axes = definition.axes.get(name, ())
            cut = tuple(slice(own[axis]) for axis in axes)
            inputs[name] = value.detach().double().numpy()[(*cut, row)]
        one = Naive(definition, model.shapes, weights, inputs, own)
        found.append({name: one.all(name) for name in definition.inlined})
    return found
