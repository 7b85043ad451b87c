"""What an operation says of the shapes of its result and arguments: a constraint between unknowns."""

from __future__ import annotations

from dataclasses import dataclass

from graphviz_rnn.language.records import Place
from graphviz_rnn.language.unknowns import Unknown


@dataclass(eq=False)
class Constraint:
    """What an operation says of the shapes of its result and arguments.

    ``apply`` uses what is known and says whether nothing is left to say; ``guess`` takes the
    commonest reading of what is open (1 the surest, 3 the least sure) and says whether it did.
    """

    place: Place
    result: Unknown
    arguments: list[Unknown]

    def apply(self) -> bool:
        """Use what is known; true once the constraint is spent."""
        raise NotImplementedError

    def guess(self, level: int) -> bool:
        """Take the commonest reading of what is open; true if something was guessed."""
        return False

    def known(self) -> int:
        """Count the shapes that are known, to see progress."""
        return sum(one.root().rank is not None for one in (self.result, *self.arguments))
