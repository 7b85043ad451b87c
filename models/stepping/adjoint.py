"""Run a program backward: from derivatives of its variables to those of what it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

import numpy as np

from models.stepping.products import Affine, times, weight_gradient
from models.stepping.program import Memory, Program, Variant, execute
from models.stepping.slots import Array, Back, Call, Cell, Column, Instruction, Known, Made, Slot, View, root


def adjoint(memory: Memory, wanted: Collection[int], given: Mapping[str, Array]) -> Memory:
    """Return the derivatives of all variables and, by place, of the ``wanted`` inputs, shaped as these are.

    ``memory`` is that of a run in which all was kept; ``given`` has the derivatives of what comes after the loop.
    """
    program = memory.program
    inputs = [np.zeros(one.shape if place in wanted else (), one.dtype) for place, one in enumerate(memory.inputs)]
    outer = Memory(program, inputs, _kept(program, wanted), clear=True)
    for name, one in given.items():
        np.copyto(outer.inside(name), one)
    back = [_Reverse(memory, outer, one, wanted, set(given)) for one in program.variants]
    execute([one.calls() for one in back], program.which[::-1])
    with np.errstate(all="ignore"):
        for variant in back:
            variant.finish()
    for (name, step), place in program.boundary_inputs.items():
        if place in wanted:
            np.copyto(inputs[place], outer.cell(name)[step - program.first])
    return outer


def _kept(program: Program, wanted: Collection[int]) -> set[Slot]:
    """Return of what the derivatives are kept at every step: what is read in parts, or needed after all steps."""
    every = [one for variant in program.variants for one in variant.instructions]
    parts = [other for one in every for slot in one.arguments for other in _under(slot)]
    later = [one.out for one in every for slot in one.arguments if isinstance(slot, Known) and slot.place in wanted]
    return {slot for slot in (*parts, *later) if isinstance(slot, Made)}


class _Reverse:
    """The calls that take a variant back, and what is ``later`` done for all its steps at once.

    It must not hold itself: the memory of a run is free for the next as soon as nobody holds it.
    """

    def __init__(
        self, memory: Memory, outer: Memory, variant: Variant, wanted: Collection[int], given: Collection[str]
    ) -> None:
        self.memory, self.outer, self.variant, self.wanted = memory, outer, variant, wanted
        self.steps = variant.steps[::-1]
        self.later: list[tuple[Instruction, Known, Back, int]] = []
        self.touched: set[Slot] = set()
        self.written: set[Slot] = set()
        read = [slot for one in memory.program.variants for part in one.instructions for slot in part.arguments]
        self.uses = Counter(root(slot) for one in variant.instructions for slot in one.arguments)
        self.viewed = {other for slot in read for other in _under(slot)}
        self.lasting = {*given, *(slot.name for slot in map(root, read) if isinstance(slot, Cell) and slot.offset)}
        self.scratch: dict[tuple[int, ...], Column] = {}

    def calls(self) -> list[Call]:
        """Return the calls of all instructions, the last first."""
        made: list[Call] = []
        for one in reversed(self.variant.instructions):
            if not isinstance(one.out, Made) or one.out in self.touched or one.out in self.memory.homes:
                for position in range(len(one.arguments)):
                    made += self._argument(one, position)
        return made

    def finish(self) -> None:
        """Add to the derivatives of inputs what all steps together have for them."""
        for one in self.later:
            self._given(*one)

    def _argument(self, one: Instruction, position: int) -> list[Call]:
        """Return the calls that take the derivative of an instruction's output to that of one argument."""
        slot = one.arguments[position]
        if isinstance(slot, Known) and slot.place not in self.wanted:
            return []
        values = [self.memory.column(other, self.steps) for other in one.arguments]
        back = one.operation.back(values, self.memory.column(one.out, self.steps), position)
        if isinstance(slot, Known) and back.function is None:
            self.later.append((one, slot, back, position))
            return []
        self.touched.add(root(slot))
        if back.function is None and back.factor is None and self._alone(slot, one.out):
            self.outer.alias[slot] = one.out
            return []
        return self._pass(self.outer.column(one.out, self.steps), back, slot, one.out.shape)

    def _alone(self, slot: Slot, out: Slot) -> bool:
        """Return whether a slot has the same derivative as the only thing that is made of it."""
        once = isinstance(slot, Made) and self.uses[slot] == 1 and slot not in self.viewed
        kept = slot not in self.outer.kept or not isinstance(out, Made) or out in self.outer.kept
        return once and kept and slot.shape == out.shape

    def _pass(self, outer: Column, back: Back, slot: Slot, shape: tuple[int, ...]) -> list[Call]:
        """Return the calls that add to the derivative of a slot, or write it where it is the first."""
        dest = self.outer.column(slot, self.steps)
        cleared = slot in self.written or dest.rows is not None or isinstance(slot, Known)
        fresh = self._first(slot)
        clearing: list[Call] = [] if cleared else [(_clear, (dest,))]
        if back.function is not None and not back.into:
            return [*clearing, (_adding(back.function), (dest, outer, *back.reads))]
        if back.function is None and back.factor is None:
            if slot.shape != shape:
                return [*clearing, (_add_fitted, (dest, outer))]
            return [(np.copyto, (dest, outer)) if fresh else (np.add, (dest, outer, dest))]
        function = back.function or np.multiply
        reads = back.reads if back.factor is None else (back.factor,)
        result = (*shape[:-1], slot.shape[-1]) if back.into else shape
        if fresh and result == slot.shape:
            return [(function, (outer, *reads, dest))]
        scratch = self.scratch.setdefault(result, Column(np.empty(result, self.memory.dtype)))
        added: Call = (np.add, (dest, scratch, dest)) if result == slot.shape else (_add_fitted, (dest, scratch))
        return [*clearing, (function, (outer, *reads, scratch)), added]

    def _first(self, slot: Slot) -> bool:
        """Return whether nothing was written where a slot lies, and nothing that lies there is read otherwise."""
        first = slot not in self.written
        self.written.add(slot)
        if isinstance(slot, View):
            return first and isinstance(slot.of, Made) and slot.of.parted
        if isinstance(slot, Known):
            return False
        if isinstance(slot, Cell):
            return first and slot.name not in self.lasting and slot not in self.viewed
        return first and slot not in self.viewed

    def _given(self, one: Instruction, slot: Known, back: Back, position: int) -> None:
        """Add to the derivative of an input, at all steps at once."""
        steps, width = self.steps, len(one.out.shape)
        outer = self.outer.column(one.out, steps).all(width)
        dest = self.outer.inputs[slot.place]
        if isinstance(one.operation, Affine) and position in (1, 3):
            dest += weight_gradient(outer, self.memory.column(one.arguments[position - 1], steps).all(width))
            return
        if isinstance(one.operation, Affine) and position == 2 and one.arguments[3:]:
            outer = times(outer, self.memory.column(one.arguments[3], steps).array)
        if back.factor is not None:
            outer = outer * back.factor.all(width)
        if not slot.each:
            _add_fitted(dest, outer)
            return
        rows = self.outer.column(slot, steps).rows
        taken = dest[rows]
        wide = taken.reshape(len(taken), *[1] * (width + 1 - taken.ndim), *taken.shape[1:])
        _add_fitted(wide, outer)
        dest[rows] = wide.reshape(taken.shape)


def _clear(place: Array) -> None:
    place.fill(0)


def _under(slot: Slot) -> list[Slot]:
    """Return what a view shows, and what that shows."""
    return [slot.of, *_under(slot.of)] if isinstance(slot, View) else []


def _adding(function: Callable[..., Array]) -> Callable[..., None]:
    """Return a function that adds to its first argument what another one makes of the rest."""
    return lambda dest, *rest: _add_fitted(dest, function(*rest))


def _add_fitted(dest: Array, value: Array) -> None:
    """Add a value to a place of smaller or equal shape: what was spread is summed."""
    extra = value.ndim - dest.ndim
    if extra > 0:
        value = value.sum(tuple(range(extra)))
    own = dest.shape[dest.ndim - value.ndim :]
    spread = tuple(dim for dim, size in enumerate(value.shape) if own[dim] < size)
    dest += value.sum(spread, keepdims=True) if spread else value
