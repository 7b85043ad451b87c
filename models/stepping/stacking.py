"""Products of matrices with the same vector as one product of a matrix on top of the other."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models.stepping.known import Inputs
from models.stepping.products import Affine
from models.stepping.slots import Array, Cell, Instruction, Known, Look, Made, Slot, View
from models.stepping.whole import Copied
from models.value import Value

_Key = tuple[Slot, tuple[int, ...]]


def stacked(
    instructions: Sequence[Instruction], inputs: Inputs, *, alone: bool
) -> tuple[tuple[Instruction, ...], dict[str, View]]:
    """Return the instructions with products of the same vector in one, and variables that lie in such a product.

    Where a loop has several variants (it is not ``alone``), a variable is copied to a place of its own.
    """
    groups: dict[_Key, list[Instruction]] = {}
    for one in instructions:
        if isinstance(one.operation, Affine):
            groups.setdefault(_key(one), []).append(one)
    homes: dict[str, View] = {}
    placed: dict[Slot, Slot] = {}
    made: list[Instruction] = []
    for one in instructions:
        group = groups[_key(one)] if isinstance(one.operation, Affine) else [one]
        if len(group) == 1:
            made.append(Instruction(one.operation, tuple(placed.get(slot, slot) for slot in one.arguments), one.out))
        elif group[0] is one:
            made += _group(group, inputs, placed, homes if alone else None)
    return tuple(made), homes


def _key(one: Instruction) -> _Key:
    return one.arguments[0], one.out.shape[:-1]


def _group(
    group: Sequence[Instruction], inputs: Inputs, placed: dict[Slot, Slot], homes: dict[str, View] | None
) -> list[Instruction]:
    """Return the instructions for all products of one vector, noting where each is ``placed``."""
    sizes = [one.out.shape[-1] for one in group]
    whole = Made((*group[0].out.shape[:-1], sum(sizes)), parted=True)
    x = placed.get(group[0].arguments[0], group[0].arguments[0])
    made = [Instruction(Affine(), (x, *_matrices(group, inputs), *_added(group, inputs)), whole)]
    for position, one in enumerate(group):
        start = sum(sizes[:position])
        view = View(whole, _part(start, start + sizes[position]), one.out.shape)
        if not isinstance(one.out, Cell):
            placed[one.out] = view
        elif homes is None:
            made.append(Instruction(Copied(), (view,), one.out))
        else:
            homes[one.out.name] = view
    return made


def _part(start: int, stop: int) -> Look:
    def look(array: Array) -> Array:
        return array[..., start:stop]

    return look


def _matrices(group: Sequence[Instruction], inputs: Inputs) -> list[Slot]:
    places = [_place(one.arguments[1]) for one in group]

    def together(evaluator: object, before: Sequence[Tensor]) -> Value:
        return Value(torch.cat([before[place] for place in places]), 2, batched=False)

    return [inputs.given(together).slot]


def _added(group: Sequence[Instruction], inputs: Inputs) -> list[Slot]:
    """Return what is added to all products, if anything is."""
    if not any(one.arguments[2:] for one in group):
        return []
    lead = group[0].out.shape[:-1]
    sizes = [one.out.shape[-1] for one in group]
    known = [one.arguments[2] if one.arguments[2:] else None for one in group]
    steps = inputs.length if any(isinstance(one, Known) and one.each for one in known) else 1

    def together(evaluator: object, before: Sequence[Tensor]) -> Value:
        parts = [
            before[0].new_zeros(1) if one is None else _in_front(before[_place(one)], one, len(lead)) for one in known
        ]
        spread = [one.expand(steps, *lead, size) for one, size in zip(parts, sizes, strict=True)]
        return Value(torch.cat(spread, -1), 1)

    return [inputs.given(together).slot]


def _in_front(tensor: Tensor, slot: Slot, lead: int) -> Tensor:
    """Return what is known for each step with the steps in front of all other dimensions."""
    if isinstance(slot, Known) and slot.each:
        return tensor.reshape(len(tensor), *[1] * (lead + 2 - tensor.dim()), *tensor.shape[1:])
    return tensor


def _place(slot: Slot) -> int:
    assert isinstance(slot, Known)
    return slot.place
