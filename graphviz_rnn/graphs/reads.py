"""Which nodes an expression reads at every index, past its operations: the edges of variables detail."""

from __future__ import annotations

from collections.abc import Sequence

from graphviz_rnn.graphs.instances import Instances
from graphviz_rnn.graphs.rows import Rows
from graphviz_rnn.language.expressions import ALONE, Occurrence, children, inside
from graphviz_rnn.language.records import Call, Expression, Reference, Where

Marks = tuple[tuple[str, ...], tuple[str, ...]]
"""What an edge passes: the parameters it is multiplied by (``via``), and abstract functions (``through``)."""


class Reads:
    """Collects ``edges`` by source and target: all references to one node at one index are one edge."""

    def __init__(self, instances: Instances) -> None:
        self.instances = instances
        self.parameters = frozenset(instances.definition.names("parameter"))
        self.edges: dict[tuple[str, str], Marks] = {}

    def feed(self, expression: Expression, targets: Sequence[str], rows: Rows, around: Occurrence = ALONE) -> None:
        """Add the edges into ``targets``, one a row, from everything that an expression reads there."""
        if isinstance(expression, Reference):
            self._join(self.instances.sources(expression, rows), targets, (around.via, around.through))
        elif isinstance(expression, Where):
            for branch, taking in self.instances.branches(expression.condition, children(expression), rows):
                self.feed(branch, [targets[place] for place in taking], rows.pick(taking), around)
        elif isinstance(expression, Call):
            inner, places = rows.over(expression.axes, self.instances.lengths)
            repeated = [targets[place] for place in places]
            for position, argument in enumerate(expression.arguments):
                self.feed(argument, repeated, inner, inside(expression, position, self.parameters, around))

    def _join(self, sources: Sequence[str], targets: Sequence[str], marks: Marks) -> None:
        for edge in zip(sources, targets, strict=True):
            known = self.edges.setdefault(edge, marks)
            if known is not marks:
                self.edges[edge] = joined(known, marks)


def joined(one: Marks, other: Marks) -> Marks:
    """Return the marks of two references as those of one edge, each name once.

    >>> joined((("W",), ()), (("W", "V"), ("f",)))
    (('W', 'V'), ('f',))
    """
    via, through = (tuple(dict.fromkeys(a + b)) for a, b in zip(one, other, strict=True))
    return via, through
