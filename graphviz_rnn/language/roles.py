"""Infer what each name is (input, target, parameter, state, variable) and which axes it runs over."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.definition import Definition, Role
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import LOSSES
from graphviz_rnn.language.records import Call, Expression, Index, Reference
from graphviz_rnn.language.spelled import is_axis


def bodies(definition: Definition) -> Iterator[Expression]:
    """Yield every expression of a definition: equations, boundaries, feedbacks."""
    yield from definition.inlined.values()
    yield from (one.expression for one in definition.boundaries)
    yield from (one.expression for one in definition.feedbacks)


def _references(definition: Definition) -> Iterator[Reference]:
    for body in bodies(definition):
        yield from (part for part in parts(body) if isinstance(part, Reference))


def lengths_of(definition: Definition) -> dict[str, int | str]:
    """Return every axis that occurs, in order, with its length: declared, or its capital letter."""
    found: dict[str, int | str] = {}
    given = [one.axes for one in definition.equations] + [one.axes for one in definition.feedbacks]
    for axes in (*given, *(one.axes for one in definition.declarations.values())):
        found.update((axis, axis.upper()) for axis in axes if axis not in found)
    for reference in _references(definition):
        found.update((i.base, i.base.upper()) for i in reference.index if is_axis(i.base) and i.base not in found)  # type: ignore[union-attr, misc]
    return {**found, **definition.lengths}


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
    if is_axis(index.base):
        return str(index.base)
    for axis, length in definition.lengths.items():
        if index.base == length:
            return axis
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
    for name in _names_in_order(definition):
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


def _names_in_order(definition: Definition) -> dict[str, None]:
    names: dict[str, None] = {}
    for one in definition.equations:
        names[one.name] = None
        names.update((p.name, None) for p in parts(definition.inlined[one.name]) if isinstance(p, Reference))
    for reference in _references(definition):
        names[reference.name] = None
    return names | dict.fromkeys(definition.declarations)


def _targets(definition: Definition) -> set[str]:
    calls = [p for body in bodies(definition) for p in parts(body) if isinstance(p, Call) and p.operation in LOSSES]
    seconds = {one.arguments[1].name for one in calls if isinstance(one.arguments[1], Reference)}
    return seconds | {one.name for one in definition.feedbacks}


def _states(definition: Definition) -> set[str]:
    """Return the variables on a cycle: each reaches itself, and so through a delay."""
    graph = nx.DiGraph()
    for name, body in definition.inlined.items():
        graph.add_edges_from((part.name, name) for part in parts(body) if isinstance(part, Reference))
    on_cycle: set[str] = set()
    for component in nx.strongly_connected_components(graph):
        one = next(iter(component))
        if len(component) > 1 or graph.has_edge(one, one):
            on_cycle |= component
    return on_cycle
