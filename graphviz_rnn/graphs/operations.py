"""The operations of an unfolded graph, with the edges between them and into the variables they compute."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.graphs.instances import Instances
from graphviz_rnn.graphs.reads import Reads
from graphviz_rnn.graphs.rows import Rows
from graphviz_rnn.graphs.terms import Box, Source, Term
from graphviz_rnn.language.records import Reference


class Operations:
    """Adds the terms of equations to the graph; ``boxes`` has each opened function's name and the box around it."""

    def __init__(self, instances: Instances) -> None:
        self.instances, self.graph = instances, instances.graph
        self.boxes: dict[str, tuple[str, str]] = {}

    def feed(self, source: Source, targets: Sequence[str], rows: Rows) -> None:
        """Add what a source is computed by, and the edges from it into ``targets``, one a row."""
        if isinstance(source, Reference):
            self._join(self.instances.sources(source, rows), targets)
        elif source.condition is not None:
            for branch, places in self.instances.branches(source.condition, source.arguments, rows):
                self.feed(branch, [targets[place] for place in places], rows.pick(places))
        else:
            nodes = [source.key + end for end in rows.suffixes]
            new = {node: place for place, node in enumerate(nodes) if node not in self.graph}
            if new:
                self._term(source, list(new), rows if len(new) == rows.count else rows.pick(list(new.values())))
            self._join(nodes, targets)

    def _term(self, term: Term, nodes: Sequence[str], rows: Rows) -> None:
        """Add a term's nodes, one a row, and what they read."""
        for node, index in zip(nodes, rows.indices, strict=True):
            self.graph.add_node(node, kind=term.kind, name=term.name, index=index, owner=term.owner, template=term.key)
        if term.box is not None:
            self._frame(term.box, nodes, rows)
        inner, places = rows.over(term.over, self.instances.lengths)
        repeated = [nodes[place] for place in places]
        for argument in term.arguments:
            self.feed(argument, repeated, inner)
        if term.body is not None:
            reads = Reads(self.instances)
            reads.feed(term.body, nodes, rows)
            for source, target in reads.edges:
                self.graph.add_edge(source, target, via=(), through=())

    def _frame(self, box: Box, nodes: Sequence[str], rows: Rows) -> None:
        """Note in which opened function each node stands, and that one in which other."""
        ids = [[one.key + end for end in rows.within(one.scope).suffixes] for one in box.outward()]
        for node, frame in zip(nodes, ids[0], strict=True):
            self.graph.nodes[node]["box"] = frame
        around = [*ids[1:], [""] * rows.count]
        for one, frames, outer in zip(box.outward(), ids, around, strict=True):
            self.boxes |= {frame: (one.name, other) for frame, other in zip(frames, outer, strict=True)}

    def _join(self, sources: Sequence[str], targets: Sequence[str]) -> None:
        for source, target in zip(sources, targets, strict=True):
            self.graph.add_edge(source, target, via=(), through=())
