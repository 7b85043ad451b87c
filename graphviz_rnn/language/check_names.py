"""Check what a definition names: nothing twice, nothing that is taken, nothing that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import (
    Boundary,
    Declaration,
    Equation,
    Feedback,
    Function,
    Named,
    Place,
    Statement,
)
from graphviz_rnn.language.roles import first_places
from graphviz_rnn.language.suggest import nearest


def check_names(statements: Sequence[Statement]) -> None:
    """Refuse a name that is defined twice, and a hidden name that is not defined."""
    first: dict[tuple[str, object], Place] = {}
    for one in statements:
        key = _key(one)
        if key in first:
            raise DefinitionError(*one.place, _twice(one, first[key].line))
        first[key] = one.place
    for hidden in _named(statements, "hide"):
        if (hidden.name, "name") not in first or not any(_defines(one, hidden.name) for one in statements):
            known = [one.name for one in statements if isinstance(one, Equation)]
            raise DefinitionError(
                *hidden.place,
                f"`{hidden.name}` is hidden, but no equation defines it.{nearest(hidden.name, known)} "
                "Hide a name that stands on the left of an equation.",
            )


def _twice(one: Statement, line: int) -> str:
    """Return the sentence for a name that is taken since ``line``."""
    kind = one.side if isinstance(one, Boundary) else one.kind if isinstance(one, Named) else type(one).__name__
    if kind in _SIDES:
        return f"{_SIDES[kind]} `{one.name}` is given twice, first on line {line}. Remove one of the two."
    return f"`{one.name}` is defined twice, first on line {line}. Rename one, or remove it."


_SIDES = {
    "before": "The value before the first step of",
    "after": "The value after the last step of",
    "Feedback": "The feedback of",
    "hide": "The order to hide",
    "axis": "The length of axis",
}


def _key(one: Statement) -> tuple[str, object]:
    """Return what a statement claims: a name, a name's boundary, or a name in some other sense."""
    if isinstance(one, Boundary):
        return one.name, (one.side, tuple(axis is None for axis in one.axes))
    if isinstance(one, Feedback):
        return one.name, "feedback"
    if isinstance(one, Equation | Function | Declaration) or one.kind == "constant":
        return one.name, "name"
    return one.name, one.kind


def _defines(one: Statement, name: str) -> bool:
    return isinstance(one, Equation) and one.name == name


def _named(statements: Sequence[Statement], kind: str) -> Iterator[Named]:
    return (one for one in statements if isinstance(one, Named) and one.kind == kind)


def check_taken(definition: Definition, statements: Sequence[Statement]) -> None:
    """Refuse a constant that is called like an axis, and two axes of one length."""
    for one in _named(statements, "constant"):
        if one.name in definition.lengths:
            raise DefinitionError(*one.place, f"`{one.name}` is an axis, so it cannot be a constant. Rename one.")
    for one in reversed([*_named(statements, "axis")]):
        end = definition.ends[one.name]
        other = next((axis for axis, own in definition.ends.items() if own == end and axis != one.name), None)
        if other is not None and end not in definition.constants:
            raise DefinitionError(
                *one.place,
                f"`{end}` is the length of axis {other} and of axis {one.name}. "
                f"Give one another name, as in `axis {one.name} = 1..N`.",
            )


def check_free(definition: Definition) -> None:
    """Refuse names that an axis, a length, a constant or a function has taken, and too many axes."""
    for function in definition.functions.values():
        fault = _not_free(function.name, definition)
        if fault:
            raise DefinitionError(*function.place, fault)
    for name, role in definition.roles.items():
        fault = _fault(name, role, definition)
        if fault:
            raise DefinitionError(*first_places(definition)[name], fault)


def _fault(name: str, role: str, definition: Definition) -> str:
    """Return why a name cannot be what it is, or ""."""
    own = definition.axes.get(name, ())
    written = name in definition.inlined or name in definition.declarations
    if name in definition.lengths and not written and not own:
        return (
            f"`{name}` is an axis: it stands in an index or in the condition of `where`, and has no value to "
            "compute with. Read an input that counts the steps, or rename this."
        )
    taken = _not_free(name, definition)
    if taken:
        return taken
    if len(own) > limits.AXES:
        return f"`{name}` has {len(own)} axes; at most {limits.AXES} are read. Use fewer."
    if name in definition.constants:
        return f"`{name}` is a constant, one number; it has no steps. Write `{name}` without an index."
    if role == "parameter" and own:
        return f"`{name}` is a parameter, the same at every step. Write `{name}` without an index, or declare an input."
    if role != "parameter" or name in definition.declarations:
        return ""
    if name in definition.functions or name in OPERATIONS:
        return f"`{name}` is a function, but no arguments follow. Write `{name}(…)`, or use another name."
    return ""


def _not_free(name: str, definition: Definition) -> str:
    """Return why a name cannot be given to anything, or ""."""
    if name in definition.lengths:
        return f"`{name}` is an axis, so it is not free. Rename it, or the axis."
    axis = next((axis for axis, end in definition.ends.items() if end == name), None)
    return "" if axis is None else f"`{name}` is the length of axis {axis}, so it is not free. Rename it."
