"""Other definitions made from one: for generation, and with another loss."""

from __future__ import annotations

from dataclasses import replace

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import LOSSES
from graphviz_rnn.language.parse import assemble, parse
from graphviz_rnn.language.records import Call, Equation, Reference


def free_running(definition: Definition) -> Definition:
    """Return the definition in which feedback equations compute what were targets.

    Losses have nothing to compare with any more, so they and what is made of them are left out.
    """
    replaced = {one.name for one in definition.feedbacks}
    lost = set(definition.names("target"))
    kept: list[Equation] = []
    for one in definition.equations:
        inside = list(parts(one.expression))
        is_loss = any(isinstance(part, Call) and part.operation in LOSSES for part in inside)
        if is_loss or any(isinstance(part, Reference) and part.name in lost - replaced for part in inside):
            lost.add(one.name)
        else:
            kept.append(one)
    made = [Equation(one.name, one.axes, one.as_written or one.expression, one.place) for one in definition.feedbacks]
    declared = {name: one for name, one in definition.declarations.items() if one.kind != "target"}
    plain = replace(definition, equations=(*kept, *made), feedbacks=(), declarations=declared)
    return assemble(plain, hidden=tuple(name for name in definition.hidden if name not in lost))


def with_loss(definition: Definition, name: str) -> Definition:
    """Return the definition with every loss function in its text replaced by ``name``."""
    if name not in LOSSES:
        raise RequestError(f"`{name}` is no loss; expected one of {', '.join(LOSSES)}.")
    lines = definition.text.split("\n")
    calls = [part for one in definition.equations for part in parts(one.expression) if isinstance(part, Call)]
    losses = [one for one in calls if one.operation in LOSSES]
    for call in sorted(losses, key=lambda one: one.place, reverse=True):
        line, column = call.place.line - 1, call.place.column - 1
        rest = lines[line][column + len(call.operation) :]
        lines[line] = lines[line][:column] + name + rest
    return parse("\n".join(lines), constants=definition.constants)
