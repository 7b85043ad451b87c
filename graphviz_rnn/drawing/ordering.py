"""The order of items in the rows of a column: neighbours change places where that leaves fewer crossings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from graphviz_rnn.drawing.columns import Item

Joint = tuple[Item, Item]
"""A line from an item up to one in the next row."""

_ROUNDS = 8


def uncross(rows: Sequence[list[Item]], joints: Sequence[Sequence[Joint]]) -> None:
    """Reorder rows in place; ``joints`` has, for the channel above each row, the lines that cross it.

    The greedy exchange of Eades & Wormald (1994), row by row, until it gains nothing.
    """
    for _ in range(_ROUNDS):
        gained = [_exchange(rows, joints, number) for number in range(len(rows))]
        if not any(gained):
            return


def _exchange(rows: Sequence[list[Item]], joints: Sequence[Sequence[Joint]], number: int) -> bool:
    """Exchange neighbours in one row where that helps; say whether it did."""
    row, gained = rows[number], False
    near = [channel for channel in (number - 1, number) if 0 <= channel < len(rows) - 1]
    for at in range(len(row) - 1):
        before = sum(crossings(rows[channel], rows[channel + 1], joints[channel]) for channel in near)
        row[at], row[at + 1] = row[at + 1], row[at]
        if sum(crossings(rows[channel], rows[channel + 1], joints[channel]) for channel in near) < before:
            gained = True
        else:
            row[at], row[at + 1] = row[at + 1], row[at]
    return gained


def crossings(low: Sequence[Item], high: Sequence[Item], joints: Sequence[Joint]) -> int:
    """Return how many pairs of lines from a row to the next cross."""
    below = {id(item): place for place, item in enumerate(low)}
    above = {id(item): place for place, item in enumerate(high)}
    ends = [(below[id(a)], above[id(b)]) for a, b in joints if id(a) in below and id(b) in above]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
