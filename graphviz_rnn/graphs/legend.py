"""What every symbol of a definition stands for, in words: from its comments, its roles, its graph and its shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import networkx as nx

from graphviz_rnn.graphs.fold import fold
from graphviz_rnn.language.definition import Definition, Role, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Reference

_ORDER: tuple[Role, ...] = ("input", "target", "state", "variable", "parameter")


class Entry(NamedTuple):
    """One symbol: its name and axes, its role, what it is in words, and its size ("8 × 8")."""

    name: str
    axes: tuple[str, ...]
    role: Role
    words: str
    size: str


def legend(definition: Definition, shapes: Mapping[str, Shape]) -> tuple[Entry, ...]:
    """Return an entry for every symbol: data first, then what is computed, then parameters.

    A variable's words are the comment above its equation; what has none is described by its place in the graph.
    """
    graph = fold(definition)
    notes = {one.name: " ".join(one.note.split()) for one in definition.equations}
    return tuple(
        Entry(
            name,
            definition.axes.get(name, ()),
            role,
            notes.get(name) or _words(definition, graph, name, shapes[name]),
            size_text(shapes[name]),
        )
        for role in _ORDER
        for name in definition.names(role)
    )


def size_text(shape: Shape) -> str:
    """Return a shape in words.

    >>> size_text(()), size_text((8,)), size_text((8, 3))
    ('a number', '8 numbers', '8 × 3')
    """
    if not shape:
        return "a number"
    return " × ".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]} number{'s' * (shape[0] != 1)}"


def _words(definition: Definition, graph: nx.MultiDiGraph, name: str, shape: Shape) -> str:
    role = definition.roles[name]
    readers = _listed(graph.successors(name) if name in graph else _mentioning(definition, name))
    if role == "input":
        return f"given at each step; read by {readers}" if definition.axes.get(name) else f"given; read by {readers}"
    if role == "target":
        return f"what should come out; read by {readers}"
    if role == "parameter":
        used = f"added in {readers}" if _is_added(definition, name) else f"used in {readers}"
        verb = "takes" if shape else "scales"
        return _carried(graph, name, verb) or _started(definition, name) or used
    sources = [one for one in graph.predecessors(name) if definition.roles[one] != "parameter"] if name in graph else []
    past = "a state, reads its own past" if role == "state" else "computed"
    return f"{past}; from {_listed(sources)}" if sources else past


def _carried(graph: nx.MultiDiGraph, name: str, verb: str) -> str:
    """Say what a parameter is multiplied by on the way to what: "takes h(t−1) to h"."""
    roles = graph.graph["definition"].roles
    ways: dict[str, list[str]] = {}
    for source, target, data in graph.edges(data=True):
        if name in data["via"] and roles[source] != "parameter":
            ways.setdefault(target, []).append(source + _delayed(graph, source, data["delay"]))
    said = _listed(
        f"{_listed(sources)} {'to' if verb == 'takes' else 'in'} {target}" for target, sources in ways.items()
    )
    return f"{verb} {said}" if ways else ""


def _started(definition: Definition, name: str) -> str:
    """Say which series a parameter begins or ends: "h before the first step"."""
    for one in definition.boundaries:
        if any(isinstance(part, Reference) and part.name == name for part in parts(one.expression)):
            return f"{one.name} {'before the first' if one.side == 'before' else 'after the last'} step"
    return ""


def _delayed(graph: nx.MultiDiGraph, source: str, delay: Mapping[str, int]) -> str:
    """Return the index from which a delayed edge reads: "(t−1)"."""
    if not any(delay.values()):
        return ""
    axes = graph.graph["definition"].axes[source]
    index = [f"{axis}{-delay.get(axis, 0):+d}" if delay.get(axis) else axis for axis in axes]
    return f"({', '.join(index)})".replace("-", "−")


def _is_added(definition: Definition, name: str) -> bool:
    return any(
        isinstance(part, Call)
        and part.operation == "+"
        and any(isinstance(one, Reference) and one.name == name for one in part.arguments)
        for body in definition.inlined.values()
        for part in parts(body)
    )


def _mentioning(definition: Definition, name: str) -> list[str]:
    """Return the variables whose equations read a name, for one that no drawing shows."""
    return [
        variable
        for variable, body in definition.inlined.items()
        if any(isinstance(part, Reference) and part.name == name for part in parts(body))
    ]


def _listed(names: Iterable[str]) -> str:
    """Return names as a person lists them.

    >>> _listed(["a", "b", "c"])
    'a, b and c'
    """
    every = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(every[:-1]), *every[-1:]))) or "nothing else"
