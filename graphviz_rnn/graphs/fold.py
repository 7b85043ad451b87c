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
from graphviz_rnn.language.expressions import ALONE, occurrences
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
            marks = {"via": one.occurrence.via, "through": one.occurrence.through}
            add_edge(graph, one.source, one.target, **_read(one), **marks)
        contract(graph, definition.hidden)
    else:
        for equation in definition.equations:
            _Folded(graph, definition, equation).add(functions)
    unread = definition.names("parameter", "target")
    graph.remove_nodes_from([name for name in unread if not graph.degree(name)])
    return graph


def _read(one: Dependence) -> dict[str, Any]:
    return {"delay": dict(one.delay), "over": one.anywhere, "fixed": one.fixed}


class _Folded:
    """Adds one equation's operations to a folded graph."""

    def __init__(self, graph: nx.MultiDiGraph, definition: Definition, equation: Equation) -> None:
        self.graph, self.definition, self.equation = graph, definition, equation

    def add(self, opened: tuple[str, ...]) -> None:
        """Add the operations and the edges into the variable itself."""
        self._feed(terms(self.definition, self.equation, opened), self.equation.name, ())

    def _feed(self, source: Source, target: str, over: tuple[str, ...]) -> None:
        """Add an edge into ``target``, which reads a source at all steps of ``over``, and what it comes from."""
        if isinstance(source, Reference):
            read = dependence(self.definition, self.equation.name, replace(ALONE, reference=source, bound=over))
            self._edge(read.source, target, **_read(read))
            return
        if source.key not in self.graph:
            self._term(source)
        self._edge(source.key, target, delay={}, over=over, fixed=())

    def _term(self, term: Term) -> None:
        place: dict[str, Any] = {"index": {}, "owner": term.owner, "axes": term.scope}
        if term.box is not None:
            place["box"] = term.box.key
            for one in term.box.outward():
                self.graph.graph["boxes"][one.key] = (one.name, one.around.key if one.around else "")
        self.graph.add_node(term.key, kind=term.kind, name=term.name, **place)
        for argument in term.arguments:
            self._feed(argument, term.key, term.over)
        self._free_names(term)

    def _free_names(self, term: Term) -> None:
        """Add the edges into a closed function from what its body reads beside its arguments."""
        inside = occurrences(term.body, frozenset()) if term.body is not None else ()
        read = [dependence(self.definition, term.owner, one) for one in inside]
        for one in {(one.source, one.delay, one.anywhere, one.fixed): one for one in read}.values():
            self._edge(one.source, term.key, **_read(one))

    def _edge(self, source: str, target: str, **read: Any) -> None:
        self.graph.add_edge(source, target, **read, via=(), through=())
