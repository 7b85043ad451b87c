"""The product of a matrix that never changes with a vector, and what does not change added to it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from models.stepping.slots import Array, Back, Call, Column


@dataclass(frozen=True)
class Affine:
    """``W @ x + c``: the arguments are x (…, batch, n), W (m, n) and, perhaps, c (…, batch, m) or (m,)."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return the product, and the sum into the same place."""
        x, weights = arguments[:2]
        made: list[Call] = [(np.matmul, (x, Column(np.ascontiguousarray(weights.array.T)), out))]
        if _sparse(weights.array, batch=out.array.shape[-2], lead=out.array.ndim - (out.rows is not None)):
            made = [(_rows_times(weights.array), (x, out))]
        return made + [(np.add, (out, one, out)) for one in arguments[2:]]

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return Wᵀ times the derivative for x; the sum passes it on as it is."""
        if position == 0:
            return Back(function=np.matmul, reads=(arguments[1],), into=True)
        return Back()


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
        short = (
            wide.crow_indices().int(),
            wide.col_indices().int(),
        )  # which the library behind would make at each call
        rows = torch.sparse_csr_tensor(*short, wide.values(), size=wide.shape)

    def product(x: Array, out: Array) -> None:
        for own, place in zip(x, out, strict=True):
            torch.mv(rows, torch.from_numpy(own), out=torch.from_numpy(place))

    return product


def weight_gradient(outer: Array, x: Array) -> Array:
    """Return the sum over steps and batch of the outer products of a derivative (…, m) and x (…, n)."""
    shape = (*np.broadcast_shapes(outer.shape[:-1], x.shape[:-1]),)
    left = np.broadcast_to(outer, (*shape, outer.shape[-1])).reshape(-1, outer.shape[-1])
    right = np.broadcast_to(x, (*shape, x.shape[-1])).reshape(-1, x.shape[-1])
    made: Array = left.T @ right
    return made
