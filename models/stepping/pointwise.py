"""Operations that act on every entry: what NumPy calls them, and by what a derivative is multiplied on its way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.rules import RULES
from models.stepping.slots import Array, Back, Call, Column, Slot
from models.value import Value

_Calls = Callable[[Sequence[Column], Column], list[Call]]


def _plain(function: Callable[..., object]) -> _Calls:
    """Return the calls of a NumPy function that takes its arguments and then where to write."""
    return lambda arguments, out: [(function, (*arguments, out))]


def _with(function: Callable[..., object], number: float) -> _Calls:
    """Return the calls of a NumPy function whose second argument is a number."""
    return lambda arguments, out: [(function, (*arguments, _number(out, number), out))]


def _number(like: Column, number: float) -> Column:
    return Column(np.array(number, dtype=like.array.dtype))


def _sigmoid(arguments: Sequence[Column], out: Column) -> list[Call]:
    return [(np.negative, (arguments[0], out)), *_sigmoid_of_minus((out,), out)]


def _sigmoid_of_minus(arguments: Sequence[Column], out: Column) -> list[Call]:
    return [
        (np.exp, (arguments[0], out)),
        (np.add, (out, _number(out, 1.0), out)),
        (np.reciprocal, (out, out)),
    ]


def _softplus(value: Array, out: Array) -> None:
    """Write log(1 + e^value), and from 20 on the value itself, as PyTorch has it."""
    np.copyto(out, np.where(value > 20, value, np.logaddexp(value, 0)))


MINUS = "sigmoid of minus"
"""A sigmoid whose argument was computed with its sign turned, which saves a call at every step."""

CALLS: dict[str, _Calls] = {
    "+": _plain(np.add),
    "-": _plain(np.subtract),
    "*": _plain(np.multiply),
    "/": _plain(np.divide),
    "^": _plain(np.power),
    "neg": _plain(np.negative),
    "tanh": _plain(np.tanh),
    "sigmoid": _sigmoid,
    MINUS: _sigmoid_of_minus,
    "relu": _with(lambda a, b, out: np.maximum(a, b, out=out), 0.0),
    "softplus": _plain(_softplus),
    "exp": _plain(np.exp),
    "log": _plain(np.log),
    "sqrt": _plain(np.sqrt),
    "abs": _plain(np.abs),
    "sin": _plain(np.sin),
    "cos": _plain(np.cos),
    "sign": _plain(np.sign),
    "step": _with(np.greater, 0.0),
    "maximum": _plain(lambda a, b, out: np.maximum(a, b, out=out)),
    "minimum": _plain(lambda a, b, out: np.minimum(a, b, out=out)),
}
"""The calls of every operation that acts on every entry."""

_FACTORS: dict[str, Callable[[Sequence[Array], Array, int], Array | float | None]] = {
    "+": lambda arguments, out, position: None,
    "-": lambda arguments, out, position: None if position == 0 else -1.0,
    "*": lambda arguments, out, position: arguments[1 - position],
    "neg": lambda arguments, out, position: -1.0,
    "tanh": lambda arguments, out, position: 1 - out * out,
    "sigmoid": lambda arguments, out, position: out * (1 - out),
    MINUS: lambda arguments, out, position: out * (out - 1),
    "exp": lambda arguments, out, position: out,
}
"""The derivative of the output in one argument, where it is simple; else PyTorch is asked."""


@dataclass(frozen=True)
class Pointwise:
    """An operation of ``models.rules`` that acts on every entry, arguments broadcast."""

    name: str

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return the NumPy calls that make ``out``."""
        return CALLS[self.name](arguments, out)

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the operation by its rule."""
        if self.name == MINUS:
            return torch.sigmoid(-tensors[0])
        return RULES[self.name]([Value(one, 0) for one in tensors]).tensor

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return whose numbers the derivative has: the output's of a squashing function, none's of a sum."""
        if self.name in ("+", "-", "neg"):
            return ()
        return (out,) if self.name in ("tanh", "sigmoid", MINUS, "exp") else arguments

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return the derivative in one argument as a factor, at all steps at once."""
        width = out.array.ndim - (out.rows is not None)
        values = [one.all(width) for one in arguments]
        simple = _FACTORS.get(self.name)
        if simple is None:
            return Back(Column(_asked(self.name, values, position), slice(None)))
        found = simple(values, out.all(width), position)
        if found is None:
            return Back()
        if isinstance(found, float):
            return Back(_number(out, found))
        every = self.name != "*" or arguments[1 - position].rows is not None
        return Back(Column(found, slice(None) if every else None))


def _asked(name: str, arguments: Sequence[Array], position: int) -> Array:
    """Return what PyTorch's rule of an operation has as its derivative, entry by entry."""
    leaves = [torch.from_numpy(np.array(one)) for one in np.broadcast_arrays(*arguments)]
    leaves[position].requires_grad_()
    with torch.enable_grad():
        value = RULES[name]([Value(one, 0) for one in leaves]).tensor
        if not value.requires_grad:
            return np.zeros_like(arguments[position])
        made: Array = torch.autograd.grad(value.sum(), leaves[position])[0].numpy()
        return made
