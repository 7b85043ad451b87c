"""The nodes of an unfolded graph at operations detail: what each computes, from what, and its value in a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import networkx as nx
import torch
from torch import Tensor

from graphviz_rnn.graphs.terms import Source, Term, terms
from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.records import Reference
from models.rules import OVER_AXIS, RULES
from models.trace import Trace
from models.value import Value

Edge = tuple[str, str, int]
"""The source node, the target node and which of the edges between them: a key of the graph."""

At = Mapping[str, int]


class Argument(NamedTuple):
    """What a node reads: over which edge, the term or name, and at which index it is read."""

    edge: Edge
    source: Source
    at: At


class Nodes:
    """The nodes of ``graph`` with their values in one sequence of a trace."""

    def __init__(self, graph: nx.MultiDiGraph, trace: Trace, sequence: int) -> None:
        self.graph, self.trace, self.sequence = graph, trace, sequence
        self.definition: Definition = graph.graph["definition"]
        self.lengths: dict[str, int] = graph.graph["lengths"]
        ends = {str(name): self.lengths[axis] for axis, name in self.definition.lengths.items()}
        self.known = {**self.definition.constants, **ends}
        self._values: dict[str, Value] = {}
        self._whole: dict[str, Tensor] = {}

    # ---- what a node computes ----

    @cached_property
    def _sources(self) -> dict[tuple[str, str], Source]:
        """What computes every name, inside its axes (side "") and at its boundaries (side and position)."""
        opened: tuple[str, ...] = self.graph.graph["opened"]
        found = {(one.name, ""): terms(self.definition, one, opened) for one in self.definition.equations}
        for one in self.definition.boundaries:
            found[one.name, f"{one.side} {one.axes.index(None)}"] = terms(self.definition, one, opened)
        return found

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {one.key: one for source in self._sources.values() for one in _inside(source)}

    def term(self, node: str) -> Term | None:
        """Return the operation or number that a node stands for; None for a name's node."""
        return self._terms.get(self.graph.nodes[node].get("template", ""))

    def source_of(self, node: str) -> Source | None:
        """Return what computes a name's node; None for what is given, and for a boundary that is zero."""
        place = self.graph.nodes[node]
        found = self._sources.get((place["name"], self._side(place["index"])))
        return None if found is None else self.chosen(found, place["index"])

    def whole(self, name: str, at: At) -> Source:
        """Return the whole of a name's equation, at an index inside of its axes."""
        return self.chosen(self._sources[name, ""], at)

    def _side(self, index: At) -> str:
        for position, (axis, step) in enumerate(index.items()):
            if not 1 <= step <= self.lengths[axis]:
                return f"{'before' if step < 1 else 'after'} {position}"
        return ""

    def chosen(self, source: Source, at: At) -> Source:
        """Return the branch that is taken of a ``where`` at an index."""
        while isinstance(source, Term) and source.condition is not None:
            taken = holds(source.condition, {**self.known, **at})
            source = source.arguments[0 if taken else 1]
        return source

    # ---- what it reads ----

    def arguments(self, node: str) -> list[Argument]:
        """Return what a node reads, in the order of its operation's arguments."""
        edges: dict[tuple[str, frozenset[tuple[str, int]]], list[Edge]] = {}
        for source in self.graph.pred[node]:
            edges.setdefault(_key(self.graph.nodes[source]), []).extend(
                (source, node, key) for key in self.graph.pred[node][source]
            )
        return [Argument(edges[self._read(source, at)].pop(0), source, at) for source, at in self._reads(node)]

    def _reads(self, node: str) -> Iterator[tuple[Source, At]]:
        term, index = self.term(node), self.graph.nodes[node]["index"]
        if term is None:
            whole = self.source_of(node)
            sources: tuple[Source, ...] = () if whole is None else (whole,)
        else:
            sources = term.arguments
        for inner in self.steps(term.over if term else ()):
            at = {**index, **inner}
            yield from ((self.chosen(one, at), at) for one in sources)

    def steps(self, axes: tuple[str, ...]) -> Iterator[At]:
        """Yield every index over some axes, the last running fastest."""
        for values in product(*(range(1, self.lengths[axis] + 1) for axis in axes)):
            yield dict(zip(axes, values, strict=True))

    def _read(self, source: Source, at: At) -> tuple[str, frozenset[tuple[str, int]]]:
        if isinstance(source, Term):
            return source.key, frozenset(at.items())
        axes, constants = self.definition.axes.get(source.name, ()), dict(self.definition.constants)
        bases = [0 if one.base is None else {**self.known, **at}[one.base] for one in source.index]
        steps = [base + one.offset(constants) for base, one in zip(bases, source.index, strict=True)]
        return source.name, frozenset(zip(axes, steps, strict=True))

    # ---- its value ----

    def value(self, node: str) -> Value:
        """Return a node's value in the run, as a scalar, a vector or a matrix."""
        if node not in self._values:
            self._values[node] = self._value(node)
        return self._values[node]

    def _value(self, node: str) -> Value:
        term, place = self.term(node), self.graph.nodes[node]
        if term is None:
            return self._named(node, place)
        if term.kind == "constant":
            return Value(self._like.new_tensor(term.value), 0, batched=False)
        read = [self.value(one.edge[0]) for one in self.arguments(node)]
        return self.reduced(term, read, place["index"]) if term.over else RULES[term.name](read)

    def reduced(self, term: Term, read: list[Value], at: At) -> Value:
        """Return what a reduction makes of its body at all steps; a softmax is taken at ``at``."""
        together = torch.stack([one.tensor for one in read])
        if term.name != "softmax":
            return Value(OVER_AXIS[term.name](together, (0,), None), read[0].rank, batched=False, row=read[0].row)
        place = [dict(inner) for inner in self.steps(term.over)].index({axis: at[axis] for axis in term.over})
        return Value(together.softmax(0)[place], read[0].rank, batched=False)

    def _named(self, node: str, place: Mapping[str, Any]) -> Value:
        name, index = place["name"], tuple(place["index"].values())
        if name in self.trace.weights:
            return self._shaped(self.trace.weights[name].detach())
        whole = self._series(name)
        if place["kind"] != "boundary":
            return self._shaped(whole[(*(one - 1 for one in index), self.sequence)])
        zeros = whole.new_zeros(whole.shape[len(index) + 1 :])
        read = [self.value(one.edge[0]).tensor for one in self.arguments(node)]
        return self._shaped((read[0] + zeros) if read else zeros)

    def _series(self, name: str) -> Tensor:
        if name not in self._whole:
            self._whole[name] = self.trace[name].detach()
        return self._whole[name]

    @cached_property
    def _like(self) -> Tensor:
        return self._series(self.trace.names[0])

    def _shaped(self, tensor: Tensor) -> Value:
        return Value(tensor, tensor.dim(), batched=False)


def _key(place: Mapping[str, Any]) -> tuple[str, frozenset[tuple[str, int]]]:
    return place.get("template", place["name"]), frozenset(place["index"].items())


def _inside(source: Source) -> Iterator[Term]:
    if not isinstance(source, Reference):
        yield source
        for one in source.arguments:
            yield from _inside(one)
