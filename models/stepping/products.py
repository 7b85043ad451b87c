"""The product of a matrix that never changes with a vector, and what does not change added to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.stepping.slots import Array, Back, Call, Column


@dataclass(frozen=True)
class Affine:
    """``W @ x + c``: the arguments are x (…, batch, n), W (m, n) and, perhaps, c (…, batch, m) or (m,)."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return the product, and the sum into the same place."""
        x, weights = arguments[:2]
        made: list[Call] = [(np.matmul, (x, Column(np.ascontiguousarray(weights.array.T)), out))]
        return made + [(np.add, (out, one, out)) for one in arguments[2:]]

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return Wᵀ times the derivative for x; the sum passes it on as it is."""
        if position == 0:
            return Back(function=np.matmul, reads=(arguments[1],), into=True)
        return Back()


def weight_gradient(outer: Array, x: Array) -> Array:
    """Return the sum over steps and batch of the outer products of a derivative (…, m) and x (…, n)."""
    shape = (*np.broadcast_shapes(outer.shape[:-1], x.shape[:-1]),)
    left = np.broadcast_to(outer, (*shape, outer.shape[-1])).reshape(-1, outer.shape[-1])
    right = np.broadcast_to(x, (*shape, x.shape[-1])).reshape(-1, x.shape[-1])
    made: Array = left.T @ right
    return made
