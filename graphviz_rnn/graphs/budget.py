"""How large an unfolding will be, known before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.graphs.terms import Term
from graphviz_rnn.language import limits
from graphviz_rnn.language.expressions import children
from graphviz_rnn.language.records import Call, Expression, Reference


@dataclass
class Budget:
    """Counts nodes and edges, both branches of a choice and the inside of functions too: there may be fewer."""

    lengths: Mapping[str, int]
    nodes: int = 0
    edges: int = 0

    def steps(self, axes: Sequence[str]) -> int:
        """Return the number of indices over ``axes``."""
        return prod(self.lengths[axis] for axis in axes)

    def add(self, source: Term | Expression, count: int) -> None:
        """Count what computes a source at ``count`` indices, and one edge from it at each."""
        if isinstance(source, Term):
            self._add_term(source, count)
        elif isinstance(source, Reference):
            self.edges += count
        else:
            inside = count * (self.steps(source.axes) if isinstance(source, Call) else 1)
            for part in children(source):
                self.add(part, inside)

    def _add_term(self, term: Term, count: int) -> None:
        self.nodes += count
        self.edges += count
        for part in term.parts():
            self.add(part, count * self.steps(term.over))

    def check(self) -> None:
        """Refuse more nodes than ``limits.NODES``, or edges than ``limits.EDGES``, with their number."""
        for number, most, what in ((self.nodes, limits.NODES, "nodes"), (self.edges, limits.EDGES, "edges")):
            if number > most:
                raise DefinitionError(
                    1, 1, f"Unfolded, this has {number} {what}; at most {most} can be shown. Ask for fewer steps."
                )
