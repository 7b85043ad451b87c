"""Which nodes an expression reads at every index, past its operations: the edges of variables detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphviz_rnn.graphs.instances import Instances
from graphviz_rnn.graphs.rows import Rows
from graphviz_rnn.language.expressions import ALONE, Occurrence, children, inside
from graphviz_rnn.language.records import Call, Expression, Reference, Where

Marks = tuple[tuple[str, ...], tuple[str, ...]]
"""What an edge passes: the parameters it is multiplied by (``via``), and abstract functions (``through``)."""


class Reads:
    """Adds edges from what expressions read: one for all references to the same node."""

    def __init__(self, instances: Instances) -> None:
        self.instances = instances
        self.parameters = frozenset(instances.definition.names("parameter"))

    def feed(self, expression: Expression, targets: Sequence[str], rows: Rows) -> None:
        """Add the edges into ``targets``, one a row, from everything that an expression reads there."""
        found: dict[tuple[str, str], Marks] = {}
        for sources, ends, marks in self._read(expression, targets, rows, ALONE):
            for edge in zip(sources, ends, strict=True):
                known = found.setdefault(edge, marks)
                if known is not marks:
                    found[edge] = joined(known, marks)
        for (source, target), (via, through) in found.items():
            self.instances.graph.add_edge(source, target, via=via, through=through)

    def _read(
        self, expression: Expression, targets: Sequence[str], rows: Rows, around: Occurrence
    ) -> Iterator[tuple[Sequence[str], Sequence[str], Marks]]:
        """Yield what every reference reads, for which targets, and what it passes."""
        if isinstance(expression, Reference):
            yield self.instances.sources(expression, rows), targets, (around.via, around.through)
        elif isinstance(expression, Where):
            for branch, taking in self.instances.branches(expression.condition, children(expression), rows):
                yield from self._read(branch, [targets[place] for place in taking], rows.pick(taking), around)
        elif isinstance(expression, Call):
            inner, places = rows.over(expression.axes, self.instances.lengths)
            repeated = [targets[place] for place in places]
            for position, argument in enumerate(expression.arguments):
                beside = inside(expression, position, self.parameters, around)
                yield from self._read(argument, repeated, inner, beside)


def joined(one: Marks, other: Marks) -> Marks:
    """Return the marks of two references as those of one edge, each name once.

    >>> joined((("W",), ()), (("W", "V"), ("f",)))
    (('W', 'V'), ('f',))
    """
    via, through = (tuple(dict.fromkeys(a + b)) for a, b in zip(one, other, strict=True))
    return via, through
