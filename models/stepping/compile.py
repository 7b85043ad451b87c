"""Make the program of a loop: its variants, its stacked products, its values outside of the axis."""

from __future__ import annotations

from collections.abc import Mapping

from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Condition, Where
from graphviz_rnn.language.schedule import Loop, Parallel
from models.running.choosing import names_in
from models.running.evaluate import Evaluator
from models.stepping.ending import ended, outside
from models.stepping.known import Inputs, UnsupportedError
from models.stepping.lowering import Lowering
from models.stepping.program import Program, Steps, Variant
from models.stepping.scope import Scope
from models.stepping.slots import View
from models.stepping.stacking import stacked

MOST_VARIANTS = 32
"""A loop whose steps differ in more ways is left to the evaluator."""


def compiled(evaluator: Evaluator, loop: Loop, at: Mapping[str, int]) -> Program:
    """Return the program of a loop whose outer axes stand ``at`` a step.

    Raises ``UnsupportedError`` for a loop of a kind that programs do not have.
    """
    if not all(isinstance(one, Parallel) for one in loop.body):
        raise UnsupportedError
    scope = Scope(evaluator.setting, loop.axis, loop.names(), dict(at))
    order = range(1, scope.length + 1) if loop.direction > 0 else range(scope.length, 0, -1)
    inputs = Inputs(evaluator, scope.length)
    groups = _alike(scope, order)
    variants, homes = [], dict[str, View]()
    for steps in groups:
        lowering = Lowering(scope, inputs, steps[0])
        for name in scope.names:
            lowering.variable(name)
            ended(scope, inputs, lowering.emitter, name)
        instructions, homes = stacked(lowering.instructions, inputs, alone=len(groups) == 1)
        variants.append(Variant(instructions, steps))
    cells = {name: scope.cell(name, 0).shape for name in scope.names}
    beyond = outside(scope)
    dtype = evaluator.setting.like.new_zeros(0).numpy().dtype
    places = {name: scope.place(name) for name in scope.names}
    beside = (
        () if at else tuple(key for key in scope.cells if 0 < abs(key[1]) <= scope.length and not scope.opened(key[0]))
    )
    return Program(tuple(variants), order, cells, places, homes, tuple(inputs.recipes), beyond, beside, dtype)


def _alike(scope: Scope, order: range) -> list[Steps]:
    """Return the steps in groups for which every condition is decided alike."""
    conditions = _conditions(scope)
    groups: dict[tuple[bool, ...], list[int]] = {}
    known = {**scope.setting.known, **scope.at}
    for step in order if conditions else ():
        decided = tuple(bool(holds(one, {**known, scope.axis: step})) for one in conditions)
        groups.setdefault(decided, []).append(step)
    if len(groups) > MOST_VARIANTS:
        raise UnsupportedError
    return [tuple(steps) for steps in groups.values()] if len(groups) > 1 else [order]


def _conditions(scope: Scope) -> list[Condition]:
    """Return the conditions that the stepped axis decides."""
    bodies = [scope.setting.definition.inlined[name] for name in scope.names]
    found = [one.condition for body in bodies for one in parts(body) if isinstance(one, Where)]
    known = {*scope.setting.known, *scope.at, scope.axis}
    return [one for one in found if scope.axis in names_in(one) and known.issuperset(names_in(one))]
