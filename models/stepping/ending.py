"""What the variables of a loop are outside of their axes: before the first step and after the last."""

from __future__ import annotations

from functools import partial

from torch import Tensor

from models.running.context import Along, Stand
from models.running.evaluate import Evaluator
from models.stepping.emit import Emitter
from models.stepping.known import Inputs, Outside, Recipe, UnsupportedError
from models.stepping.scope import Scope
from models.stepping.slots import Instruction, Made
from models.stepping.whole import Chosen
from models.value import Value

LEAST = 16
"""Delays of so many steps are stepped through in a program however short the axis is."""


def ended(scope: Scope, inputs: Inputs, emitter: Emitter, name: str) -> None:
    """Let a variable be, after each sequence's own last step, what it is after the end (the first axis's)."""
    setting = scope.setting
    for axis in reversed(setting.definition.axes[name]):
        if axis not in setting.own:
            continue
        if axis in scope.at:
            raise UnsupportedError
        cell = scope.cell(name, 0)
        made = Made(cell.shape)
        for one in emitter.instructions:
            if one.out is cell:
                one.out = made
        mask = inputs.given(partial(_inside, scope, name, axis)).slot
        after = inputs.given(_after(scope, name, axis)).slot
        emitter.instructions.append(Instruction(Chosen(), (made, after, mask), cell))


def _inside(scope: Scope, name: str, axis: str, evaluator: Evaluator, before: object) -> Value:
    """Return which entries of a variable lie before the ends of one axis, with the stepped axis in front."""
    setting, rank = evaluator.setting, len(scope.setting.shapes[name])
    inside = setting.inside(axis)
    sizes = [len(inside) if one == axis else 1 for one in (scope.axis, *scope.opened(name))]
    return Value(inside.reshape(*sizes, setting.batch, *[1] * rank), rank)


def _after(scope: Scope, name: str, axis: str) -> Recipe:
    """Return what a variable is after the end of one axis, with the stepped axis in front."""
    setting = scope.setting
    rank = len(setting.shapes[name])
    if axis == scope.axis:
        after = boundary(scope, name, setting.lengths[axis] + 1)
        return lambda evaluator, before: Value(after(evaluator).unsqueeze(0), rank)
    if setting.definition.boundary(name, "after", setting.definition.axes[name].index(axis)):
        raise UnsupportedError
    return lambda evaluator, before: Value(setting.like.new_zeros([1] * (2 + len(scope.opened(name)) + rank)), rank)


def boundary(scope: Scope, name: str, step: int) -> Outside:
    """Return what a variable is at a step outside of the stepped axis, shaped as its cells."""
    axes, lengths, shape = scope.setting.definition.axes[name], scope.setting.lengths, scope.cell(name, 0).shape
    place = axes.index(scope.axis)
    where: tuple[Stand, ...] = tuple(
        step if axis == scope.axis else scope.at.get(axis, Along(0, range(1, lengths[axis] + 1))) for axis in axes
    )

    def value(evaluator: Evaluator) -> Tensor:
        found = evaluator.boundary(name, where, place)
        return found if found.shape == shape else found.expand(shape)

    return value


def outside(scope: Scope) -> dict[tuple[str, int], Outside]:
    """Return the cells that are read outside of the stepped axis, and how each is made."""
    found: dict[tuple[str, int], None] = {}
    for name, offset in scope.cells:
        length = scope.length
        if abs(offset) > max(length, LEAST):
            raise UnsupportedError  # the rows of steps outside would be more than those inside
        before, after = (
            range(1 + offset, min(0, length + offset) + 1),
            range(max(length, offset) + 1, length + 1 + offset),
        )
        steps = before if offset < 0 else after
        found |= dict.fromkeys((name, step) for step in steps)
    return {key: boundary(scope, *key) for key in found}
