"""A definition that learns on its own outputs: they are fed back, while losses still compare with the targets."""

from __future__ import annotations

from dataclasses import replace

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.operations import LOSSES
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Call, Equation, Expression, Reference, Where
from models.build import RecurrentModel
from models.errors import ModelError
from models.variants import fresh, twin


def trained_on_itself(model: RecurrentModel) -> RecurrentModel:
    """Return a model that reads its own outputs where ``model`` reads targets; both have the same parameters.

    Raises ``ModelError`` for a definition without feedback.
    """
    definition, fed = fed_back(model.definition), model.definition.feedbacks
    made = definition.equations[-len(fed) :]
    shapes = {new.name: model.shapes[old.name] for new, old in zip(made, fed, strict=True)}
    return twin(model, definition, shapes)


def fed_back(definition: Definition) -> Definition:
    """Return the definition in which feedback equations define variables of their own, read where targets were.

    What stands inside of a loss keeps its target, in contrast to ``Definition.free_running``.
    """
    if not definition.feedbacks:
        raise ModelError(
            "The definition says not what to feed back, so it cannot train on its own outputs. "
            "Add a line such as `feedback y[t] = o[t]`."
        )
    names = {one.name: fresh(definition, f"{one.name}_fed") for one in definition.feedbacks}
    kept = [replace(one, expression=_renamed(definition.inlined[one.name], names)) for one in definition.equations]
    made = [
        Equation(names[one.name], one.axes, _renamed(one.expression, names), one.place) for one in definition.feedbacks
    ]
    starts = tuple(replace(one, expression=_renamed(one.expression, names)) for one in definition.boundaries)
    return assemble(replace(definition, equations=(*kept, *made), boundaries=starts, feedbacks=()))


def _renamed(expression: Expression, names: dict[str, str]) -> Expression:
    """Return an expression that reads other names, except inside of losses."""
    if isinstance(expression, Reference):
        return replace(expression, name=names.get(expression.name, expression.name))
    if isinstance(expression, Where):
        then, otherwise = (_renamed(one, names) for one in (expression.then, expression.otherwise))
        return replace(expression, then=then, otherwise=otherwise)
    if isinstance(expression, Call):
        first, *rest = expression.arguments
        others = rest if expression.operation in LOSSES else [_renamed(one, names) for one in rest]
        return replace(expression, arguments=(_renamed(first, names), *others))
    return expression
