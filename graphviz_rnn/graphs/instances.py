"""The nodes of an unfolded graph that stand for a name at an index, and which of them a reference reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import networkx as nx

from graphviz_rnn.graphs.fold import KINDS
from graphviz_rnn.graphs.ids import separator, suffix
from graphviz_rnn.graphs.rows import Rows, all_rows
from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.records import Condition, Index, Reference

Branch = TypeVar("Branch")

BLOCK = 64
"""Indices that are worked on together: what belongs together in time stays so in memory, however long the axis."""


class Instances:
    """Every name's nodes by index, for given lengths; an index outside the axes gets its node when it is first read."""

    def __init__(self, definition: Definition, lengths: Mapping[str, int], graph: nx.MultiDiGraph) -> None:
        self.definition, self.lengths, self.graph = definition, lengths, graph
        self.mark = separator([*definition.roles])
        ends = {name: lengths[axis] for axis, name in definition.ends.items()}
        self.known = {**definition.constants, **ends}
        self._rows: dict[tuple[str, ...], Rows] = {}
        self._outside: list[tuple[str, tuple[int, ...]]] = []
        self._of: dict[str, _Nodes] = {name: self._nodes(name) for name in definition.roles}
        for some in self.blocks([*definition.roles]):
            for name, (nodes, rows) in some.items():
                self._add(name, nodes, rows)

    def rows(self, axes: tuple[str, ...]) -> Rows:
        """Return every index over ``axes``."""
        if axes not in self._rows:
            self._rows[axes] = all_rows(axes, self.lengths, self.mark)
        return self._rows[axes]

    def _nodes(self, name: str) -> _Nodes:
        rows = self.rows(self.definition.axes.get(name, ()))
        return _Nodes(self, name, {at: name + end for at, end in zip(rows.values(), rows.suffixes, strict=True)})

    def _add(self, name: str, nodes: Sequence[str], rows: Rows) -> None:
        role = self.definition.roles[name]
        for node, index in zip(nodes, rows.indices, strict=True):
            self.graph.add_node(node, kind=KINDS.get(role, role), name=name, index=index)

    def blocks(self, names: Sequence[str]) -> Iterator[dict[str, tuple[list[str], Rows]]]:
        """Yield names' nodes on their axes with their indices, block by block of at most ``BLOCK``."""
        whole = {name: (self.of(name), self.rows(self.definition.axes.get(name, ()))) for name in names}
        count = -(-max(rows.count for _, rows in whole.values()) // BLOCK)
        for block in range(count):
            some: dict[int, Rows] = {}
            made: dict[str, tuple[list[str], Rows]] = {}
            for name, (nodes, rows) in whole.items():
                start, stop = rows.count * block // count, rows.count * (block + 1) // count
                if start < stop:
                    if id(rows) not in some:
                        some[id(rows)] = rows.between(start, stop)
                    made[name] = nodes[start:stop], some[id(rows)]
            yield made

    def of(self, name: str) -> list[str]:
        """Return a name's nodes: those on its axes in the order of ``rows``, then its boundary."""
        return list(self._of[name].values())

    def sources(self, reference: Reference, rows: Rows) -> list[str]:
        """Return the node that a reference reads, a row."""
        nodes = self._of[reference.name]
        if not reference.index:
            return [nodes[()]] * rows.count
        columns = [self._column(index, rows) for index in reference.index]
        return [nodes[values] for values in zip(*columns, strict=True)]

    def _column(self, index: Index, rows: Rows) -> list[int]:
        offset = index.offset(dict(self.definition.constants))
        if index.base is not None and index.base in rows.columns:
            return [value + offset for value in rows.columns[index.base]]
        return [(0 if index.base is None else self.known[index.base]) + offset] * rows.count

    def branches(
        self, condition: Condition, branches: Sequence[Branch], rows: Rows
    ) -> Iterator[tuple[Branch, list[int]]]:
        """Yield each branch of a ``where`` with the places of the rows that take it, if any do."""
        taken = [bool(holds(condition, {**self.known, **index})) for index in rows.indices]
        for wanted, branch in zip((True, False), branches, strict=True):
            places = [place for place, holding in enumerate(taken) if holding is wanted]
            if places:
                yield branch, places

    def outside(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return the name and index of every boundary node made since this was last asked."""
        made, self._outside = self._outside, []
        return made

    def boundary(self, name: str, index: tuple[int, ...]) -> str:
        """Add and return the node of an index outside the axes."""
        node = name + suffix(index, self.mark)
        axes = self.definition.axes[name]
        self.graph.add_node(node, kind="boundary", name=name, index=dict(zip(axes, index, strict=True)))
        self._outside.append((name, index))
        return node


class _Nodes(dict[tuple[int, ...], str]):
    """One name's nodes by index; one outside the axes is made when it is first read."""

    def __init__(self, instances: Instances, name: str, inside: Mapping[tuple[int, ...], str]) -> None:
        super().__init__(inside)
        self.instances, self.name = instances, name

    def __missing__(self, index: tuple[int, ...]) -> str:
        node = self[index] = self.instances.boundary(self.name, index)
        return node
