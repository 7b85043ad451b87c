"""Measure rivals in turn, so that a busy machine is busy for all of them, and lay the results in a table."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


def least(works: Mapping[str, Work], rounds: int = 15) -> dict[str, float]:
    """Return the least processor time of each work, in seconds, of rounds in which they take turns."""
    found = dict.fromkeys(works, float("inf"))
    gc.collect()
    gc.disable()  # as timeit does: a collection in one rival's turn would be its loss
    for turn in range(rounds + 1):
        for name, work in works.items():
            before = time.process_time()
            made = work()
            took = time.process_time() - before
            del made
            found[name] = min(found[name], took) if turn else found[name]
    gc.enable()
    return found


@dataclass(frozen=True)
class Row:
    """A comparison in seconds: ours may take ``most`` times what the peer does; ``why`` says what holds us back."""

    work: str
    ours: float
    peer: float
    most: float
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.ours <= self.most * self.peer

    def text(self) -> str:
        """Return the row of the table."""
        verdict = "holds" if self.holds else f"BEHIND: {self.why}" if self.why else "BEHIND"
        times = f"{1e3 * self.ours:>10.2f}{1e3 * self.peer:>10.2f}{self.ours / self.peer:>8.2f}"
        return f"{self.work:<52}{times}  at most {self.most:<5g}{verdict}"


def header(title: str) -> str:
    """Return the first line of the table."""
    return f"{title:<52}{'ours, ms':>10}{'peer, ms':>10}{'ratio':>8}  target"
