"""The local derivative of every edge of the unfolded graph at operations detail, for one sequence of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx
import torch
from torch import Tensor

from graphviz_rnn.graphs.unfold import unfold
from graphviz_rnn.language.records import Expression
from models.derivatives.letters import Letters
from models.derivatives.nodes import Argument, Edge, Nodes
from models.derivatives.notation import Reading, fitted, jacobian, named
from models.derivatives.rules import OVER_AXIS, derivative, rule
from models.errors import ModelError
from models.trace import Trace
from models.value import Value


def local_derivatives(trace: Trace, sequence: int = 0) -> LocalDerivatives:
    """Return the Jacobian of every edge of the unfolded graph at operations detail, worked out when it is asked for.

    Multiplied along a path and summed over all paths they are the total derivative (Goodfellow et al. 2016, equations
    6.49 and 6.51), as ``trace.grad`` has it. ``sequence`` counts those of the batch from 0. What a left-out target
    kept from being computed is not in the graph. Raises ``ModelError`` for a sequence that is not in the batch.
    """
    batch = trace[trace.names[0]].shape[len(trace.definition.axes.get(trace.names[0], ()))]
    if not 0 <= sequence < batch:
        raise ModelError(f"Sequence {sequence} is asked for; the run has {batch}, counted from 0.")
    return LocalDerivatives(trace, sequence)


class LocalDerivatives(Mapping[Edge, Tensor]):
    """Jacobians by edge, (source, target, key) as ``graph`` has it; edges from numbers have none.

    Each has a row for every number of the target and a column for every number of the source, matrices read row by row.
    """

    def __init__(self, trace: Trace, sequence: int) -> None:
        self.graph: nx.MultiDiGraph = _graph(trace, sequence)
        self.nodes = Nodes(self.graph, trace, sequence)
        shapes = {name: trace[name].shape[len(trace.definition.axes.get(name, ())) + 1 :] for name in trace.names}
        self._letters = Letters(self.nodes, shapes | {name: one.shape for name, one in trace.weights.items()})
        self._readings: dict[str, dict[Edge, tuple[Expression, Reading]]] = {}

    def __iter__(self) -> Iterator[Edge]:
        for source, target, key in self.graph.edges(keys=True):
            if self.graph.nodes[source]["kind"] != "constant":
                yield source, target, key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, edge: Edge) -> Tensor:
        """Return the Jacobian of an edge's target with respect to its source."""
        return jacobian(*self._read(edge))

    def value(self, node: str) -> Tensor:
        """Return what a node of the graph was in the run: a scalar, a vector or a matrix."""
        return self.nodes.value(node).tensor

    def latex(self, edge: Edge) -> str:
        """Return an edge's derivative as an equation in LaTeX, in the letters of the definition.

        An operation without a name of its own is spelled out: ∂(W h)/∂h = W. It is the very rule that the numbers
        are made from.
        """
        found, reading = self._read(edge)
        return self._letters.equation(edge, found, reading)

    def symbol(self, edge: Edge) -> tuple[Expression, Expression]:
        """Return what the derivative of an edge's target is taken with respect to, and the derivative, in letters.

        A number of units stands in it as n, whatever it was in the run.
        """
        return self._letters.symbol(edge, *self._read(edge), named("n"))

    def _read(self, edge: Edge) -> tuple[Expression, Reading]:
        """Return the rule of an edge, fitted to its shapes, and what to read it with."""
        target = edge[1]
        if target not in self._readings and target in self.graph:
            arguments = self.nodes.arguments(target)
            self._readings[target] = {
                one.edge: self._rule(target, arguments, place) for place, one in enumerate(arguments)
            }
        return self._readings[target][edge]

    def _rule(self, target: str, arguments: list[Argument], position: int) -> tuple[Expression, Reading]:
        term, nodes = self.nodes.term(target), self.nodes
        values, value = [nodes.value(one.edge[0]) for one in arguments], nodes.value(target)
        if term is None:
            found, reading = rule("diag(1)"), Reading(values, value, position, 1, {})
        elif term.over:
            found, reading = self._over_axis(target, arguments, position)
        else:
            found = derivative(term.name, position)
            reading = Reading(values, value, position, values[0].tensor.numel(), {})
        return fitted(found, reading), reading

    def _over_axis(self, target: str, arguments: list[Argument], position: int) -> tuple[Expression, Reading]:
        term, nodes = self.nodes.term(target), self.nodes
        assert term is not None
        values, value, here = [nodes.value(one.edge[0]) for one in arguments], nodes.value(target), arguments[position]
        name, more = term.name, {}
        if name == "max":
            reached = sum((one.tensor == value.tensor).to(value.tensor.dtype) for one in values)
            more["count"] = Value(torch.as_tensor(reached), value.rank, batched=False)
        index = self.graph.nodes[target]["index"]
        if name == "softmax" and any(here.at[axis] != index[axis] for axis in term.over):
            name, more["w"] = "softmax elsewhere", nodes.reduced(term, values, here.at)
        return rule(OVER_AXIS[name]), Reading([values[position]], value, 0, len(arguments), more)


def _graph(trace: Trace, sequence: int) -> nx.MultiDiGraph:
    """Return the unfolded graph of a sequence, which may be shorter than others, without what was not computed."""
    definition = trace.definition
    graph = unfold(definition, {axis: int(own[sequence]) for axis, own in trace.lengths.items()}, "operations")
    lost = {name for name in definition.names("target", "state", "variable") if name not in trace.names}
    gone = [node for node, place in graph.nodes(data=True) if place.get("owner", place["name"]) in lost]
    graph.remove_nodes_from(gone)
    return graph
