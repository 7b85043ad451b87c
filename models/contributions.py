"""What every index contributes to the gradient of a parameter that all share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Boundary, Call, Declaration, Expression, Index, Reference, Where
from models.errors import ModelError
from models.running.plan import Plan
from models.running.start import start
from models.trace import Trace
from models.variants import fresh

Axes = tuple[str, ...]


def contributions(trace: Trace, of: str, wrt: str, at: str) -> Tensor:
    """Return what ``Trace.contributions`` does, from a run with a copy of the parameter for each index and sequence."""
    if wrt not in trace.weights:
        known = ", ".join(f"`{one}`" for one in trace.weights) or "none"
        raise ModelError(f"`{wrt}` is no parameter of this trace; it has {known}.")
    trace[of]  # says what is wrong with an unknown one
    uses = _uses(trace.definition, wrt)
    places = _asked(uses, wrt, at.replace(" ", ""))
    axes = uses[places[0]]
    setting = trace.setting
    definition, copy = _copied(trace.definition, wrt, setting.shapes[wrt], axes, places)
    names = (*trace.definition.names("input", "target"),)
    given = {name: trace[name].detach() for name in names if name in trace.series}
    each = trace.weights[wrt].detach()
    given[copy] = each.expand(*(setting.lengths[axis] for axis in axes), setting.batch, *each.shape)
    lengths = {one: own.tolist() for one, own in setting.own.items()}
    plan = Plan(definition, {**setting.shapes, copy: setting.shapes[wrt]})
    with torch.enable_grad():
        again = start(plan, trace.weights, given=given, lengths={**setting.lengths, **lengths}).trace()
    return again.grad(of, copy)


def _uses(definition: Definition, wrt: str) -> dict[str, Axes]:
    """Return where a parameter is used, and on which axes: ``h`` for an equation, ``h[0]`` for a boundary of it."""
    equations = {name: definition.axes[name] for name, body in definition.inlined.items() if _reads(body, wrt)}
    outside = [one for one in definition.boundaries if _reads(one.expression, wrt)]
    return equations | {_place(one): () for one in outside}  # which is also read outside of its other axes


def _place(boundary: Boundary) -> str:
    beyond = "0" if boundary.side == "before" else f"{boundary.end}+1"
    return f"{boundary.name}[{','.join(axis or beyond for axis in boundary.axes)}]"


def _asked(uses: Mapping[str, Axes], wrt: str, at: str) -> list[str]:
    """Return the places that are meant, which are all on the same axes."""
    if at and at in uses:
        return [at]
    if not at and len(set(uses.values())) == 1:
        return list(uses)
    if not uses:
        raise ModelError(f"`{wrt}` is used in no equation, so there are no contributions to it. Ask for another.")
    said = " and ".join(f"`{one}` on [{', '.join(axes)}]" for one, axes in uses.items())
    asked = f"in `{at}`" if at else "in all of them together"
    raise ModelError(
        f"`{wrt}` is used in {said}; asked for what it contributes {asked}. "
        f"Ask for that of one of them: contributions(…, at={next(iter(uses))!r})."
    )


def _reads(body: Expression, name: str) -> bool:
    return any(isinstance(one, Reference) and one.name == name for one in parts(body))


def _copied(
    definition: Definition, wrt: str, shape: Shape, axes: Axes, places: Collection[str]
) -> tuple[Definition, str]:
    """Return the definition with a copy of a parameter for every index, which is an input, and the copy's name.

    The copies take the place of the parameter in ``places`` alone.
    """
    copy = fresh(definition, f"{wrt}_copy")
    place = definition.equations[0].place
    put = Reference(copy, tuple(Index(axis, 1, 0, place) for axis in axes), place)
    bodies = definition.inlined
    equations = [
        replace(one, expression=_put(bodies[one.name], wrt, put) if one.name in places else bodies[one.name])
        for one in definition.equations
    ]
    outside = [
        replace(one, expression=_put(one.expression, wrt, put)) if _place(one) in places else one
        for one in definition.boundaries
    ]
    declared = {**definition.declarations, copy: Declaration("input", copy, axes, shape, None, False, place)}
    if len(places) == len(_uses(definition, wrt)):
        declared.pop(wrt, None)
    changed = replace(definition, equations=tuple(equations), boundaries=tuple(outside), declarations=declared)
    return assemble(changed), copy


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
