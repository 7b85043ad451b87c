"""Recurrences that are linear in every entry, computed for all steps at once: in as many rounds as the steps double."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Expression, Number, Reference
from graphviz_rnn.language.schedule import Loop, Parallel
from models.running.context import Along, Context, Stand
from models.running.evaluate import Evaluator

LONG = 64
"""From so many steps on a scan is quicker than steps."""


@dataclass(frozen=True, slots=True)
class Linear:
    """``name[t] = factor * name[t-delay] + added``, where factor and what is added do not read the variable.

    What is added is None where it is 0. A negative delay reads later steps.
    """

    name: str
    delay: int
    factor: Expression
    added: Expression | None


def linear_recurrence(definition: Definition, loop: Loop) -> Linear | None:
    """Return what a loop steps as a linear recurrence, or None if it is of another kind."""
    names = loop.names()
    if len(names) > 1 or not isinstance(loop.body[0], Parallel):
        return None
    body, axes = definition.inlined[names[0]], definition.axes[names[0]]
    constants, delays = dict(definition.constants), set()
    for one in parts(body):
        if isinstance(one, Reference) and one.name == names[0]:
            steps = {index.base: -index.offset(constants) for index in one.index}
            if tuple(steps) != axes or any(by for axis, by in steps.items() if axis != loop.axis):
                return None
            delays.add(steps[loop.axis])
    factor, added = _split(body, names[0]) or (None, None)
    return Linear(names[0], delays.pop(), factor, added) if factor and len(delays) == 1 else None


_Parts = tuple[Expression | None, Expression | None]


def _split(expression: Expression, name: str) -> _Parts | None:
    """Return an expression as a factor of a variable and what is added to that; None if it is not linear in it."""
    if not any(isinstance(one, Reference) and one.name == name for one in parts(expression)):
        return None, expression
    if isinstance(expression, Reference):
        return Number(1.0, expression.place), None
    if not isinstance(expression, Call) or expression.axes:
        return None
    found = [_split(one, name) for one in expression.arguments]
    split = [one for one in found if one is not None]
    if len(split) < len(found):
        return None
    if expression.operation in ("+", "-", "neg"):
        return _sum(expression, [one for one, _ in split]), _sum(expression, [one for _, one in split])
    linear = [position for position, (factor, _) in enumerate(split) if factor is not None]
    if len(linear) == 1 and (expression.operation == "*" or (expression.operation == "/" and linear == [0])):
        factor, added = split[linear[0]]
        return _instead(expression, linear[0], factor), _instead(expression, linear[0], added)
    return None


def _sum(call: Call, terms: list[Expression | None]) -> Expression | None:
    """Return the same sum, difference or opposite of other terms, of which those that are None are 0."""
    if call.operation == "-" and terms[0] is None and terms[1] is not None:
        return Call("neg", (terms[1],), call.place)
    there = tuple(one for one in terms if one is not None)
    if len(there) < 2 and call.operation != "neg":
        return there[0] if there else None
    return Call(call.operation, there, call.place) if there else None


def _instead(call: Call, position: int, one: Expression | None) -> Expression | None:
    if one is None:
        return None
    return Call(call.operation, (*call.arguments[:position], one, *call.arguments[position + 1 :]), call.place)


def scanned(evaluator: Evaluator, loop: Loop, linear: Linear, node: Tensor | None) -> Tensor:
    """Return the variable of a linear recurrence at all steps, the axes in front.

    ``node`` has zeros to add at every step, so that derivatives can be asked for with respect to the variable.
    """
    setting, name = evaluator.setting, linear.name
    axes = setting.definition.axes[name]
    context = Context()
    for axis in axes:
        context = context.opened(axis, setting.lengths[axis])
    place, shape = axes.index(loop.axis), setting.shapes[name]
    factor = evaluator.laid(linear.factor, context, shape)
    added = torch.zeros_like(factor) if linear.added is None else evaluator.laid(linear.added, context, shape)
    a, b = (one.movedim(place, 0) for one in (factor, added if node is None else added + node))
    if linear.delay < 0:
        a, b = a.flip(0), b.flip(0)
    whole = _from(_starts(evaluator, loop, linear, place), a, b)
    return (whole.flip(0) if linear.delay < 0 else whole).movedim(0, place)


def _starts(evaluator: Evaluator, loop: Loop, linear: Linear, place: int) -> Tensor:
    """Return what the first steps (of a negative delay the last) read outside of the axis, in their order."""
    setting, delay = evaluator.setting, abs(linear.delay)
    length = setting.lengths[loop.axis]
    steps = range(1 - delay, 1) if linear.delay > 0 else range(length + delay, length, -1)
    others: Mapping[str, Stand] = {
        axis: Along(0, range(1, setting.lengths[axis] + 1)) for axis in setting.definition.axes[linear.name]
    }
    where = [tuple({**others, loop.axis: step}.values()) for step in steps]
    return torch.stack([evaluator.boundary(linear.name, one, place) for one in where])


def _from(starts: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """Return x with x(k) = a(k) x(k−d) + b(k) along the first dimension, where the d first read ``starts``."""
    delay, length = len(starts), len(b)
    first = b[:delay] + a[:delay] * starts[:length]
    b = torch.cat([first, b[delay:]])
    missing = -length % delay
    if missing:
        a, b = (torch.cat([one, one.new_zeros(missing, *one.shape[1:])]) for one in (a, b))
    a, b = (one.reshape(-1, delay, *one.shape[1:]) for one in (a, b))
    return scan(a, b).flatten(0, 1)[:length]


def scan(a: Tensor, b: Tensor) -> Tensor:
    """Return x with x(k) = a(k) x(k−1) + b(k) along the first dimension, from x(−1) = 0.

    Two steps are one step with a(k) a(k−1) and a(k) b(k−1) + b(k) (Blelloch 1990), so that half of them are found by
    a scan of half the length. Nothing is divided: small factors may become 0, which is what they then are.
    """
    if len(b) == 1:
        return b
    even, odd = slice(0, len(b) - 1, 2), slice(1, None, 2)
    late = scan(a[odd] * a[even], a[odd] * b[even] + b[odd])
    early = torch.cat([b[:1], a[2::2] * late[: (len(b) - 1) // 2] + b[2::2]])
    return torch.cat([torch.stack([early[: len(late)], late], 1).flatten(0, 1), early[len(late) :]])
