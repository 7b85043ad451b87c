"""Evaluate expressions at an index, or along a whole axis at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from graphviz_rnn.language.conditions import chosen
from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.records import Call, Condition, Expression, Index, Number, Reference, Where
from models.errors import ModelError
from models.rules import OVER_AXIS, RULES
from models.series import Series
from models.value import Value, aligned

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
        ends = {name: self.lengths[axis] for axis, name in self.definition.ends.items()}
        self.known: dict[str, int] = {**self.constants, **ends}
        self.boundaries: dict[tuple[str, tuple[int, ...]], Tensor] = {}
        self.over: dict[tuple[int, tuple[tuple[str, int | None], ...]], Value] = {}

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
        try:
            return self.series[name].at(index)
        except KeyError as missing:
            raise ModelError(
                f"`{name}` is read at a boundary before it is computed. Write its equation above the one that "
                "starts from it, and let it not depend on that one."
            ) from missing

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
        return self._stepped(expression, env, whole)

    def _reduction(self, call: Call, env: Env) -> Value:
        """Reduce over axes; a softmax keeps them and takes the step asked for."""
        outer: Env = {axis: step for axis, step in env.items() if axis not in call.axes}
        if call.operation == "softmax":
            return self._softmax(call, env, outer)
        value = self._laid(call.arguments[0], outer, call.axes)
        together = value.tensor.flatten(0, len(call.axes) - 1)
        return Value(OVER_AXIS[call.operation](together), value.rank, True, value.row)

    def _softmax(self, call: Call, env: Env, outer: Env) -> Value:
        key = (id(call), tuple(outer.items()))
        if key not in self.over:
            value = self._laid(call.arguments[0], outer, call.axes)
            together = value.tensor.flatten(0, len(call.axes) - 1).softmax(0)
            extents = [self.lengths[axis] for axis in call.axes]
            self.over[key] = Value(together.reshape(*extents, *together.shape[1:]), value.rank, True, value.row)
        whole = self.over[key]
        steps = [env.get(axis) for axis in call.axes]
        position = tuple(slice(None) if step is None else step - 1 for step in steps)
        return Value(whole.tensor[position], whole.rank, True, whole.row)

    def _laid(self, body: Expression, outer: Env, axes: Sequence[str]) -> Value:
        """Evaluate a body at all steps of ``axes``, which stand in front; batched where nothing else is open."""
        axis, *rest = axes
        if rest:
            return self._stack([self._laid(body, {**outer, axis: step}, rest) for step in self._steps(axis)])
        if None in outer.values():
            return self._stepped(body, outer, axis)
        value = self.value(body, {**outer, axis: None})
        if value.batched and value.tensor.dim() == value.rank + 2:
            return value
        tensor = value.tensor if value.batched else value.tensor.expand(self.batch, *value.tensor.shape)
        return Value(tensor.expand(self.lengths[axis], *tensor.shape), value.rank, True, value.row)

    def _steps(self, axis: str) -> range:
        return range(1, self.lengths[axis] + 1)

    def _stepped(self, body: Expression, outer: Env, axis: str) -> Value:
        """Evaluate a body step by step along an axis, and stack."""
        return self._stack([self.value(body, {**outer, axis: step}) for step in self._steps(axis)])

    def _stack(self, values: Sequence[Value]) -> Value:
        """Return values as one, with a new dimension in front; scalars are spread where others are vectors."""
        widest = max(values, key=lambda one: one.rank)
        rows = torch.broadcast_tensors(*aligned(values))  # type: ignore[no-untyped-call]
        if not any(one.batched for one in values):
            rows = [one.expand(self.batch, *one.shape) for one in rows]
        return Value(torch.stack(list(rows)), widest.rank, True, widest.row)


def _names(condition: Condition) -> list[str]:
    own = [str(condition.value)] if condition.operation == "name" else []
    return own + [name for one in condition.arguments for name in _names(one)]
