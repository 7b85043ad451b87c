"""Infer what each name is (input, target, parameter, state, variable) and which axes it runs over."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.definition import Definition, Role
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import LOSSES
from graphviz_rnn.language.records import Boundary, Call, Equation, Expression, Feedback, Index, Place, Reference
from graphviz_rnn.language.spelled import is_axis, reads_boundary_alone, reference_text


def bodies(definition: Definition) -> Iterator[Expression]:
    """Yield every expression of a definition: equations, boundaries, feedbacks."""
    yield from definition.inlined.values()
    yield from (one.expression for one in definition.boundaries)
    yield from (one.expression for one in definition.feedbacks)


def _references(definition: Definition) -> Iterator[Reference]:
    for body in bodies(definition):
        yield from (part for part in parts(body) if isinstance(part, Reference))


def ends_of(definition: Definition) -> dict[str, str]:
    """Return every axis that occurs, in order, with the name of its length: declared, or its capital letter."""
    found: dict[str, str] = {}
    given = [one.axes for one in definition.equations] + [one.axes for one in definition.feedbacks]
    for axes in (*given, *(one.axes for one in definition.declarations.values())):
        found.update((axis, axis.upper()) for axis in axes if axis not in found)
    for reference in _references(definition):
        bases = (str(one.base) for one in reference.index if is_axis(one.base))
        found.update((base, base.upper()) for base in bases if base not in found and base not in definition.constants)
    declared = {axis: end if isinstance(end, str) else axis.upper() for axis, end in definition.lengths.items()}
    return {**found, **declared, **definition.ends}


def lengths_of(definition: Definition) -> dict[str, int | str]:
    """Return the length of every axis: the number declared, or a constant's, or else the length's name."""
    numbers = {axis: own for axis, own in definition.lengths.items() if isinstance(own, int)}
    return {axis: numbers.get(axis, definition.constants.get(end, end)) for axis, end in definition.ends.items()}


def axes_of(definition: Definition) -> dict[str, tuple[str, ...]]:
    """Return the axes of every name that has any: from its definition, or from how it is read first."""
    axes: dict[str, tuple[str, ...]] = {one.name: one.axes for one in definition.equations}
    axes |= {name: one.axes for name, one in definition.declarations.items() if one.axes}
    axes |= {one.name: one.axes for one in definition.feedbacks if one.name not in axes}
    for reference in _references(definition):
        if reference.index and reference.name not in axes:
            axes[reference.name] = tuple(_axis_read(reference, index, definition) for index in reference.index)
    return axes


def _axis_read(reference: Reference, index: Index, definition: Definition) -> str:
    if index.base in definition.ends:
        return str(index.base)
    for axis, end in definition.ends.items():
        if index.base == end:
            return axis
    if index.base in definition.constants:
        raise DefinitionError(
            *index.place,
            f"`{reference_text(reference)}`: `{index.base}` is a constant; an index starts from an axis or its length, "
            "or is a number. Write the number.",
        )
    if index.base is not None and len(index.base) > 1:
        raise DefinitionError(
            *index.place,
            f"`{reference_text(reference)}`: `{index.base}` is no axis; expected one lower-case letter. "
            f"Write it as in `{reference.name}[t]`.",
        )
    raise DefinitionError(
        *index.place,
        f"`{reference.name}[{index}]` does not say which axis `{reference.name}` runs over. "
        f"Declare it: `input {reference.name}[t]`.",
    )


def roles_of(definition: Definition) -> dict[str, Role]:
    """Return the role of every name, in the order of the text."""
    defined = {one.name for one in definition.equations}
    targets = _targets(definition) - defined
    states = _states(definition)
    roles: dict[str, Role] = {}
    for name in first_places(definition):
        declared = definition.declarations.get(name)
        if name in defined:
            roles[name] = "state" if name in states else "variable"
        elif declared is not None:
            roles[name] = declared.kind
        elif name in targets:
            roles[name] = "target"
        else:
            roles[name] = "input" if definition.axes.get(name) else "parameter"
    return roles


def mentions(definition: Definition) -> Iterator[tuple[str, Place]]:
    """Yield every name with every place where it stands: defined, declared or read."""
    sides: tuple[Equation | Boundary | Feedback, ...]
    sides = (*definition.equations, *definition.boundaries, *definition.feedbacks)
    yield from ((one.name, one.place) for one in sides)
    for reference in _references(definition):
        yield reference.name, reference.place
    for declared in definition.declarations.values():
        yield declared.name, declared.place


def first_places(definition: Definition) -> dict[str, Place]:
    """Return where the text first says every name, in the order of the text."""
    first: dict[str, Place] = {}
    for name, place in mentions(definition):
        first[name] = min(place, first.get(name, place))
    return dict(sorted(first.items(), key=lambda one: one[1]))


def _targets(definition: Definition) -> set[str]:
    calls = [p for body in bodies(definition) for p in parts(body) if isinstance(p, Call) and p.operation in LOSSES]
    seconds = {one.arguments[1].name for one in calls if isinstance(one.arguments[1], Reference)}
    return seconds | {one.name for one in definition.feedbacks}


def _states(definition: Definition) -> set[str]:
    """Return the variables on a cycle: each reaches itself, and so through a delay."""
    graph = nx.DiGraph()
    for name, body in definition.inlined.items():
        read = (part for part in parts(body) if isinstance(part, Reference) and not reads_boundary_alone(part))
        graph.add_edges_from((part.name, name) for part in read)
    on_cycle: set[str] = set()
    for component in nx.strongly_connected_components(graph):
        one = next(iter(component))
        if len(component) > 1 or graph.has_edge(one, one):
            on_cycle |= component
    return on_cycle
