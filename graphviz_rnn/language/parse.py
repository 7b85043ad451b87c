"""Parse a text into a checked definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from graphviz_rnn.errors import DefinitionError, RequestError
from graphviz_rnn.language import limits
from graphviz_rnn.language.check_calls import check_calls
from graphviz_rnn.language.check_names import check_free, check_names, check_taken
from graphviz_rnn.language.check_references import check_references
from graphviz_rnn.language.check_sides import check_sizes
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.functions import Writer
from graphviz_rnn.language.lines import plain_lines, statements, title
from graphviz_rnn.language.reader import read
from graphviz_rnn.language.records import Boundary, Declaration, Equation, Feedback, Function, Named, Statement
from graphviz_rnn.language.roles import axes_of, ends_of, lengths_of, roles_of
from graphviz_rnn.language.schedule import schedule
from graphviz_rnn.language.shapes import shapes
from graphviz_rnn.language.suggest import nearest


def parse(text: str, *, constants: Mapping[str, int] | None = None) -> Definition:
    """Return the definition that ``text`` spells, checked in every respect.

    ``constants`` gives other values for the text's ``const`` names. Raises ``DefinitionError``
    (line, column, message) for anything wrong with the text, ``RequestError`` for a text that is no
    ``str`` and for a constant that is unknown or no whole number.
    """
    if not isinstance(text, str):
        raise RequestError(f"A definition is a text (str), but a {type(text).__name__} is given. Pass its text.")
    text = plain_lines(text)
    read_all: list[Statement] = []
    for statement in statements(text):
        read_all.extend(read(statement))
        if len(read_all) > limits.EQUATIONS:
            raise DefinitionError(
                statement.line, 1, f"More than {limits.EQUATIONS} statements. Split the definition in two."
            )
    definition = assemble(_collect(text, read_all, constants or {}))
    check_taken(definition, read_all)
    return definition


def _collect(text: str, read_all: list[Statement], given: Mapping[str, int]) -> Definition:
    """Return the statements sorted by kind; nothing but double definitions is checked yet."""
    check_names(read_all)
    named = [one for one in read_all if isinstance(one, Named)]
    written = {one.name: int(one.value) for one in named if one.kind == "constant"}
    unknown = next((name for name in given if name not in written), None)
    if unknown is not None:
        close = nearest(unknown, written)
        raise RequestError(
            f"`{unknown}` is no constant of this definition; it has {', '.join(written) or 'none'}.{close}"
        )
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > limits.SIZE:
            raise RequestError(
                f"The constant `{name}` is {value!r}; expected a whole number from -{limits.SIZE} to {limits.SIZE}."
            )
    equations = tuple(one for one in read_all if isinstance(one, Equation))
    if not equations:
        raise DefinitionError(1, 1, "There is no equation here. Write one, as in `h[t] = tanh(W @ h[t-1] + U @ x[t])`.")
    return Definition(
        text=text,
        title=title(text),
        equations=equations,
        boundaries=tuple(one for one in read_all if isinstance(one, Boundary)),
        feedbacks=tuple(one for one in read_all if isinstance(one, Feedback)),
        functions={one.name: one for one in read_all if isinstance(one, Function)},
        declarations={one.name: one for one in read_all if isinstance(one, Declaration)},
        constants={**written, **given},
        lengths={one.name: one.value for one in named if one.kind == "axis"},
        ends={},
        hidden=tuple(one.name for one in named if one.kind == "hide"),
        axes={},
        roles={},
        inlined={},
    )


def assemble(plain: Definition, *, hidden: tuple[str, ...] | None = None) -> Definition:
    """Return a definition with its axes, roles and written-out expressions found, and everything checked."""
    check_calls(plain)
    writer = Writer(plain.functions, plain.constants)
    bodies = {one.name: writer.write(one.expression) for one in plain.equations}
    boundaries = tuple(_written_out(one, writer) for one in plain.boundaries)
    feedbacks = tuple(_written_out(one, writer) for one in plain.feedbacks)
    hidden = plain.hidden if hidden is None else hidden
    known = replace(plain, inlined=bodies, boundaries=boundaries, feedbacks=feedbacks, hidden=hidden)
    known = replace(known, ends=ends_of(known))
    known = replace(known, lengths=lengths_of(known))
    known = replace(known, axes=axes_of(known))
    known = replace(known, roles=roles_of(known))
    check_free(known)
    check_references(known)
    schedule(known)
    check_sizes(known)
    shapes(known, {})
    return known


Side = TypeVar("Side", Boundary, Feedback)


def _written_out(one: Side, writer: Writer) -> Side:
    """Return a boundary or feedback with its expression written out, and as it was."""
    return replace(one, expression=writer.write(one.expression), as_written=one.as_written or one.expression)
