"""Fit a rule to the shapes at one edge, and evaluate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from graphviz_rnn.language.records import Call, Expression, Number, Place, Reference
from models.rules import RULES
from models.value import Value

NOWHERE = Place(1, 1)


@dataclass(frozen=True)
class Reading:
    """One argument of one operation: all the arguments, the value, and which of them is meant.

    ``n`` is the number that a mean divides by; ``more`` has the values of further names in the rule.
    """

    arguments: Sequence[Value]
    value: Value
    position: int
    n: int
    more: Mapping[str, Value]

    @property
    def argument(self) -> Value:
        """The argument that the derivative is taken with respect to."""
        return self.arguments[self.position]


def jacobian(rule: Expression, reading: Reading) -> Tensor:
    """Return a fitted rule's matrix: one row for each number of the value, one column for each of the argument's."""
    found = evaluated(rule, reading)
    shape = (reading.value.tensor.numel(), reading.argument.tensor.numel())
    matrix = found.tensor if found.rank == 2 else found.tensor.reshape((1, -1) if found.row else (-1, 1))
    return matrix.reshape(shape)


def evaluated(expression: Expression, reading: Reading) -> Value:
    """Return the value of a rule, or of a part of it."""
    if isinstance(expression, Number):
        return Value(reading.value.tensor.new_tensor(expression.value), 0, batched=False)
    if isinstance(expression, Reference):
        return reading.more.get(expression.name) or _NAMES[expression.name](reading)
    assert isinstance(expression, Call)
    return {**RULES, **_NOTATION}[expression.operation]([evaluated(one, reading) for one in expression.arguments])


def fitted(rule: Expression, reading: Reading) -> Expression:
    """Return a rule without what the shapes make needless: ``diag`` of a scalar, a product with a 1 x 1 identity.

    A scalar that was spread over a vector has a column as its derivative.
    """
    if isinstance(rule, Reference):
        return _fitted_name(rule, reading)
    if not isinstance(rule, Call):
        return rule
    call = replace(rule, arguments=tuple(fitted(one, reading) for one in rule.arguments))
    return _FITTED[call.operation](call, reading) if call.operation in _FITTED else call


def _fitted_name(name: Reference, reading: Reading) -> Expression:
    shaped = reading.argument.rank or reading.value.rank
    if not shaped and name.name in ("zero", "I", "K", "J"):
        return Number(0.0 if name.name == "zero" else 1.0, NOWHERE)
    if name.name == "K" and reading.value.rank < 2:
        return named("I")
    return name


def named(name: str) -> Reference:
    """Return a name of the notation."""
    return Reference(name, (), NOWHERE)


def call(operation: str, *arguments: Expression) -> Call:
    """Return an operation of the notation."""
    return Call(operation, arguments, NOWHERE)


def _diagonal(one: Call, reading: Reading) -> Expression:
    inside = one.arguments[0]
    rank = evaluated(inside, reading).rank
    if reading.value.rank == 0:
        return inside
    flat = call("vec", inside) if rank == 2 else inside
    if reading.argument.rank == 0:
        return _times(inside, named("one")) if rank == 0 else flat
    return _times(inside, named("I")) if rank == 0 else call("diag", flat)


def _times(scalar: Expression, name: Reference) -> Expression:
    """Return a scalar times a constant vector or matrix, a factor of 1 left out."""
    if isinstance(scalar, Number) and scalar.value == 1:
        return name
    if isinstance(scalar, Call) and scalar.operation == "neg":
        return call("neg", _times(scalar.arguments[0], name))
    return call("*", scalar, name)


def _row(one: Call, reading: Reading) -> Expression:
    inside = one.arguments[0]
    rank = evaluated(inside, reading).rank
    return inside if rank == 0 else call("'", call("vec", inside) if rank == 2 else inside)


def _kronecker(one: Call, reading: Reading) -> Expression:
    left, right = one.arguments
    if left == named("I_r") and _rows(reading.arguments[0]) == 1:
        return right
    return left if right == named("I_c") and _columns(reading.arguments[1]) == 1 else one


def _transposed(one: Call, reading: Reading) -> Expression:
    return one if evaluated(one.arguments[0], reading).rank else one.arguments[0]


_FITTED: dict[str, Callable[[Call, Reading], Expression]] = {
    "diag": _diagonal,
    "row": _row,
    "kron": _kronecker,
    "'": _transposed,
}


def _rows(value: Value) -> int:
    return 1 if value.row or value.rank == 0 else len(value.tensor)


def _columns(value: Value) -> int:
    return value.tensor.shape[-1] if value.row or value.rank == 2 else 1


def _matrix(value: Value) -> Tensor:
    return value.tensor.reshape(_rows(value), _columns(value)).contiguous()  # torch.kron wants it so


def _kron(values: Sequence[Value]) -> Value:
    return Value(torch.kron(*map(_matrix, values)), 2, batched=False)


def _indicator(values: Sequence[Value]) -> Value:
    one = values[0]
    return Value((one.tensor == values[1].tensor).to(one.tensor.dtype), one.rank, batched=False)


_NOTATION: dict[str, Callable[[Sequence[Value]], Value]] = {
    "diag": lambda values: Value(torch.diag(values[0].tensor), 2, batched=False),
    "vec": lambda values: Value(values[0].tensor.flatten(), 1, batched=False),
    "row": lambda values: Value(values[0].tensor.flatten(), 1, batched=False, row=True),
    "kron": _kron,
    "indicator": _indicator,
}


def _identity(like: Tensor, size: int) -> Value:
    return Value(torch.eye(size, dtype=like.dtype, device=like.device), 2, batched=False)


def _others(reading: Reading) -> Value:
    others = [one for place, one in enumerate(reading.arguments) if place != reading.position]
    return RULES["*"](others)


def _reordered(reading: Reading) -> Value:
    """Return the permutation from a matrix read row by row to its transpose read row by row."""
    shape, size = reading.argument.tensor.shape, reading.argument.tensor.numel()
    order = torch.arange(size).reshape(shape).mT.reshape(-1)
    return Value(_identity(reading.value.tensor, size).tensor[order], 2, batched=False)


def _placed(reading: Reading) -> Value:
    """Return the matrix that puts one part of a ``concat`` where it stands."""
    start = sum(one.tensor.numel() for one in reading.arguments[: reading.position])
    whole = _identity(reading.value.tensor, reading.value.tensor.numel()).tensor
    return Value(whole[:, start : start + reading.argument.tensor.numel()], 2, batched=False)


def _zeros(reading: Reading) -> Value:
    shape = (reading.value.tensor.numel(), reading.argument.tensor.numel())
    return Value(reading.value.tensor.new_zeros(shape), 2, batched=False)


_NAMES: dict[str, Callable[[Reading], Value]] = {
    "a": lambda reading: reading.arguments[0],
    "b": lambda reading: reading.arguments[1],
    "y": lambda reading: reading.value,
    "n": lambda reading: Value(reading.value.tensor.new_tensor(float(reading.n)), 0, batched=False),
    "others": _others,
    "I": lambda reading: _identity(reading.value.tensor, reading.argument.tensor.numel()),
    "I_r": lambda reading: _identity(reading.value.tensor, _rows(reading.arguments[0])),
    "I_c": lambda reading: _identity(reading.value.tensor, _columns(reading.arguments[1])),
    "J": lambda reading: reading.argument._replace(tensor=torch.ones_like(reading.argument.tensor)),
    "one": lambda reading: Value(torch.ones_like(reading.value.tensor).flatten(), 1, batched=False),
    "K": _reordered,
    "S": _placed,
    "zero": _zeros,
}
