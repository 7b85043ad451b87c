"""The product of a matrix that never changes with a vector, and what does not change added to it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.stepping.slots import Array, Back, Call, Column, Slot


@dataclass(frozen=True)
class Affine:
    """``W @ x + c``: the arguments are x (…, batch, n), W (m, n) and, perhaps, c (…, batch, m) or (m,).

    In place of c may stand z (batch, l), which is known at all steps, U (m, l) and b (m,): c is then ``U @ z + b``.
    """

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return the product, and the sum into the same place."""
        x, weights = arguments[:2]
        made: list[Call] = [(matmul(out, weights, out), (x, Column(np.ascontiguousarray(weights.array.T)), out))]
        if _sparse(weights.array, batch=out.array.shape[-2], lead=out.array.ndim - (out.rows is not None)):
            made = [(_rows_times(weights.array), (x, out))]
        added = _in_blocks(arguments[2], arguments[3], arguments[4], out) if arguments[3:] else []
        return [*made, *added] if added else made + [(np.add, (out, one, out)) for one in arguments[2:]]

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the product with what is added."""
        product = tensors[0] @ tensors[1].mT
        if tensors[3:]:
            return product + tensors[2] @ tensors[3].mT + tensors[4]
        return product + tensors[2] if tensors[2:] else product

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return x, which the gradient of W has."""
        return arguments[:1]

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return Wᵀ times the derivative for x; the sum passes it on as it is."""
        if position == 0:
            return Back(function=matmul(out, arguments[1], arguments[0]), reads=(arguments[1],), into=True)
        return Back()


SMALL = 1 << 20
"""Below so many multiplications NumPy is quicker; from there on PyTorch takes the threads it is told to, NumPy all."""


def matmul(out: Column, weights: Column, place: Column) -> Callable[..., Any]:
    """Return what multiplies rows such as those of ``out`` by a matrix, and writes to what lies like ``place``."""
    if out.array.ndim - (out.rows is not None) != 2:
        return np.matmul
    if weights.array.size * out.array.shape[-2] >= SMALL:
        return _by_torch
    at_step = place.array if place.rows is None else place.array[0]
    # dot is called in half the time, but writes to no part of a row
    return np.ndarray.dot if at_step.flags.c_contiguous else np.matmul


def _by_torch(a: Array, b: Array, out: Array) -> None:
    with torch.no_grad():
        torch.mm(torch.from_numpy(a), torch.from_numpy(b), out=torch.from_numpy(out))


BLOCK = 1 << 17
"""So many numbers are made at once of what is added: half a megabyte, which stays in the cache."""


def _in_blocks(z: Column, weights: Column, bias: Column, out: Column) -> list[Call]:
    """Return the calls that add ``U @ z + b`` to ``out``, made for many steps at once whenever these are used up."""
    every = z.all(2)
    batch, size = out.array.shape[-2], out.array.shape[-1]
    block = max(1, min(len(every), BLOCK // (batch * size)))
    buffer, turned = np.empty((block, batch, size), out.array.dtype), np.ascontiguousarray(weights.array.T)
    steps = iter(range(len(every)))

    def fill(place: Array) -> None:
        first = next(steps)
        if first % block == 0:
            part = every[first : first + block]
            rows = np.ascontiguousarray(part).reshape(-1, part.shape[-1])
            _by_torch(rows, turned, buffer.reshape(-1, size)[: len(rows)])
            np.add(buffer, bias.array, buffer)

    return [(fill, (out,)), (np.add, (out, Column(buffer, [step % block for step in range(len(every))]), out))]


LARGE, DENSE = 40_000, 0.2
"""A product is taken by rows without their zeros if it has that many weights, of which so few a sequence are not 0."""


def _sparse(weights: Array, *, batch: int, lead: int) -> bool:
    """Return whether it is quicker to leave the zeros of a matrix out, as in a reservoir."""
    few = lead == 2 and weights.size >= LARGE and np.count_nonzero(weights) * batch <= DENSE * weights.size
    return bool(few)


def _rows_times(weights: Array) -> Callable[[Array, Array], None]:
    """Return what multiplies a matrix by vectors (batch, n), leaving its zeros out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch says that its sparse rows are young
        wide = torch.from_numpy(weights).to_sparse_csr()
        # indices of 64 bits would be made short by the library behind at each call
        short = (wide.crow_indices().int(), wide.col_indices().int())
        rows = torch.sparse_csr_tensor(*short, wide.values(), size=wide.shape)

    def product(x: Array, out: Array) -> None:
        for own, place in zip(x, out, strict=True):
            torch.mv(rows, torch.from_numpy(own), out=torch.from_numpy(place))

    return product


def weight_gradient(outer: Array, x: Array) -> Array:
    """Return the sum over steps and batch of the outer products of a derivative (…, m) and x (…, n)."""
    shape = np.broadcast_shapes(outer.shape[:-1], x.shape[:-1])
    left, right = (_flat(np.broadcast_to(one, (*shape, one.shape[-1]))) for one in (outer, x))
    made: Array = (left.T @ right).numpy()
    return made


def times(outer: Array, weights: Array) -> Array:
    """Return a derivative (…, m) times a matrix (m, n)."""
    made: Array = (_flat(outer) @ torch.from_numpy(weights)).numpy()
    return made.reshape(*outer.shape[:-1], weights.shape[1])


def _flat(array: Array) -> Tensor:
    """Return the rows of an array one below the other."""
    return torch.from_numpy(np.require(array.reshape(-1, array.shape[-1]), requirements=["C", "W"]))
