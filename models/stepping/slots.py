"""What one step of a loop is made of: places for numbers, and instructions between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Array = NDArray[Any]
Look = Callable[[Any], Any]
"""A view of an array or tensor that only touches its last dimensions, so that steps may stand in front."""


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """What is given before the loop starts: the ``place``-th of its inputs, for ``each`` step or once for all.

    What is not ``batched`` is made of parameters alone.
    """

    place: int
    each: bool
    shape: tuple[int, ...]
    batched: bool


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A variable of the loop, ``offset`` steps from the present one."""

    name: str
    offset: int
    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Made:
    """What an instruction makes on the way; ``parted`` if it is read in parts that do not overlap."""

    shape: tuple[int, ...]
    parted: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """A part of another slot, or its numbers in another shape."""

    of: Slot
    look: Look
    shape: tuple[int, ...]


Slot = Known | Cell | Made | View


def expanded(array: Any, places: Sequence[int]) -> Any:
    """Return an array or tensor with dimensions of one entry at places counted from the last."""
    count = array.ndim + len(places)
    return array[tuple(None if dim - count in places else slice(None) for dim in range(count))]


def root(slot: Slot) -> Slot:
    """Return the slot whose numbers a view shows."""
    return root(slot.of) if isinstance(slot, View) else slot


@dataclass(eq=False, slots=True)
class Column:
    """An array to be read at every step: row after row of it, or (without ``rows``) the same at all."""

    array: Array
    rows: Sequence[int] | slice | None = None
    _steps: Sequence[Array] | None = None

    def steps(self) -> Iterable[Array]:
        """Return what stands at each step."""
        if self.rows is None:
            return repeat(self.array)
        if self._steps is None:
            array = self.array
            self._steps = list(array[self.rows] if isinstance(self.rows, slice) else map(array.__getitem__, self.rows))
        return self._steps

    def all(self, width: int) -> Array:
        """Return the numbers of all steps at once: steps in front, if there are any, then ``width`` dimensions."""
        if self.rows is None:
            return self.array
        rows: Any = self.rows if isinstance(self.rows, slice) else list(self.rows)
        taken = self.array[rows]
        return np.reshape(taken, (len(taken), *[1] * (width + 1 - taken.ndim), *taken.shape[1:]))


Call = tuple[Callable[..., object], tuple[Column, ...]]
"""A function to be called at every step, with what it takes."""


class Operation(Protocol):
    """What an instruction does, and how a derivative passes back through it."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return the calls that make ``out`` of the arguments."""
        ...

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors, for derivatives of derivatives."""
        ...

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return whose numbers the way back looks at."""
        ...

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return what takes the derivative of the output to that of one argument."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Back:
    """How a derivative passes back: times a ``factor`` for every entry (None: unchanged), or by a ``function``.

    The function is called at a step with the output's derivative, what ``reads`` has there and, if it writes
    ``into`` a place, that place.
    """

    factor: Column | None = None
    function: Callable[..., Array] | None = None
    reads: tuple[Column, ...] = ()
    into: bool = False


@dataclass(eq=False, slots=True)
class Instruction:
    """One operation at one step."""

    operation: Operation
    arguments: tuple[Slot, ...]
    out: Slot
