"""What an operation says of the shapes of its result and arguments, and the agenda that applies all of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from graphviz_rnn.language.records import Place
from graphviz_rnn.language.unknowns import Unknown

LEVELS = (1, 2, 3, 4, 5)
"""How sure a guess is: 1 the surest."""


@dataclass(eq=False)
class Constraint:
    """What an operation says of the shapes of its result and arguments.

    ``apply`` uses what is known and says whether nothing is left to say; ``guess`` takes the
    commonest reading of what is open, at a level of ``LEVELS``, and says whether it did.
    """

    place: Place
    result: Unknown
    arguments: list[Unknown]
    agenda: Agenda | None = field(default=None, repr=False)
    number: int = 0
    queued: bool = False
    spent: bool = False

    def apply(self) -> bool:
        """Use what is known; true once the constraint is spent."""
        raise NotImplementedError

    def guess(self, level: int) -> bool:
        """Take the commonest reading of what is open; true if something was guessed."""
        return False

    def wake(self) -> None:
        """Be applied again, since a shape is better known."""
        if self.agenda is not None and not self.queued and not self.spent:
            self.queued = True
            self.agenda.queue.append(self)


class Agenda:
    """Applies constraints until nothing is open; each is looked at again only when its shapes change.

    What no constraint decides is guessed, the surest guess first, in the order of the text.
    """

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self.constraints = constraints
        self.queue: deque[Constraint] = deque()
        self.open: dict[int, list[int]] = {level: [] for level in LEVELS}
        for number, one in enumerate(constraints):
            one.agenda, one.number = self, number
            for shape in (one.result, *one.arguments):
                shape.root().waiting.append(one)
            one.wake()

    def settle(self) -> None:
        """Apply all, guessing where nothing else is left."""
        self._apply()
        while self._guess():
            self._apply()

    def _apply(self) -> None:
        while self.queue:
            one = self.queue.popleft()
            one.queued = False
            one.spent = one.spent or one.apply()
            if not one.spent:
                heappush(self.open[LEVELS[0]], one.number)

    def _guess(self) -> bool:
        """Make the surest guess there is; false if there is none."""
        for level in LEVELS:
            while self.open[level]:
                one = self.constraints[heappop(self.open[level])]
                if one.spent:
                    continue
                if one.guess(level):
                    one.wake()
                    return True
                if level + 1 in self.open:
                    heappush(self.open[level + 1], one.number)
        return False
