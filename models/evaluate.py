"""Evaluate expressions at an index, or along a whole axis at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from graphviz_rnn.language.conditions import chosen
from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Condition, Expression, Index, Number, Reference, Where
from models.rules import OVER_AXIS, RULES
from models.series import Series
from models.value import Value

Env = dict[str, int | None]
"""The step of every axis that has one; None stands for all steps at once, stacked in front."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run is of: the definition, all shapes and lengths, the batch, and a tensor of the right kind."""

    definition: Definition
    shapes: Mapping[str, Shape]
    lengths: Mapping[str, int]
    batch: int
    like: Tensor


class Evaluator:
    """Evaluates the expressions of one run on the series computed so far."""

    def __init__(self, setting: Setting, weights: Mapping[str, Tensor], series: Mapping[str, Series]) -> None:
        self.definition, self.shapes, self.lengths = setting.definition, setting.shapes, setting.lengths
        self.batch, self.like = setting.batch, setting.like
        self.weights, self.series = weights, series
        self.constants = dict(self.definition.constants)
        ends = {str(name): self.lengths[axis] for axis, name in self.definition.lengths.items()}
        self.known: dict[str, int] = {**self.constants, **ends}
        self.boundaries: dict[tuple[str, tuple[int, ...]], Tensor] = {}
        self.over: dict[tuple[int, tuple[tuple[str, int | None], ...]], Tensor] = {}

    def value(self, expression: Expression, env: Env) -> Value:
        """Return an expression's value where the axes stand at ``env``."""
        if isinstance(expression, Number):
            return Value(
                torch.tensor(expression.value, dtype=self.like.dtype, device=self.like.device), 0, batched=False
            )
        if isinstance(expression, Reference):
            return self._reference(expression, env)
        if isinstance(expression, Where):
            return self._where(expression, env)
        if expression.axes:
            return self._reduction(expression, env)
        return RULES[expression.operation]([self.value(one, env) for one in expression.arguments])

    # ---- references ----

    def _reference(self, reference: Reference, env: Env) -> Value:
        name, rank = reference.name, len(self.shapes[reference.name])
        if name in self.weights:
            return Value(self.weights[name], rank, batched=False)
        axes = self.definition.axes.get(name, ())
        whole = [p for p, one in enumerate(reference.index) if one.base is not None and env.get(one.base, 0) is None]
        index = tuple(self._step(one, env) for one in reference.index)
        if not whole:
            return Value(self._at(name, index), rank)
        position = whole[0]
        shift = reference.index[position].offset(self.constants)
        if shift == 0 and self._inside(axes, index, position):
            return Value(self.series[name].along(position, index), rank)
        steps = range(1 + shift, self.lengths[axes[position]] + 1 + shift)
        return Value(torch.stack([self._at(name, (*index[:position], s, *index[position + 1 :])) for s in steps]), rank)

    def _step(self, index: Index, env: Env) -> int:
        if index.base is None:
            return index.offset(self.constants)
        base = env[index.base] if index.base in env else self.known[index.base]
        return (base or 0) + index.offset(self.constants)

    def _inside(self, axes: tuple[str, ...], index: tuple[int, ...], position: int) -> bool:
        return all(p == position or 1 <= one <= self.lengths[axes[p]] for p, one in enumerate(index))

    def _at(self, name: str, index: tuple[int, ...]) -> Tensor:
        axes = self.definition.axes.get(name, ())
        for position, (axis, step) in enumerate(zip(axes, index, strict=True)):
            if not 1 <= step <= self.lengths[axis]:
                return self._boundary(name, index, position, "before" if step < 1 else "after")
        return self.series[name].at(index)

    def _boundary(self, name: str, index: tuple[int, ...], position: int, side: str) -> Tensor:
        """Return a value before the first or after the last step: what the definition gives, or zeros."""
        key = (name, index)
        if key not in self.boundaries:
            given = self.definition.boundary(name, side, position)
            shape = (self.batch, *self.shapes[name])
            if given is None:
                made = self.like.new_zeros(shape)
                self.boundaries[key] = made.requires_grad_() if torch.is_grad_enabled() else made
            else:
                env: Env = {axis: index[p] for p, axis in enumerate(given.axes) if axis is not None}
                self.boundaries[key] = self._broadcast(self.value(given.expression, env), shape)
        return self.boundaries[key]

    def _broadcast(self, value: Value, shape: tuple[int, ...]) -> Tensor:
        tensor = value.tensor
        if value.batched and value.rank < len(shape) - 1:
            tensor = tensor.reshape(*tensor.shape, *([1] * (len(shape) - 1 - value.rank)))
        return tensor.expand(shape)

    # ---- choices and reductions ----

    def _where(self, expression: Where, env: Env) -> Value:
        whole = next((axis for axis in _names(expression.condition) if env.get(axis, 0) is None), None)
        if whole is None:
            stands = {axis: step for axis, step in env.items() if step is not None}
            return self.value(chosen(expression, {**self.known, **stands}), env)
        return self._stacked(expression, env, whole)

    def _stacked(self, expression: Expression, env: Env, axis: str) -> Value:
        """Evaluate step by step along an axis, and stack."""
        values = [self.value(expression, {**env, axis: step}) for step in range(1, self.lengths[axis] + 1)]
        one = values[0]
        rows = [v.tensor if v.batched else v.tensor.expand(self.batch, *v.tensor.shape) for v in values]
        return Value(torch.stack(rows), one.rank, True, one.row)

    def _reduction(self, call: Call, env: Env) -> Value:
        """Reduce over axes, the innermost at once; a softmax keeps its axis and takes the step asked for."""
        axis, *others = call.axes
        outer: Env = {one: step for one, step in env.items() if one not in call.axes}
        inner = call if not others else Call(call.operation, call.arguments, call.place, tuple(others))
        body = inner if others else call.arguments[0]
        if call.operation == "softmax":
            return self._softmax(call, env, axis)
        crowded = any(step is None for step in outer.values()) or bool(others)
        value = self._stacked(body, outer, axis) if crowded else self._along(body, outer, axis)
        return Value(OVER_AXIS[call.operation](value.tensor), value.rank, value.batched, value.row)

    def _along(self, body: Expression, outer: Env, axis: str) -> Value:
        """Evaluate a body for all steps of an axis, written out also where it is the same at each."""
        value = self.value(body, {**outer, axis: None})
        if any(isinstance(p, Reference) and any(i.base == axis for i in p.index) for p in parts(body)):
            return value
        tensor = value.tensor if value.batched else value.tensor.expand(self.batch, *value.tensor.shape)
        return Value(tensor.expand(self.lengths[axis], *tensor.shape), value.rank, True, value.row)

    def _softmax(self, call: Call, env: Env, axis: str) -> Value:
        outer: Env = {one: step for one, step in env.items() if one != axis}
        key = (id(call), tuple(outer.items()))
        if key not in self.over:
            self.over[key] = self._along(call.arguments[0], outer, axis).tensor.softmax(0)
        step = env.get(axis)
        rank = self.over[key].dim() - 2
        return Value(self.over[key] if step is None else self.over[key][step - 1], rank)


def _names(condition: Condition) -> list[str]:
    own = [str(condition.value)] if condition.operation == "name" else []
    return own + [name for one in condition.arguments for name in _names(one)]
