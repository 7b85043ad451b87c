"""Other models made from one: the same parameters, another definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Boundary, Declaration, Reference
from models.build import RecurrentModel


def twin(model: RecurrentModel, definition: Definition, shapes: Mapping[str, Shape]) -> RecurrentModel:
    """Return a model of another definition with the very parameters of ``model``: training one trains both.

    ``shapes`` has the shapes of the names that ``model`` does not know.
    """
    other = copy(model)
    other.definition, other.shapes = definition, {**model.shapes, **shapes}
    return other


def started(definition: Definition, states: Sequence[str]) -> tuple[Definition, dict[str, str]]:
    """Return the definition in which the first values of ``states`` are inputs, and the inputs' names.

    A first value is that at every index before 1 of the one axis of a state; one that the definition gives is replaced.
    """
    place = definition.equations[0].place
    names = {state: fresh(definition, f"{state}_start") for state in states}
    starts = [Boundary(one, (None,), "before", Reference(names[one], (), place), place) for one in states]
    others = [one for one in definition.boundaries if one.name not in names or one.side != "before"]
    declared = {name: Declaration("input", name, (), None, None, False, place) for name in names.values()}
    plain = replace(
        definition,
        boundaries=(*others, *starts),
        declarations={**definition.declarations, **declared},
    )
    return assemble(plain), names


def fresh(definition: Definition, name: str) -> str:
    """Return a name that the definition does not use yet."""
    while name in definition.roles or name in definition.constants or name in definition.functions:
        name += "_"
    return name
