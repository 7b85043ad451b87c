"""The operations of an unfolded graph, with the edges between them and into the variables they compute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphviz_rnn.graphs.instances import Instances
from graphviz_rnn.graphs.rows import Rows
from graphviz_rnn.graphs.terms import Box, Source, Term
from graphviz_rnn.language.records import Condition, Reference


class Operations:
    """Adds the terms of equations to the graph; ``boxes`` has each opened function's name and the box around it."""

    def __init__(self, instances: Instances) -> None:
        self.instances, self.graph = instances, instances.graph
        self.boxes: dict[str, tuple[str, str]] = {}

    def feed(self, source: Source, targets: Sequence[str], rows: Rows) -> None:
        """Add what a source is computed by, and the edges from it into ``targets``, one a row."""
        for node, target in zip(self._nodes(source, rows), targets, strict=True):
            self.graph.add_edge(node, target, via=(), through=())

    def _nodes(self, source: Source, rows: Rows) -> list[str]:
        """Return the node of a source in each row, added if it was not there."""
        if isinstance(source, Reference):
            return self.instances.sources(source, rows)
        if source.condition is not None:
            return self._chosen(source.condition, source.arguments, rows)
        nodes = [source.key + end for end in rows.suffixes]
        new = {node: place for place, node in enumerate(nodes) if node not in self.graph}
        if new:
            self._add(source, list(new), rows if len(new) == rows.count else rows.pick(list(new.values())))
        return nodes

    def _chosen(self, condition: Condition, branches: Sequence[Source], rows: Rows) -> list[str]:
        nodes = [""] * rows.count
        for branch, places in self.instances.branches(condition, branches, rows):
            for place, node in zip(places, self._nodes(branch, rows.pick(places)), strict=True):
                nodes[place] = node
        return nodes

    def _add(self, term: Term, nodes: Sequence[str], rows: Rows) -> None:
        """Add a term's nodes, one a row, and what they read."""
        for node, index in zip(nodes, rows.indices, strict=True):
            self.graph.add_node(node, kind=term.kind, name=term.name, index=index, owner=term.owner, template=term.key)
        if term.box is not None:
            self._frame(term.box, nodes, rows)
        inner, places = rows.over(term.over, self.instances.lengths)
        repeated = [nodes[place] for place in places]
        for argument in term.arguments:
            self.feed(argument, repeated, inner)
        if term.inside is not None:
            for node, target in dict.fromkeys(self._outside(term.inside, term.key, nodes, rows)):
                self.graph.add_edge(node, target, via=(), through=())

    def _outside(self, source: Source, box: str, targets: Sequence[str], rows: Rows) -> Iterator[tuple[str, str]]:
        """Yield the edges into a closed function, past everything inside it."""
        if isinstance(source, Reference) or not source.is_in(box):
            yield from zip(self._nodes(source, rows), targets, strict=True)
        elif source.condition is not None:
            for branch, taking in self.instances.branches(source.condition, source.arguments, rows):
                yield from self._outside(branch, box, [targets[place] for place in taking], rows.pick(taking))
        else:
            inner, places = rows.over(source.over, self.instances.lengths)
            repeated = [targets[place] for place in places]
            for part in source.parts():
                yield from self._outside(part, box, repeated, inner)

    def _frame(self, box: Box, nodes: Sequence[str], rows: Rows) -> None:
        """Note in which opened function each node stands, and that one in which other."""
        ids = [[one.key + end for end in rows.within(one.scope).suffixes] for one in box.outward()]
        for node, frame in zip(nodes, ids[0], strict=True):
            self.graph.nodes[node]["box"] = frame
        around = [*ids[1:], [""] * rows.count]
        for one, frames, outer in zip(box.outward(), ids, around, strict=True):
            self.boxes |= {frame: (one.name, other) for frame, other in zip(frames, outer, strict=True)}
