"""What every step contributes to the gradient of a parameter that all steps share."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Call, Declaration, Expression, Index, Reference, Where
from models.errors import ModelError
from models.running.plan import Plan
from models.running.start import start
from models.trace import Trace
from models.variants import fresh


def contributions(trace: Trace, of: str, wrt: str) -> Tensor:
    """Return what ``Trace.contributions`` does, from a run with a copy of the parameter for each step and sequence."""
    if wrt not in trace.weights:
        known = ", ".join(f"`{one}`" for one in trace.weights) or "none"
        raise ModelError(f"`{wrt}` is no parameter of this trace; it has {known}.")
    trace[of]  # says what is wrong with an unknown one
    axis = _axis(trace.definition, wrt)
    definition, copy = _copied(trace.definition, wrt, axis, trace.setting.shapes[wrt])
    setting = trace.setting
    names = (*trace.definition.names("input", "target"),)
    given = {name: trace[name].detach() for name in names if name in trace.series}
    each = trace.weights[wrt].detach()
    given[copy] = each.expand(setting.lengths[axis], setting.batch, *each.shape)
    lengths = {one: own.tolist() for one, own in setting.own.items()}
    plan = Plan(definition, {**setting.shapes, copy: setting.shapes[wrt]})
    with torch.enable_grad():
        again = start(plan, trace.weights, given=given, lengths={**setting.lengths, **lengths}).trace()
    return again.grad(of, copy)


def _axis(definition: Definition, wrt: str) -> str:
    """Return the one axis of all equations that use a parameter."""
    used = {definition.axes[name] for name, body in definition.inlined.items() if _uses(body, wrt)}
    outside = [one.name for one in definition.boundaries if _uses(one.expression, wrt)]
    if outside or len(used) != 1 or len(next(iter(used))) != 1:
        said = " and ".join(f"[{', '.join(axes)}]" for axes in sorted(used)) or "no axis"
        also = f" and at the boundary of `{outside[0]}`" if outside else ""
        raise ModelError(
            f"`{wrt}` is used in equations on {said}{also}; steps have parts of its gradient only where all of them "
            "are on one axis."
        )
    return next(iter(used))[0]


def _uses(body: Expression, name: str) -> bool:
    return any(isinstance(one, Reference) and one.name == name for one in parts(body))


def _copied(definition: Definition, wrt: str, axis: str, shape: tuple[int, ...]) -> tuple[Definition, str]:
    """Return the definition with a copy of a parameter for every step, which is an input, and the copy's name."""
    copy = fresh(definition, f"{wrt}_copy")
    place = definition.equations[0].place
    put = Reference(copy, (Index(axis, 1, 0, place),), place)
    equations = tuple(
        replace(one, expression=_put(definition.inlined[one.name], wrt, put)) for one in definition.equations
    )
    declared = {name: one for name, one in definition.declarations.items() if name != wrt}
    declared[copy] = Declaration("input", copy, (axis,), shape, None, False, place)
    return assemble(replace(definition, equations=equations, declarations=declared)), copy


def _put(expression: Expression, name: str, other: Reference) -> Expression:
    """Return an expression that reads another name."""
    if isinstance(expression, Reference):
        return other if expression.name == name else expression
    if isinstance(expression, Where):
        then, otherwise = (_put(one, name, other) for one in (expression.then, expression.otherwise))
        return replace(expression, then=then, otherwise=otherwise)
    if isinstance(expression, Call):
        return replace(expression, arguments=tuple(_put(one, name, other) for one in expression.arguments))
    return expression
