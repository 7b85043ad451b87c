"""A loop as a program: what every step does, and the arrays in which its numbers lie."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from torch import Tensor

from models.running.evaluate import Evaluator
from models.stepping.known import Outside, Recipe, Tensors
from models.stepping.left import empty, zeros
from models.stepping.slots import Array, Call, Cell, Column, Instruction, Known, Made, Slot, View, root

Steps = range | tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Variant:
    """What is done at some steps, which come in the order of computing."""

    instructions: tuple[Instruction, ...]
    steps: Steps


@dataclass(frozen=True, eq=False)
class Program:
    """A loop over ``order``, in which each step is one of ``variants``.

    ``cells`` has the shape of every variable at one step, ``places`` how many of its dimensions go in front of the
    steps for its axes to be in order; ``homes`` the part of another slot in which
    a variable lies, if it has no array of its own. ``recipes`` make the inputs, which are known before the loop; after
    them come the values of cells ``outside`` of the axis, named and numbered. ``beside`` has the names and
    offsets of what is read so many steps away at every step, where a variable has no other axis.
    """

    variants: tuple[Variant, ...]
    order: range
    cells: Mapping[str, tuple[int, ...]]
    places: Mapping[str, int]
    homes: Mapping[str, View]
    recipes: tuple[Recipe, ...]
    outside: Mapping[tuple[str, int], Outside]
    beside: tuple[tuple[str, int], ...]
    dtype: np.dtype[np.generic]

    def inputs(self, evaluator: Evaluator) -> list[Tensor]:
        """Return the inputs in one run; what no instruction reads is empty."""
        found, empty = Tensors(self.recipes, evaluator, len(self.order)), evaluator.setting.like
        known = [found[place] if used else empty for place, used in enumerate(self._uses)]
        return [*known, *[one(evaluator) for one in self.outside.values()]]

    @property
    def count(self) -> int:
        """The number of inputs."""
        return len(self.recipes) + len(self.outside)

    @cached_property
    def _uses(self) -> list[bool]:
        return [place in self.used for place in range(len(self.recipes))]

    @cached_property
    def which(self) -> list[int]:
        """The variant of each step, in the order of computing."""
        of = {step: which for which, variant in enumerate(self.variants) for step in variant.steps}
        return [of[step] for step in self.order]

    @cached_property
    def looked_at(self) -> frozenset[Slot]:
        """What is made on the way and looked at again on the way back."""
        found = [
            root(slot)
            for variant in self.variants
            for one in variant.instructions
            for slot in one.operation.looks_at(one.arguments, one.out)
        ]
        return frozenset(one for one in found if isinstance(one, Made))

    @cached_property
    def used(self) -> frozenset[int]:
        """The inputs that an instruction reads, and those outside of the axis."""
        return frozenset([one.place for one in self._read]) | {*self.boundary_inputs.values()}

    @cached_property
    def parameters(self) -> frozenset[int]:
        """The inputs that are made of parameters alone."""
        return frozenset([one.place for one in self._read if not one.batched])

    @property
    def _read(self) -> list[Known]:
        read = [slot for one in self.variants for part in one.instructions for slot in map(root, part.arguments)]
        return [one for one in read if isinstance(one, Known)]

    @cached_property
    def first(self) -> int:
        """The first step that has a row, inside the axis or before it."""
        return min([1, *(step for _, step in self.outside)])

    @cached_property
    def rows(self) -> int:
        """How many steps have a row."""
        return max([len(self.order), *(step for _, step in self.outside)]) - self.first + 1

    def rows_of(self, steps: Steps, by: int) -> Sequence[int] | slice:
        """Return the rows of some steps, the same in every run, as a slice where they follow one another."""
        if isinstance(steps, range):
            stop = steps.stop + by
            return slice(steps.start + by, stop if stop >= 0 else None, steps.step)
        key = (steps, by)
        if key not in self._rows_of:
            self._rows_of[key] = [step + by for step in steps]
        return self._rows_of[key]

    @cached_property
    def _rows_of(self) -> dict[tuple[tuple[int, ...], int], list[int]]:
        return {}

    @cached_property
    def boundary_inputs(self) -> dict[tuple[str, int], int]:
        """Where among the inputs the values outside of the axis are."""
        start = len(self.recipes)
        return {key: start + position for position, key in enumerate(self.outside)}


class Memory:
    """The arrays of one run: ``inputs`` as they were given, cells with a row for every step.

    What is made on the way has a row for every step if it is to be ``kept``, else one place for all. ``clear`` arrays
    start with zeros.
    """

    def __init__(self, program: Program, inputs: Sequence[Array], kept: Collection[Slot], *, clear: bool) -> None:
        self.program, self.inputs, self.dtype, self.clear = program, inputs, program.dtype, clear
        self.homes = {home.of for home in program.homes.values()}
        self.kept = {*kept, *self.homes}
        self._arrays: dict[Slot, Array] = {}
        self._cells: dict[str, Array] = {}
        self._columns: dict[tuple[Slot, Steps], Column] = {}
        self.alias: dict[Slot, Slot] = {}

    def cell(self, name: str) -> Array:
        """Return the array of a variable, a row for every step."""
        if name not in self._cells:
            home = self.program.homes.get(name)
            own = self._new((self.program.rows, *self.program.cells[name])) if home is None else self._array(home)
            self._cells[name] = own
        return self._cells[name]

    def inside(self, name: str, offset: int = 0) -> Array:
        """Return the rows of a variable inside of the axis, or those ``offset`` steps from them."""
        start = 1 - self.program.first + offset
        return self.cell(name)[start : start + len(self.program.order)]

    def _new(self, shape: tuple[int, ...]) -> Array:
        return zeros(shape, self.dtype) if self.clear else empty(shape, self.dtype)

    def _array(self, slot: Slot) -> Array:
        if isinstance(slot, Known):
            return self.inputs[slot.place]
        if isinstance(slot, Cell):
            return self.cell(slot.name)
        if slot not in self._arrays:
            if isinstance(slot, View):
                self._arrays[slot] = slot.look(self._array(slot.of))
            else:
                lead = (self.program.rows,) if slot in self.kept else ()
                self._arrays[slot] = self._new((*lead, *slot.shape))
        return self._arrays[slot]

    def column(self, slot: Slot, steps: Steps) -> Column:
        """Return the numbers of a slot at some steps."""
        while slot in self.alias:
            slot = self.alias[slot]
        key = (slot, steps)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = Column(self._array(slot), self._rows(slot, steps))
        return found

    def _rows(self, slot: Slot, steps: Steps) -> Sequence[int] | slice | None:
        if isinstance(slot, Cell):
            return self.program.rows_of(steps, slot.offset - self.program.first)
        if isinstance(slot, Known):
            return self.program.rows_of(steps, -1) if slot.each else None
        if isinstance(slot, View):
            return self._rows(slot.of, steps)
        return self.program.rows_of(steps, -self.program.first) if slot in self.kept else None


Calls = Sequence[Sequence[Call]]


def execute(calls: Calls, which: Sequence[int]) -> None:
    """Do the calls of one variant after the other: ``which`` says for each step the variant.

    No line of Python is run at a step: a ``map`` is one call at every step, and ``zip`` takes each of them in turn; one
    of nothing is there for variants that have no call.
    """
    variants = [zip(repeat(None), *map(_every, one), strict=False) for one in calls]
    with np.errstate(all="ignore"):
        deque(map(next, map(variants.__getitem__, which)), maxlen=0)


def _every(call: Call) -> Iterator[object]:
    """Return an iterator each step of which is the call of one step."""
    function, columns = call
    return map(function, *(one.steps() for one in columns))
