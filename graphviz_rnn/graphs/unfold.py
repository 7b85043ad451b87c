"""The unfolded graph: one node a name and index, for given lengths of the axes; it has no cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from graphviz_rnn.graphs.contract import add_edge, contract
from graphviz_rnn.graphs.extents import check_size, extents, indices, node_id, separator
from graphviz_rnn.graphs.fold import KINDS, Detail, check_detail
from graphviz_rnn.graphs.operands import arguments, keyed, operation_name, resolved
from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import Occurrence, occurrences, parts
from graphviz_rnn.language.records import Call, Equation, Expression, Number, Reference


def unfold(
    definition: Definition,
    lengths: Mapping[str, int] | None = None,
    detail: Detail = "variables",
    free_running: bool = False,
) -> nx.MultiDiGraph:
    """Return the unfolded graph, a directed acyclic graph with a node for every name at every index.

    ``lengths`` gives the steps of each axis ({"t": 5}). What is read before the first or after the
    last step is a node of kind "boundary". With ``free_running`` the feedback equations compute
    the targets. Attributes are those of ``fold``, with the ``index`` filled in and no delays.
    Raises ``RequestError`` for lengths or a detail that cannot be, ``DefinitionError`` for too many nodes.
    """
    check_detail(detail)
    running = definition.free_running() if free_running else definition
    return _Unfolding(running, extents(running, lengths), detail).graph_of_all()


class _Unfolding:
    def __init__(self, definition: Definition, lengths: dict[str, int], detail: Detail) -> None:
        self.definition, self.lengths, self.detail = definition, lengths, detail
        self.mark = separator([*definition.roles])
        self.parameters = frozenset(definition.names("parameter"))
        self.graph = nx.MultiDiGraph(definition=definition, detail=detail, lengths=lengths)
        self.known = {
            **definition.constants,
            **{str(name): lengths[axis] for axis, name in definition.lengths.items()},
        }

    def graph_of_all(self) -> nx.MultiDiGraph:
        """Add everything and return the graph."""
        self._check_size()
        for name in self.definition.roles:
            for index in indices(self.definition.axes.get(name, ()), self.lengths):
                self._node(name, index)
        for equation in self.definition.equations:
            self._equation(equation)
        if self.detail == "variables":
            hidden = set(self.definition.hidden)
            contract(self.graph, [node for node, name in self.graph.nodes(data="name") if name in hidden])
        self._drop_unread()
        return self.graph

    def _check_size(self) -> None:
        count = 0
        for one in self.definition.equations:
            inside = sum(1 for _ in parts(self.definition.inlined[one.name])) if self.detail == "operations" else 1
            repeats = 1
            for axis in one.axes:
                repeats *= self.lengths[axis]
            count += inside * repeats
        check_size(count)

    def _drop_unread(self) -> None:
        """Take out inputs' and parameters' nodes that no equation reads at any step."""
        self.graph.remove_nodes_from(
            [
                node
                for node, kind in self.graph.nodes(data="kind")
                if not self.graph.degree(node) and kind not in ("variable", "input")
            ]
        )

    def _node(self, name: str, index: dict[str, int]) -> str:
        node = node_id(name, list(index.values()), self.mark)
        if node not in self.graph:
            role = self.definition.roles[name]
            outside = any(not 1 <= value <= self.lengths[axis] for axis, value in index.items())
            kind = "boundary" if outside else KINDS.get(role, role)
            self.graph.add_node(node, kind=kind, name=name, index=index)
            if outside:
                self._boundary(name, index, node)
        return node

    def _boundary(self, name: str, index: dict[str, int], node: str) -> None:
        """Feed a boundary node from the equation that gives it, if there is one."""
        for position, (axis, value) in enumerate(index.items()):
            side = "before" if value < 1 else "after" if value > self.lengths[axis] else ""
            given = self.definition.boundary(name, side, position)
            if side and given is not None:
                self._feed_all(given.expression, node, {one: index[one] for one in given.axes if one}, name)

    def _equation(self, equation: Equation) -> None:
        for index in indices(equation.axes, self.lengths):
            self._feed_all(
                self.definition.inlined[equation.name], self._node(equation.name, index), index, equation.name
            )

    def _feed_all(self, expression: Expression, target: str, index: dict[str, int], owner: str) -> None:
        if self.detail == "variables":
            for one in occurrences(expression, self.parameters):
                self._read(one, target, index)
        else:
            suffix = target.removeprefix(owner)
            _Operations(self, keyed(owner, expression), suffix, owner).feed(expression, target, index)

    def _read(self, one: Occurrence, target: str, index: dict[str, int]) -> None:
        values = {**self.known, **index}
        for inner in indices(one.bound, self.lengths):
            here = {**values, **inner}
            if all(bool(holds(condition, here)) is branch for condition, branch in one.choices):
                source = self.source(one.reference, here)
                add_edge(self.graph, source, target, via=one.via, through=one.through)

    def source(self, reference: Reference, values: Mapping[str, int]) -> str:
        """Return the node that a reference reads, given the value of every axis and length."""
        index: dict[str, int] = {}
        axes = self.definition.axes.get(reference.name, ())
        for axis, one in zip(axes, reference.index, strict=True):
            start = 0 if one.base is None else values[one.base]
            index[axis] = start + one.offset(dict(self.definition.constants))
        return self._node(reference.name, index)


class _Operations:
    """Adds the operations of one equation at one index."""

    def __init__(self, whole: _Unfolding, keys: dict[int, str], suffix: str, owner: str) -> None:
        self.whole, self.keys, self.suffix, self.owner = whole, keys, suffix, owner

    def feed(self, expression: Expression, target: str, index: dict[str, int]) -> None:
        """Add an expression's nodes and the edge from it into ``target``."""
        values = {**self.whole.known, **index}
        one = resolved(expression, values)
        if isinstance(one, Reference):
            self._edge(self.whole.source(one, values), target)
            return
        bound = {axis: value for axis, value in index.items() if axis not in self._own_axes()}
        key = self.keys[id(one)]
        node = node_id(key + self.suffix, list(bound.values()), self.whole.mark)
        if isinstance(one, Number):
            self._add(node, key, "constant", f"{one.value:g}", index)
        else:
            self._add(node, key, "operation", operation_name(one), index)
            for argument, inner in self._arguments(one, index):
                self.feed(argument, node, inner)
        self._edge(node, target)

    def _own_axes(self) -> tuple[str, ...]:
        return self.whole.definition.axes.get(self.owner, ())

    def _arguments(self, one: Expression, index: dict[str, int]) -> Iterator[tuple[Expression, dict[str, int]]]:
        axes = one.axes if isinstance(one, Call) else ()
        for argument in arguments(one):
            for inner in indices(axes, self.whole.lengths):
                yield argument, {**index, **inner}

    def _add(self, node: str, template: str, kind: str, name: str, index: dict[str, int]) -> None:
        self.whole.graph.add_node(node, kind=kind, name=name, index=index, owner=self.owner, template=template)

    def _edge(self, source: str, target: str) -> None:
        attributes: dict[str, Any] = {"via": (), "through": ()}
        self.whole.graph.add_edge(source, target, **attributes)
