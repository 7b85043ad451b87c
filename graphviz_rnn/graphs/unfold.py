"""The unfolded graph: one node a name and index, for given lengths of the axes; it has no cycle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import networkx as nx

from graphviz_rnn.graphs.budget import Budget
from graphviz_rnn.graphs.contract import contract
from graphviz_rnn.graphs.detail import Detail, opened_functions
from graphviz_rnn.graphs.extents import extents
from graphviz_rnn.graphs.instances import Instances
from graphviz_rnn.graphs.operations import Operations
from graphviz_rnn.graphs.reads import Reads
from graphviz_rnn.graphs.rows import Rows
from graphviz_rnn.graphs.terms import Source, terms
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.records import Boundary, Equation, Expression


def unfold(
    definition: Definition,
    lengths: Mapping[str, int] | None = None,
    detail: Detail = "variables",
    free_running: bool = False,
    *,
    opened: Collection[str] = (),
) -> nx.MultiDiGraph:
    """Return the unfolded graph, a directed acyclic graph with a node for every name at every index.

    ``lengths`` gives the steps of each axis ({"t": 5}). What is read before the first or after the
    last step is a node of kind "boundary". With ``free_running`` the feedback equations compute
    the targets. ``detail``, ``opened`` and the attributes are as for ``fold``, the ``index`` filled
    in and no delays; nodes at one index share its dict, so only read it. Raises ``RequestError``
    for lengths, a detail or functions that cannot be, ``DefinitionError`` for too many nodes.
    """
    functions = opened_functions(definition, detail, opened)
    running = definition.free_running() if free_running else definition
    return _Unfolding(running, extents(running, lengths), detail, functions).graph_of_all()


class _Unfolding:
    def __init__(
        self, definition: Definition, lengths: dict[str, int], detail: Detail, functions: tuple[str, ...]
    ) -> None:
        self.definition, self.detail, self.functions = definition, detail, functions
        self.graph = nx.MultiDiGraph(definition=definition, detail=detail, opened=functions, lengths=lengths)
        self.made: dict[str, Source] = {}
        self.budget = self._budget(lengths)
        self.instances = Instances(definition, lengths, self.graph)
        self.reads, self.operations = Reads(self.instances), Operations(self.instances)

    def _budget(self, lengths: dict[str, int]) -> Budget:
        budget = Budget(lengths)
        for name in self.definition.roles:
            budget.nodes += budget.steps(self.definition.axes.get(name, ()))
        for one in self.definition.equations:
            budget.add(self._inside(one), budget.steps(one.axes))
        budget.check()
        return budget

    def _inside(self, one: Equation | Boundary) -> Source | Expression:
        return self._read_out(one) if self.detail == "variables" else self._terms(one)

    def _terms(self, one: Equation | Boundary) -> Source:
        if isinstance(one, Boundary):
            return terms(self.definition, one, self.functions)
        if one.name not in self.made:
            self.made[one.name] = terms(self.definition, one, self.functions)
        return self.made[one.name]

    def _read_out(self, one: Equation | Boundary) -> Expression:
        return one.expression if isinstance(one, Boundary) else self.definition.inlined[one.name]

    def graph_of_all(self) -> nx.MultiDiGraph:
        """Add everything and return the graph."""
        own = {one.name: one for one in self.definition.equations}
        for some in self.instances.blocks([*own]):
            for name, (nodes, rows) in some.items():
                self._feed(own[name], nodes, rows)
        while outside := self.instances.outside():
            self._boundaries(outside)
        if self.detail == "variables":
            contract(self.graph, [node for name in self.definition.hidden for node in self.instances.of(name)])
        self.graph.graph["boxes"] = self.operations.boxes
        self._drop_unread()
        return self.graph

    def _feed(self, one: Equation | Boundary, targets: Sequence[str], rows: Rows) -> None:
        """Add what computes a name's nodes, one a row."""
        if self.detail == "variables":
            self.reads.feed(self._read_out(one), targets, rows)
        else:
            self.operations.feed(self._terms(one), targets, rows)

    def _boundaries(self, outside: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        """Feed boundary nodes from the equations that give them, if there are any."""
        given: dict[Boundary, list[tuple[int, ...]]] = {}
        for name, index in outside:
            boundary = self._boundary(name, index)
            if boundary is not None:
                given.setdefault(boundary, []).append(index)
        for boundary, indices in given.items():
            self.budget.add(self._inside(boundary), len(indices))
            self.budget.check()
            columns = zip(self.definition.axes[boundary.name], zip(*indices, strict=True), strict=True)
            rows = Rows(dict(columns), len(indices), self.instances.mark)
            self._feed(boundary, [boundary.name + end for end in rows.suffixes], rows)

    def _boundary(self, name: str, index: tuple[int, ...]) -> Boundary | None:
        """Return what gives a name outside its axes; the first axis that is left decides."""
        for position, (axis, value) in enumerate(zip(self.definition.axes[name], index, strict=True)):
            if not 1 <= value <= self.budget.lengths[axis]:
                return self.definition.boundary(name, "before" if value < 1 else "after", position)
        return None

    def _drop_unread(self) -> None:
        """Take out parameters' and targets' nodes that nothing reads."""
        into, out = self.graph.pred, self.graph.succ
        for name in self.definition.names("parameter", "target"):
            self.graph.remove_nodes_from([node for node in self.instances.of(name) if not into[node] and not out[node]])
