"""When each node of an unfolded graph is reached, if all that can be computed at once is: the order of an animation."""

from __future__ import annotations

from dataclasses import dataclass, field

import networkx as nx

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.schedule import Loop, Stage


def runs_with_time(definition: Definition) -> bool:
    """Say whether a definition has one axis and every loop goes forward along it, so that a moment is a step."""
    return len(definition.lengths) == 1 and all(
        stage.direction > 0 for stage in definition.stages if isinstance(stage, Loop)
    )


def moments(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Return the moment, from 1 (a boundary's is 0), at which each node of an unfolded graph is reached.

    Along one forward axis the moment is the step. Otherwise it is the number of steps of recurrences on the longest
    path to a node, so that the two chains of a bidirectional network advance together and a lattice advances in
    diagonal waves; what reads a finished axis begins at the moment after it. Without axes every edge is a moment.
    Inputs, targets and parameters are reached with the first of their readers.
    """
    definition: Definition = graph.graph["definition"]
    if runs_with_time(definition):
        return _steps(graph, next(iter(definition.lengths)))
    return _Waves(graph, definition).found


def _steps(graph: nx.MultiDiGraph, axis: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in nx.topological_sort(graph):
        read = [found[source] for source in graph.predecessors(node)]
        index = graph.nodes[node]["index"]
        found[node] = max(0, index[axis]) if axis in index else max(read, default=1)
    return found


@dataclass
class _Waves:
    """The moments of a graph on which time is more than the steps of one axis."""

    graph: nx.MultiDiGraph
    definition: Definition
    found: dict[str, int] = field(default_factory=dict)
    lane: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.loops = _axes_of_loops(self.definition.stages, ())
        order = list(nx.topological_sort(self.graph))
        for node in order:
            self._reach(node)
        for node in reversed(order):
            readers = [self.found[reader] for reader in self.graph.successors(node)]
            if self.definition.lengths and readers and self._is_given(node):
                self.found[node] = min(readers)

    def _reach(self, node: str) -> None:
        """Set a node's moment from what it reads, and the axis along which it lies."""
        own = next(iter(self.definition.axes.get(self._owner(node), ())), "")
        reads = [(self.found[one] + self._gain(one, node, own), one) for one in self.graph.predecessors(node)]
        moment, latest = max(reads, default=(int(self._is_given(node)), ""), key=lambda one: one[0])
        self.lane[node] = own or self.lane.get(latest, "")
        self.found[node] = moment

    def _is_given(self, node: str) -> bool:
        """Say whether a node is computed from nothing, as inputs and parameters are."""
        return not self.graph.in_degree(node) and not self._is_boundary(node)

    def _is_boundary(self, node: str) -> bool:
        return bool(self.graph.nodes[node]["kind"] == "boundary")

    def _owner(self, node: str) -> str:
        data = self.graph.nodes[node]
        return str(data.get("owner", data["name"]))

    def _gain(self, source: str, node: str, own: str) -> int:
        """Return 1 for an edge on which time passes: a delay inside a loop, or the way from one axis to the next."""
        if not self.definition.lengths:
            return 1
        axes = self.loops.get(self._owner(node), ())
        if self._is_boundary(source):
            return int(bool(axes))
        if self._is_given(source):
            return 0
        if axes and self.loops.get(self._owner(source)) == axes:
            one, other = self.graph.nodes[source]["index"], self.graph.nodes[node]["index"]
            return int(any(one.get(axis) != other.get(axis) for axis in axes))
        return int(bool(own) and bool(self.lane[source]) and self.lane[source] != own)


def _axes_of_loops(stages: tuple[Stage, ...], around: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the axes along which each name on a loop is stepped, the outermost first."""
    found: dict[str, tuple[str, ...]] = {}
    for stage in stages:
        if isinstance(stage, Loop):
            found |= dict.fromkeys(stage.names(), (*around, stage.axis))
            found |= _axes_of_loops(stage.body, (*around, stage.axis))
    return found
