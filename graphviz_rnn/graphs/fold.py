"""The folded graph: one node a name, one edge a distinct reference, with its delay on every axis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import networkx as nx

from graphviz_rnn.graphs.contract import add_edge, contract
from graphviz_rnn.graphs.detail import Detail, opened_functions
from graphviz_rnn.graphs.terms import Source, Term, terms
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence, dependence, dependences
from graphviz_rnn.language.expressions import ALONE
from graphviz_rnn.language.records import Equation, Reference

KINDS = {"state": "variable"}
"""A node's kind where it is not the name's role."""


def fold(definition: Definition, detail: Detail = "variables", *, opened: Collection[str] = ()) -> nx.MultiDiGraph:
    """Return the folded graph, in which a recurrence is a cycle whose delays do not sum to zero.

    Detail "variables" has a node for every name; "operations" also for every operation and number;
    "functions" as well, but each function of the definition's own is one operation, unless it is
    ``opened``. Functions without a body always are one.

    Nodes carry ``kind``, ``name``, ``index`` ({}) and ``axes``; operations also ``owner``, the name
    they help to compute, and ``box``, the function they stand in, if any: the graph's ``boxes`` has
    its name and the box around it. Edges carry ``delay`` ({"t": 1}, or {}), ``via`` (the parameters
    that the reference is multiplied by), ``through`` (abstract functions around it), ``over`` (axes
    read at all steps, or at a fixed one) and ``fixed`` (the fixed steps, as written).
    Raises ``RequestError`` for a detail or function that does not exist.
    """
    functions = opened_functions(definition, detail, opened)
    graph = nx.MultiDiGraph(definition=definition, detail=detail, opened=functions, lengths=None, boxes={})
    for name, role in definition.roles.items():
        graph.add_node(name, kind=KINDS.get(role, role), name=name, index={}, axes=definition.axes.get(name, ()))
    if detail == "variables":
        for one in dependences(definition):
            add_edge(graph, one.source, one.target, **_attributes(one, one.occurrence.via, one.occurrence.through))
        contract(graph, definition.hidden)
    else:
        for equation in definition.equations:
            _Folded(graph, definition, equation).add(functions)
    unread = definition.names("parameter", "target")
    graph.remove_nodes_from([name for name in unread if not graph.degree(name)])
    return graph


def _attributes(one: Dependence, via: tuple[str, ...], through: tuple[str, ...]) -> dict[str, Any]:
    return {
        "delay": dict(one.delay), "over": one.anywhere, "fixed": one.fixed, "via": via, "through": through
    }  # fmt: skip


class _Folded:
    """Adds one equation's operations to a folded graph."""

    def __init__(self, graph: nx.MultiDiGraph, definition: Definition, equation: Equation) -> None:
        self.graph, self.definition, self.equation = graph, definition, equation

    def add(self, opened: tuple[str, ...]) -> None:
        """Add the operations and the edges into the variable itself."""
        self._feed(terms(self.definition, self.equation, opened), self.equation.name, ())

    def _feed(self, source: Source, target: str, over: tuple[str, ...]) -> None:
        """Add an edge into ``target``, which reads a source at all steps of ``over``, and what it comes from."""
        node, attributes = self._read(source, over)
        self.graph.add_edge(node, target, **attributes)

    def _read(self, source: Source, over: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
        """Return the node of a source, added if it was not there, and how an edge reads it."""
        if isinstance(source, Reference):
            one = dependence(self.definition, self.equation.name, replace(ALONE, reference=source, bound=over))
            return one.source, _attributes(one, (), ())
        if source.key not in self.graph:
            self._term(source)
        return source.key, {"delay": {}, "over": over, "fixed": (), "via": (), "through": ()}

    def _term(self, term: Term) -> None:
        place: dict[str, Any] = {"index": {}, "owner": term.owner, "axes": term.scope}
        if term.box is not None:
            place["box"] = term.box.key
            for one in term.box.outward():
                self.graph.graph["boxes"][one.key] = (one.name, one.around.key if one.around else "")
        self.graph.add_node(term.key, kind=term.kind, name=term.name, **place)
        for argument in term.arguments:
            self._feed(argument, term.key, term.over)
        if term.inside is not None:
            self._outside(term.inside, term.key, ())

    def _outside(self, source: Source, box: str, over: tuple[str, ...]) -> None:
        """Add the edges into a closed function, past everything inside it, each once."""
        if isinstance(source, Reference) or not source.is_in(box):
            node, attributes = self._read(source, tuple(dict.fromkeys(over)))
            add_edge(self.graph, node, box, **attributes)
        else:
            for part in source.parts():
                self._outside(part, box, over + source.over)
