"""The folded graph: one node a name, one edge a distinct reference, with its delay on every axis."""

from __future__ import annotations

from typing import Literal

import networkx as nx

from graphviz_rnn.errors import RequestError
from graphviz_rnn.graphs.contract import add_edge, contract
from graphviz_rnn.graphs.operands import arguments, keyed, operation_name
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import dependence, dependences
from graphviz_rnn.language.expressions import Occurrence
from graphviz_rnn.language.records import Call, Expression, Number, Reference

Detail = Literal["variables", "operations"]
KINDS = {"state": "variable"}
"""A node's kind where it is not the name's role."""


def fold(definition: Definition, detail: Detail = "variables") -> nx.MultiDiGraph:
    """Return the folded graph, in which a recurrence is a cycle whose delays do not sum to zero.

    Nodes carry ``kind``, ``name`` and ``index`` ({}), edges ``delay`` ({"t": 1}, or {}), ``via``
    (the parameters that the reference is multiplied by), ``through`` (abstract functions around
    it), ``over`` (axes read at all steps, or at a fixed one) and ``fixed`` (the fixed steps, as
    written); nodes also ``axes``. Raises ``RequestError`` for another detail.
    """
    check_detail(detail)
    graph = nx.MultiDiGraph(definition=definition, detail=detail, lengths=None)
    for name, role in definition.roles.items():
        graph.add_node(name, kind=KINDS.get(role, role), name=name, index={}, axes=definition.axes.get(name, ()))
    if detail == "variables":
        for one in dependences(definition):
            over = one.anywhere
            add_edge(
                graph,
                one.source,
                one.target,
                delay=dict(one.delay),
                over=over,
                fixed=one.fixed,
                via=one.occurrence.via,
                through=one.occurrence.through,
            )
        contract(graph, definition.hidden)
    else:
        for equation in definition.equations:
            _Folded(graph, definition, equation.name).equation()
    graph.remove_nodes_from(
        [
            node
            for node, kind in graph.nodes(data="kind")
            if not graph.degree(node) and kind not in ("variable", "input")
        ]
    )
    return graph


def check_detail(detail: str) -> None:
    """Refuse a level of detail that does not exist."""
    if detail not in ("variables", "operations"):
        raise RequestError(f"The detail {detail!r} is unknown; expected 'variables' or 'operations'.")


class _Folded:
    """Adds one equation's operations to a folded graph."""

    def __init__(self, graph: nx.MultiDiGraph, definition: Definition, owner: str) -> None:
        self.graph, self.definition, self.owner = graph, definition, owner
        self.expression = definition.inlined[owner]
        self.keys = keyed(owner, self.expression)

    def equation(self) -> None:
        """Add the operations and the edges into the variable itself."""
        self._feed(self.expression, self.owner, ())

    def _feed(self, expression: Expression, target: str, bound: tuple[str, ...]) -> None:
        if isinstance(expression, Reference):
            one = dependence(self.definition, self.owner, Occurrence(expression, bound, (), (), ()))
            self._edge(one.source, target, dict(one.delay), one.anywhere, one.fixed)
            return
        node = self.keys[id(expression)]
        own = self.definition.axes.get(self.owner, ())
        place = {"index": {}, "owner": self.owner, "axes": own + bound}
        if isinstance(expression, Number):
            self.graph.add_node(node, kind="constant", name=f"{expression.value:g}", **place)
        else:
            self.graph.add_node(node, kind="operation", name=operation_name(expression), **place)
            axes = expression.axes if isinstance(expression, Call) else ()
            for argument in arguments(expression):
                self._feed(argument, node, bound + axes)
        reduced = tuple(axis for axis in bound if axis not in self.graph.nodes[target]["axes"])
        self._edge(node, target, {}, reduced, ())

    def _edge(
        self, source: str, target: str, delay: dict[str, int], over: tuple[str, ...], fixed: tuple[str, ...]
    ) -> None:
        self.graph.add_edge(source, target, delay=delay, over=over, fixed=fixed, via=(), through=())
