"""Memory for large arrays, of what earlier runs have left: fresh memory costs more to come by than to compute in.

The system gives fresh memory page by page as it is first written to, each page cleared. A run of a thousand steps can
take longer for that than for its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from weakref import finalize

import numpy as np

from models.stepping.slots import Array

LARGE = 1 << 18
"""From so many bytes on memory is used again; what is smaller the allocator keeps itself."""

MOST = 1 << 27
"""So many bytes are kept at most while nobody uses them; what was left first goes first."""

_LEFT: dict[int, Array] = {}
"""What nobody uses, by a number of its own. Other threads, and the garbage collector at any moment, change it:
copies are looked through, and what is taken out is asked for again.
"""


class _Lent:
    """What every view of some memory holds on to: of arrays, NumPy would hold on to the first alone."""

    def __init__(self, memory: Array) -> None:
        self.__array_interface__ = memory.__array_interface__


def empty(shape: Sequence[int], dtype: np.dtype[np.generic]) -> Array:
    """Return an array of any numbers; its memory is left for others once neither it nor any view of it is there."""
    size = prod(shape) * dtype.itemsize
    if size < LARGE:
        return np.empty(shape, dtype)
    memory = _taken(size)
    lent = _Lent(memory)
    finalize(lent, _leave, memory).atexit = False
    return np.asarray(lent).view(dtype).reshape(shape)


def zeros(shape: Sequence[int], dtype: np.dtype[np.generic]) -> Array:
    """Return an array of zeros, of such memory."""
    made = empty(shape, dtype)
    made.fill(0)
    return made


def _taken(size: int) -> Array:
    for key, memory in _LEFT.copy().items():
        if memory.nbytes == size and _LEFT.pop(key, None) is not None:
            return memory
    return np.empty(size, np.uint8)


def _leave(memory: Array) -> None:
    _LEFT[id(memory)] = memory
    while sum(one.nbytes for one in _LEFT.copy().values()) > MOST:
        _LEFT.pop(next(iter(_LEFT.copy()), 0), None)
