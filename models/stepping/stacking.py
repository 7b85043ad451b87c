"""Products of matrices with the same vector as one product of a matrix on top of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

import torch
from torch import Tensor

from models.stepping.added import Place, one_product, place_of, side_by_side
from models.stepping.known import Inputs
from models.stepping.pointwise import MINUS, Pointwise
from models.stepping.products import Affine
from models.stepping.slots import Array, Cell, Instruction, Look, Made, Slot, View, root
from models.stepping.whole import Copied
from models.value import Value


def stacked(
    instructions: Sequence[Instruction], inputs: Inputs, *, alone: bool
) -> tuple[tuple[Instruction, ...], dict[str, View]]:
    """Return the instructions with products of the same vector in one, and variables that lie in such a product.

    Where a loop has several variants (it is not ``alone``), a variable is copied to a place of its own.
    """
    stack = _Stack(instructions, inputs, alone)
    return stack.instructions(), stack.homes


class _Stack:
    """Puts products of one vector on top of each other, and after them what is done alike to several of them."""

    def __init__(self, given: Sequence[Instruction], inputs: Inputs, alone: bool) -> None:
        self.given, self.inputs, self.alone = given, inputs, alone
        self.homes: dict[str, View] = {}
        self.placed: dict[Slot, Slot] = {}
        self.done: set[Instruction] = set()
        uses = Counter(root(slot) for one in given for slot in one.arguments)
        self.followers = {
            one.arguments[0]: one
            for one in given
            if isinstance(one.operation, Pointwise) and len(one.arguments) == 1 and uses[one.arguments[0]] == 1
        }

    def instructions(self) -> tuple[Instruction, ...]:
        """Return the instructions in an order that is possible."""
        groups: defaultdict[tuple[object, ...], list[Instruction]] = defaultdict(list)
        for one in self.given:
            if isinstance(one.operation, Affine):
                groups[one.arguments[0], one.out.shape[:-1]].append(one)
        made: list[Instruction] = []
        for one in self.given:
            group = groups[one.arguments[0], one.out.shape[:-1]] if isinstance(one.operation, Affine) else [one]
            if one not in self.done and len(group) > 1:
                made += self._group(sorted(group, key=self._follower))
            elif one not in self.done:
                made.append(Instruction(one.operation, tuple(map(self._moved, self._summed(one))), one.out))
        return tuple(made)

    def _summed(self, one: Instruction) -> tuple[Slot, ...]:
        """Return the arguments of an instruction; what is added to a product alone is made in one call where it can."""
        if not isinstance(one.operation, Affine) or not one.arguments[2:]:
            return one.arguments
        recipes = one_product([Place(one.arguments[2], one.out.shape, False)], self.inputs)
        added = [self.inputs.given(recipe).slot for recipe in recipes]
        return (*one.arguments[:2], *(added or one.arguments[2:]))

    def _moved(self, slot: Slot) -> Slot:
        """Return where a slot is now."""
        if isinstance(slot, View):
            of = self._moved(slot.of)
            return slot if of is slot.of else View(of, slot.look, slot.shape)
        return self.placed.get(slot, slot)

    def _follower(self, one: Instruction) -> str:
        """Return what alone is done to a product, if it acts on every entry."""
        follower = self.followers.get(one.out) if isinstance(one.out, Made) else None
        return follower.operation.name if follower and isinstance(follower.operation, Pointwise) else ""

    def _group(self, group: Sequence[Instruction]) -> list[Instruction]:
        """Return the instructions for all products of one vector, and for what is done alike to neighbours."""
        sizes = [one.out.shape[-1] for one in group]
        whole = Made((*group[0].out.shape[:-1], sum(sizes)), parted=True)
        x = self._moved(group[0].arguments[0])
        turned = self._turned(group)
        known = (*_matrices(group, turned, self.inputs), *_added(group, turned, self.inputs))
        made = [Instruction(Affine(), (x, *known), whole)]
        self.done.update(group)
        start = 0
        for name, alike in groupby(group, self._follower):
            run = list(alike)
            size = sum(one.out.shape[-1] for one in run)
            part = View(whole, _part(start, start + size), (*whole.shape[:-1], size))
            if name and len(run) > 1:
                followers = [self.followers[one.out] for one in run]
                after = Made(part.shape, parted=True)
                operation = Pointwise(MINUS if turned[run[0]] else name)
                made += [Instruction(operation, (part,), after), *self._place(followers, after, 0)]
                self.done.update(followers)
            else:
                made += self._place(run, whole, start)
            start += size
        return made

    def _turned(self, group: Sequence[Instruction]) -> dict[Instruction, bool]:
        """Return the products that are computed with their sign turned: those of which sigmoids are taken together."""
        sigmoids = [one for one in group if self._follower(one) == "sigmoid"]
        return {one: one in sigmoids and len(sigmoids) > 1 for one in group}

    def _place(self, run: Sequence[Instruction], whole: Made, start: int) -> list[Instruction]:
        """Note where the results of some instructions lie in a whole; return the copies that are needed for it."""
        made: list[Instruction] = []
        for one in run:
            stop = start + one.out.shape[-1]
            view = View(whole, _part(start, stop), one.out.shape)
            if not isinstance(one.out, Cell):
                self.placed[one.out] = view
            elif self.alone:
                self.homes[one.out.name] = view
            else:
                made.append(Instruction(Copied(), (view,), one.out))
            start = stop
        return made


def _part(start: int, stop: int) -> Look:
    def look(array: Array) -> Array:
        return array[..., start:stop]

    return look


def _matrices(group: Sequence[Instruction], turned: Mapping[Instruction, bool], inputs: Inputs) -> list[Slot]:
    places = [(place_of(one.arguments[1]), turned[one]) for one in group]

    def together(evaluator: object, before: Sequence[Tensor]) -> Value:
        parts = [-before[place] if minus else before[place] for place, minus in places]
        return Value(torch.cat(parts), 2, batched=False)

    return [inputs.given(together).slot]


def _added(group: Sequence[Instruction], turned: Mapping[Instruction, bool], inputs: Inputs) -> list[Slot]:
    """Return what is added to all products, if anything is."""
    places = [Place(one.arguments[2] if one.arguments[2:] else None, one.out.shape, turned[one]) for one in group]
    if not any(one.slot for one in places):
        return []
    recipes = one_product(places, inputs) or (side_by_side(places, inputs),)
    return [inputs.given(recipe).slot for recipe in recipes]
