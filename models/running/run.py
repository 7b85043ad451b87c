"""Run a definition: compute every variable at every index, in the order of its schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from graphviz_rnn.language.records import Expression, Reference, Where
from graphviz_rnn.language.schedule import Loop, Parallel, Stage
from models.running.context import Along, Context, Stand
from models.running.evaluate import Evaluator
from models.running.linear_scan import LONG, scanned
from models.running.plan import Plan
from models.running.series import Series
from models.running.setting import Setting
from models.stepping.loop import stepped
from models.trace import Trace


class Run:
    """One computation; ``trace`` does it. The engine of ``RecurrentModel.run``."""

    def __init__(
        self, plan: Plan, setting: Setting, weights: Mapping[str, Tensor], inputs: Mapping[str, Tensor]
    ) -> None:
        self.plan, self.setting, self.definition = plan, setting, setting.definition
        self.series: dict[str, Series] = {}
        self.evaluator = Evaluator(setting, weights, self.series)
        for name, value in inputs.items():
            self._input(name, value)
        self.missing = plan.without(frozenset(inputs))
        self.plain = setting.plain

    def _input(self, name: str, value: Tensor) -> None:
        follows = torch.is_grad_enabled() and not value.requires_grad
        leaf = value.detach().requires_grad_() if follows else value
        self.series[name] = Series(self.setting.extents(name), leaf)

    def trace(self) -> Trace:
        """Compute all stages and return what happened."""
        for stage in self.plan.definition.stages:
            self._stage(stage, {})
        evaluator = self.evaluator
        return Trace(self.setting, self.series, evaluator.weights, evaluator.boundaries, self.missing)

    def _stage(self, stage: Stage, at: Mapping[str, int]) -> None:
        if isinstance(stage, Parallel):
            if stage.name not in self.missing:
                self._compute(stage.name, at)
            return
        if self._scanned(stage) or self._programmed(stage, at):
            return
        steps = range(1, self.setting.lengths[stage.axis] + 1)
        for step in steps if stage.direction > 0 else reversed(steps):
            for inner in stage.body:
                self._stage(inner, {**at, stage.axis: step})

    def _scanned(self, loop: Loop) -> bool:
        """Compute a long linear recurrence without stepping if the loop is one; say whether."""
        linear = self.plan.linear.get(loop) if self.plan.linear else None
        length = self.setting.lengths[loop.axis]
        if linear is None or length < max(LONG, abs(linear.delay)) or self._ragged(linear.name):
            return False
        if linear.name not in self.missing:
            shape = (*self.setting.extents(linear.name), self.setting.batch, *self.setting.shapes[linear.name])
            node = self._leaf(shape) if torch.is_grad_enabled() else None
            self._put(linear.name, {}, scanned(self.evaluator, loop, linear, node), node)
        return True

    def _programmed(self, loop: Loop, at: Mapping[str, int]) -> bool:
        """Compute a whole loop by a program of its own if there is one; say whether."""
        lost = bool(self.missing) and self.missing.intersection(loop.names())
        program = None if lost or not self.plain else self.plan.program(self.evaluator, loop, at)
        if program is None:
            return False
        places, nodes = program.places, dict[str, Tensor]()
        if torch.is_grad_enabled():
            nodes = {
                name: self._leaf((*shape[: places[name]], len(program.order), *shape[places[name] :]))
                for name, shape in program.cells.items()
            }
        added = [_moved(node, places[name], 0) for name, node in nodes.items()]
        values, beside = stepped(program, program.inputs(self.evaluator), added)
        for name, value in values.items():
            self._put(name, at, _moved(value, 0, places[name]), nodes.get(name))
        for (name, offset), value in beside.items():
            self.evaluator.kept[name, (Along(0, range(1 + offset, 1 + offset + len(value))),)] = value
        return True

    def _leaf(self, shape: Sequence[int]) -> Tensor:
        """Return zeros to be added to a variable, which stand for it when gradients are asked for."""
        return self.setting.like.new_zeros(()).expand(*shape).requires_grad_()

    def _put(self, name: str, at: Mapping[str, int], value: Tensor, node: Tensor | None) -> None:
        """Note a variable along all axes but those that stand ``at`` a step."""
        stepped = [position for position, axis in enumerate(self.definition.axes[name]) if axis in at]
        if not stepped:
            self.series[name] = Series(self.setting.extents(name), value, node=node)
            return
        if name not in self.series:
            self.series[name] = Series(self.setting.extents(name), stepped=stepped)
        steps = tuple(at[self.definition.axes[name][position]] for position in stepped)
        self.series[name].put(steps, value, node)

    def _compute(self, name: str, at: Mapping[str, int]) -> None:
        """Compute a variable where some axes are stepped, along all others at once."""
        axes = self.definition.axes.get(name, ())
        context = Context(dict(at))
        for axis in axes:
            if axis not in at:
                context = context.opened(axis, self.setting.lengths[axis])
        expression = self.definition.inlined[name]
        value = _own(self.evaluator.laid(expression, context, self.setting.shapes[name]), expression)
        if not self._ragged(name):
            self._put(name, at, value, None)
        elif any(axis in at for axis in axes):
            self._put(name, at, self._ended(name, value, at), None)
        else:
            self._put(name, at, self._ended(name, value), value)

    # ---- sequences that end at different steps ----

    def _ragged(self, name: str) -> bool:
        return any(axis in self.setting.own for axis in self.definition.axes.get(name, ()))

    def _ended(self, name: str, value: Tensor, at: Mapping[str, int] | None = None) -> Tensor:
        """Return values that, after each sequence's own last step, are what the variable is after the end."""
        axes = self.definition.axes[name]
        at = at or {}
        rank = len(self.setting.shapes[name])
        opened = [axis for axis in axes if axis not in at]
        for position, axis in reversed(list(enumerate(axes))):
            if axis not in self.setting.own:
                continue
            inside = self.evaluator.insides[axis]
            inside = inside[at[axis] - 1] if axis in at else inside
            shape = [1 if one != axis else len(inside) for one in opened]
            inside = inside.reshape(*shape, self.setting.batch, *[1] * rank)
            value = torch.where(inside, value, self._after(name, position, at))
        return value

    def _after(self, name: str, position: int, at: Mapping[str, int]) -> Tensor:
        """Return what a variable is after the end of one axis, with one entry along that axis if it is open."""
        axes = self.definition.axes[name]
        opened = [axis for axis in axes if axis not in at]
        where: list[Stand] = [
            at[axis] if axis in at else Along(0, range(1, self.setting.lengths[axis] + 1)) for axis in axes
        ]
        where[position] = self.setting.lengths[axes[position]] + 1
        after = self.evaluator.boundary(name, tuple(where), position)
        return after if axes[position] in at else after.unsqueeze(opened.index(axes[position]))


def _moved(value: Tensor, before: int, after: int) -> Tensor:
    return value if before == after else value.movedim(before, after)


def _own(value: Tensor, expression: Expression) -> Tensor:
    """Return values in a tensor of their own, of which there are derivatives.

    A bare copy is the very tensor that it copies: without a view of its own it would share that one's gradient. What
    comes out of a step has no derivative, but others have one with respect to it.
    """
    own = value.view_as(value) if isinstance(expression, Reference | Where) else value
    return own if own.requires_grad or not torch.is_grad_enabled() else own.detach().requires_grad_()
