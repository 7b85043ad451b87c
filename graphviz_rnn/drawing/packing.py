"""Where the items of a column stand in their rows: under their readers, over what they read, without overlap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graphviz_rnn.drawing.columns import Item

GAP = 22.0
"""Least distance between neighbours in a row."""

NARROW_GAP = 14.0
"""The same beside the place where an edge passes a row."""

Near = dict[int, list[tuple[Item, float]]]
"""The items that each item is joined to, in the row below or above, by its identity; and how far from its middle."""


def place_rows(rows: Sequence[Sequence[Item]], below: Near, above: Near) -> None:
    """Set the x of every item, the middle of the column being 0."""
    for row in rows:
        _pack(row, [0.0] * len(row))
    for _ in range(6):
        for row in reversed(rows):
            _pack(row, [_middle(above.get(id(item), []), item.x) for item in row])
        for row in rows:
            _pack(row, [_middle(below.get(id(item), []), item.x) for item in row])


def _middle(items: Sequence[tuple[Item, float]], otherwise: float) -> float:
    """Return the middle of the outermost of some items."""
    places = [item.x + dx for item, dx in items]
    return (min(places) + max(places)) / 2 if places else otherwise


def _pack(row: Sequence[Item], wished: Sequence[float]) -> None:
    """Put a row's items near their wishes without overlap, by pooling neighbours that collide."""
    groups: list[tuple[list[Item], float]] = []
    for item, wish in zip(row, wished, strict=True):
        groups.append(([item], wish))
        while len(groups) > 1 and _crowded(groups[-2], groups[-1]):
            right, left = groups.pop(), groups.pop()
            count = len(left[0]) + len(right[0])
            middle = (len(left[0]) * _centre(left, right, True) + len(right[0]) * _centre(left, right, False)) / count
            groups.append((left[0] + right[0], middle))
    for items, centre in groups:
        for item, offset in zip(items, _offsets(items), strict=True):
            item.x = centre + offset


def _centre(left: tuple[list[Item], float], right: tuple[list[Item], float], is_left: bool) -> float:
    """Return where the joined group's centre would be to leave one of the two where it wished to be."""
    offsets = _offsets(left[0] + right[0])
    own = offsets[: len(left[0])] if is_left else offsets[len(left[0]) :]
    return (left if is_left else right)[1] - sum(own) / len(own)


def _gap(left: Item, right: Item) -> float:
    return GAP if left.kind and right.kind else NARROW_GAP


def _crowded(left: tuple[list[Item], float], right: tuple[list[Item], float]) -> bool:
    end = left[1] + _offsets(left[0])[-1] + left[0][-1].room_right
    start = right[1] + _offsets(right[0])[0] - right[0][0].room_left
    return start - end < _gap(left[0][-1], right[0][0]) - 0.01


def _offsets(items: Sequence[Item]) -> list[float]:
    """Return where items stand that touch each other at the least distance, their middle being 0."""
    positions = [0.0]
    for left, right in pairwise(items):
        positions.append(positions[-1] + left.room_right + _gap(left, right) + right.room_left)
    middle = sum(positions) / len(positions)
    return [position - middle for position in positions]
