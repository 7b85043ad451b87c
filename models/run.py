"""Run a definition: compute every variable at every index, in the order of its schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Equation, Expression, Reference, Where
from graphviz_rnn.language.schedule import Loop, Stage, schedule
from models.evaluate import Env, Evaluator, Setting
from models.inputs import batch_of, checked, lengths_of
from models.series import Series
from models.trace import Trace
from models.value import Value


class Run:
    """One computation; ``trace`` does it. The engine of ``RecurrentModel.run``."""

    def __init__(
        self,
        definition: Definition,
        shapes: Mapping[str, Shape],
        weights: Mapping[str, Tensor],
        given: Mapping[str, Tensor],
        lengths: Mapping[str, int],
    ) -> None:
        self.definition, self.shapes = definition, shapes
        like = _like(weights, given)
        inputs = checked(definition, shapes, given, like.dtype)
        self.lengths = lengths_of(definition, inputs, lengths)
        self.batch = batch_of(definition, inputs)
        self.series = {name: self._leaf(name, value) for name, value in inputs.items()}
        self.missing = self._missing()
        setting = Setting(definition, shapes, self.lengths, self.batch, like)
        self.evaluator = Evaluator(setting, weights, self.series)

    def _leaf(self, name: str, value: Tensor) -> Series:
        follows = torch.is_grad_enabled() and not value.requires_grad
        leaf = value.detach().requires_grad_() if follows else value
        return Series([self.lengths[axis] for axis in self.definition.axes.get(name, ())], leaf)

    def _missing(self) -> frozenset[str]:
        """Return what cannot be computed, since a target was not given."""
        lost = {name for name in self.definition.names("target") if name not in self.series}
        grew = bool(lost)
        while grew:
            before = len(lost)
            for name, body in self._bodies():
                if any(isinstance(part, Reference) and part.name in lost for part in parts(body)):
                    lost.add(name)
            grew = len(lost) > before
        return frozenset(lost)

    def _bodies(self) -> Iterator[tuple[str, Expression]]:
        """Yield every name with what it is computed from, also at its boundary."""
        yield from self.definition.inlined.items()
        yield from ((one.name, one.expression) for one in self.definition.boundaries)

    def trace(self) -> Trace:
        """Compute all stages and return what happened."""
        for stage in schedule(self.definition):
            self._stage(stage, {})
        boundaries = self.evaluator.boundaries
        weights = self.evaluator.weights
        return Trace(self.definition, self.series, weights, boundaries, self.missing)

    def _stage(self, stage: Stage, env: Env) -> None:
        if isinstance(stage, Loop):
            steps = range(1, self.lengths[stage.axis] + 1)
            for step in steps if stage.direction > 0 else reversed(steps):
                for inner in stage.body:
                    self._stage(inner, {**env, stage.axis: step})
        elif stage.name not in self.missing:
            self._equation(self.definition.equation(stage.name), env)

    def _equation(self, equation: Equation, env: Env) -> None:
        """Compute one variable: for all steps at once where nothing steps it, else at every index left."""
        name = equation.name
        open_axes = [axis for axis in equation.axes if axis not in env]
        if len(equation.axes) == 1 and open_axes and not self._chooses(name):
            axis = open_axes[0]
            value = self.evaluator.value(self.definition.inlined[name], {**env, axis: None})
            whole = self._expanded(name, value, (self.lengths[axis], self.batch))
            self.series[name] = Series([self.lengths[axis]], whole)
            return
        if name not in self.series:
            self.series[name] = Series([self.lengths[axis] for axis in equation.axes])
        for here in self._indices(open_axes, env):
            value = self.evaluator.value(self.definition.inlined[name], here)
            index = tuple(here[axis] or 0 for axis in equation.axes)
            self.series[name].put(index, self._expanded(name, value, (self.batch,)))

    def _chooses(self, name: str) -> bool:
        return any(isinstance(part, Where) for part in parts(self.definition.inlined[name]))

    def _indices(self, axes: list[str], env: Env) -> Iterator[Env]:
        for steps in product(*(range(1, self.lengths[axis] + 1) for axis in axes)):
            yield {**env, **dict(zip(axes, steps, strict=True))}

    def _expanded(self, name: str, value: Value, lead: tuple[int, ...]) -> Tensor:
        """Return a value with all of its steps and sequences written out, in the variable's shape."""
        full = expanded(value, lead, self.shapes[name])
        # a bare copy is the very tensor that it copies: without a view of its own it would share that one's gradient
        own = full.view_as(full) if isinstance(self.definition.inlined[name], Reference | Where) else full
        # what comes out of a step has no derivative, but others have one with respect to it
        return own if own.requires_grad or not torch.is_grad_enabled() else own.detach().requires_grad_()


def _like(weights: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Tensor:
    """Return a tensor of the type to compute in: the parameters', else the inputs'."""
    floats = [one for one in given.values() if isinstance(one, Tensor) and one.is_floating_point()]
    return next(iter((*weights.values(), *floats)), torch.zeros(()))


def expanded(value: Value, lead: tuple[int, ...], shape: Shape) -> Tensor:
    """Return a value's tensor broadcast to ``lead`` (steps, batch) and the variable's own ``shape``."""
    tensor = value.tensor
    if value.batched and value.rank < len(shape):
        tensor = tensor.reshape(*tensor.shape, *([1] * (len(shape) - value.rank)))
    full = (*lead, *shape)
    return tensor if tensor.shape == full else tensor.expand(full)
