"""A context as an object: take it out of one run, change it, and let the rest of the network go on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import dependences
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Declaration
from models.build import RecurrentModel
from models.errors import ModelError
from models.trace import Trace
from models.variants import twin


def pinned(model: RecurrentModel, name: str) -> RecurrentModel:
    """Return the model in which a variable is an input, with the very parameters of ``model``.

    What was computed for that variable alone is left out: of an encoder and decoder with its context pinned the decoder
    is left. All that a decoder knows of the source passes through there, so with the same context it does the same
    (Goodfellow et al. 2016, section 10.4). Raises ``ModelError`` for what is no variable.
    """
    if not any(one.name == name for one in model.definition.equations):
        known = ", ".join(one.name for one in model.definition.equations)
        raise ModelError(f"`{name}` is no variable of this definition; it computes {known}. Pin one of them.")
    return twin(model, _pinned(model.definition, name), {})


def _pinned(definition: Definition, name: str) -> Definition:
    kept = _without(definition, name)
    axes = definition.axes.get(name, ())
    declared = Declaration("input", name, axes, None, None, False, definition.equations[0].place)
    still = {one for one, kind in definition.declarations.items() if _read(definition, one, kept)}
    used = {axis for one in kept for axis in definition.axes.get(one, ())} | set(axes)
    plain = replace(
        definition,
        lengths={axis: length for axis, length in definition.lengths.items() if axis in used},
        ends={axis: end for axis, end in definition.ends.items() if axis in used},
        equations=tuple(one for one in definition.equations if one.name in kept),
        boundaries=tuple(one for one in definition.boundaries if one.name in kept),
        declarations={one: definition.declarations[one] for one in still} | {name: declared},
    )
    return assemble(plain, hidden=tuple(one for one in definition.hidden if one in kept))


def _without(definition: Definition, name: str) -> set[str]:
    """Return the variables that are still wanted when one is given: those that lead to an end without it."""
    edges = [(one.source, one.target) for one in dependences(definition)]
    names = {one.name for one in definition.equations}
    wanted = {one for one in names if all(source != one for source, target in edges if target != source)} - {name}
    grew = True
    while grew:
        more = {source for source, target in edges if target in wanted and source in names and source != name}
        grew = not more <= wanted
        wanted |= more
    return wanted


def _read(definition: Definition, name: str, kept: set[str]) -> bool:
    return any(one.source == name and one.target in kept for one in dependences(definition))


def continued(
    model: RecurrentModel, name: str, value: Tensor, given: Mapping[str, Tensor], *, lengths: Mapping[str, int]
) -> Trace:
    """Return the run that goes on from a value (batch, n) of a variable without axes.

    ``given`` has inputs and targets of one sequence, which every value of the batch is run with; where it has no
    target, the network reads its own outputs.
    """
    rest = pinned(model, name)
    roles = rest.definition.roles
    data = {
        one: tensor.repeat_interleave(len(value), dim=len(rest.definition.axes.get(one, ())))
        for one, tensor in given.items()
        if roles.get(one) in ("input", "target")
    }
    alone = bool(rest.definition.feedbacks) and not set(data) & set(rest.definition.names("target"))
    return rest.run({**data, name: value}, lengths=lengths, free_running=alone)
