"""Other definitions made from one: for generation, and with another loss."""

from __future__ import annotations

from dataclasses import replace

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import LOSSES
from graphviz_rnn.language.parse import assemble, parse
from graphviz_rnn.language.records import Call, Equation, Expression, Reference
from graphviz_rnn.language.suggest import nearest


def free_running(definition: Definition) -> Definition:
    """Return the definition in which feedback equations compute what were targets.

    Losses have nothing to compare with any more, so they and what is made of them are left out.
    Raises ``RequestError`` if nothing is left: a target is needed, and no feedback replaces it.
    """
    lost = _lost(definition)
    kept = [one for one in definition.equations if one.name not in lost]
    if not kept:
        target = next(iter(definition.names("target")), "")
        raise RequestError(
            f"Everything here is computed from the target `{target}`, which generation does not have. "
            f"Say what replaces it: `feedback {target}[…] = …`."
        )
    made = [Equation(one.name, one.axes, one.as_written or one.expression, one.place) for one in definition.feedbacks]
    declared = {name: one for name, one in definition.declarations.items() if one.kind != "target"}
    plain = replace(
        definition,
        equations=(*kept, *made),
        boundaries=tuple(one for one in definition.boundaries if one.name not in lost),
        feedbacks=(),
        declarations={name: one for name, one in declared.items() if name not in {fed.name for fed in made}},
    )
    return assemble(plain, hidden=tuple(name for name in definition.hidden if name not in lost))


def _lost(definition: Definition) -> set[str]:
    """Return the losses, the targets that nothing replaces, and all that is computed from them."""
    lost = set(definition.names("target")) - {one.name for one in definition.feedbacks}
    lost |= {name for name, body in definition.inlined.items() if _has_loss(body)}
    read = {name: _names(body) for name, body in definition.inlined.items()}
    for bound in definition.boundaries:
        read[bound.name] = read[bound.name] | _names(bound.expression)
    before = -1
    while before != len(lost):
        before = len(lost)
        lost |= {name for name, names in read.items() if names & lost}
    return lost


def _has_loss(body: Expression) -> bool:
    return any(isinstance(part, Call) and part.operation in LOSSES for part in parts(body))


def _names(body: Expression) -> set[str]:
    return {part.name for part in parts(body) if isinstance(part, Reference)}


def with_loss(definition: Definition, name: str) -> Definition:
    """Return the definition with every loss function in its text replaced by ``name``."""
    if name not in LOSSES:
        raise RequestError(f"`{name}` is no loss; expected one of {', '.join(LOSSES)}.{nearest(name, LOSSES)}")
    lines = definition.text.split("\n")
    bodies = [one.expression for one in definition.equations]
    bodies += [one.body for one in definition.functions.values() if one.body is not None]
    losses = [p for body in bodies for p in parts(body) if isinstance(p, Call) and p.operation in LOSSES]
    for call in sorted(losses, key=lambda one: one.place, reverse=True):
        line, column = call.place.line - 1, call.place.column - 1
        rest = lines[line][column + len(call.operation) :]
        lines[line] = lines[line][:column] + name + rest
    return parse("\n".join(lines), constants=definition.constants)
