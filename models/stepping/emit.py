"""Instructions from operations on values: which operation does it, and the shape of what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from models.rules import RULES
from models.stepping.known import Symbol
from models.stepping.pointwise import CALLS, Pointwise
from models.stepping.products import Affine
from models.stepping.slots import Instruction, Look, Made, Operation, Slot, View, expanded
from models.stepping.whole import Hottest, Joined, Ruled, Softmax, Total
from models.value import Value


@dataclass(slots=True)
class Product:
    """A product to be: x, the matrix and, perhaps, what is added."""

    arguments: tuple[Slot, ...]


class Emitter:
    """Collects the instructions of a step; ``like`` is a tensor of the run's type."""

    def __init__(self, like: Tensor) -> None:
        self.like = like
        self.instructions: list[Instruction] = []

    def emit(self, operation: Operation, arguments: Sequence[Slot], shape: Sequence[int]) -> Made:
        """Add an instruction and return where its result will be."""
        made = Made(tuple(shape))
        self.instructions.append(Instruction(operation, tuple(arguments), made))
        return made

    def apply(self, name: str, symbols: Sequence[Symbol]) -> Symbol:
        """Return the result of an operation of the language."""
        if name in CALLS and len(symbols) > 1:
            total = symbols[0]
            for one in symbols[1:]:
                total = self.pointwise(name, [total, one])
            return total
        if name in CALLS:
            return self.pointwise(name, symbols)
        special = _SPECIAL.get(name)
        return (special(self, symbols) if special else None) or self._ruled(name, symbols)

    def pointwise(self, name: str, symbols: Sequence[Symbol]) -> Symbol:
        """Return the result of an operation on every entry of one or two values."""
        widest = max(symbols, key=lambda one: one.rank)
        slots = [widened(one, widest.rank) for one in symbols]
        shape = np.broadcast_shapes(*(one.shape for one in slots))
        batched = any(one.batched for one in symbols)
        return Symbol(self.emit(Pointwise(name), slots, shape), widest.rank, batched, widest.row)

    def affine(self, product: Product) -> Symbol:
        """Return the product of a matrix that does not change with a vector."""
        x, weights = product.arguments[:2]
        lead = np.broadcast_shapes(x.shape[:-1], *(one.shape[:-1] for one in product.arguments[2:]))
        return Symbol(self.emit(Affine(), product.arguments, (*lead, weights.shape[0])), 1)

    def total(self, one: Symbol, dims: tuple[int, ...], rank: int) -> Symbol:
        """Return the sum over dimensions counted from the last."""
        count = len(one.slot.shape)
        shape = [size for dim, size in enumerate(one.slot.shape) if dim - count not in dims]
        return Symbol(self.emit(Total(dims), [one.slot], shape), rank, one.batched, one.row and rank == 1)

    def softmax(self, one: Symbol, dims: tuple[int, ...]) -> Symbol:
        """Return the softmax over dimensions counted from the last."""
        return Symbol(self.emit(Softmax(dims), [one.slot], one.slot.shape), one.rank, one.batched, one.row)

    def _ruled(self, name: str, symbols: Sequence[Symbol]) -> Symbol:
        """Return an operation that is left to its rule; what form it has is found on ones."""

        def rule(tensors: Sequence[Tensor]) -> Value:
            pairs = zip(tensors, symbols, strict=True)
            return RULES[name]([Value(tensor, one.rank, one.batched, one.row) for tensor, one in pairs])

        form = rule([self.like.new_ones(one.slot.shape) for one in symbols])
        made = self.emit(Ruled(lambda tensors: rule(tensors).tensor), [one.slot for one in symbols], form.tensor.shape)
        return Symbol(made, form.rank, form.batched, form.row)


def widened(symbol: Symbol, rank: int) -> Slot:
    """Return a value such that it goes beside one of a greater rank."""
    more = rank - symbol.rank if symbol.batched else 0
    places = tuple(range(-more, 0))
    return view(symbol.slot, lambda array: expanded(array, places)) if more else symbol.slot


def view(slot: Slot, look: Look) -> View:
    """Return a slot that shows another one's numbers."""
    empty: Any = np.empty(slot.shape)
    return View(slot, look, look(empty).shape)


def _matmul(emitter: Emitter, symbols: Sequence[Symbol]) -> Symbol | None:
    """Return the product with a matrix that does not change, or of two vectors."""
    left, right = symbols
    if left.rank == 2 and not left.batched and right.rank == 1 and not right.row and right.batched:
        return emitter.affine(Product((right.slot, left.slot)))
    if left.rank == right.rank == 1 and not (right.row and not left.row):
        return emitter.total(emitter.pointwise("*", symbols), (-1,), 0)
    return None


def _joined(emitter: Emitter, symbols: Sequence[Symbol]) -> Symbol:
    sizes = tuple(one.slot.shape[-1] for one in symbols)
    lead = np.broadcast_shapes(*(one.slot.shape[:-1] for one in symbols))
    made = emitter.emit(Joined(sizes), [one.slot for one in symbols], (*lead, sum(sizes)))
    return Symbol(made, 1, any(one.batched for one in symbols))


def _hottest(emitter: Emitter, symbols: Sequence[Symbol]) -> Symbol:
    return Symbol(emitter.emit(Hottest(), [symbols[0].slot], symbols[0].slot.shape), 1, symbols[0].batched)


_SPECIAL: dict[str, Callable[[Emitter, Sequence[Symbol]], Symbol | None]] = {
    "@": _matmul,
    "concat": _joined,
    "softmax": lambda emitter, symbols: emitter.softmax(symbols[0], (-1,)),
    "one_hot": _hottest,
}
"""Operations that NumPy does faster than the rule."""
