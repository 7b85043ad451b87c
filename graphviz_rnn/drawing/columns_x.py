"""Where the columns of an unfolded drawing stand, and where lines run between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphviz_rnn.drawing.columns import RADIUS, Link
from graphviz_rnn.drawing.ports import chip_width
from graphviz_rnn.drawing.sections import Section

TRUNK = 14.0
"""Distance between vertical lines in the space between columns."""

OUTER = 28.0
"""Distance between vertical lines beside a folded drawing's column."""

ROW_ARROW = 64.0
"""Least width of the space between columns with an arrow from one to the next."""


class Steps(list[int]):
    """A section's steps in order, boundary steps included; ``last`` is the last that is no boundary.

    ``wide`` are the boundary steps with several items in a row: they are as wide as others.
    """

    last: int = 1
    wide: frozenset[int] = frozenset()

    def is_outside(self, step: int) -> bool:
        """Say whether a step is a boundary's."""
        return step < 1 or step > self.last


@dataclass(slots=True)
class Spaces:
    """The x of every column's middle by (section, step), and the vertical lines' places between them."""

    made: Sequence[Section]
    lettering: float
    folded: bool
    middle: dict[tuple[int, int], float] = field(default_factory=dict)
    half_left: dict[tuple[int, int], float] = field(default_factory=dict)
    trunks: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    first: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)

    def gutter(self, number: int) -> float:
        """Return the width of the space to the left of each of a section's columns but the first."""
        trunks = len(self.trunks[number])
        if trunks:
            return self._lead(number) + TRUNK * trunks + self._zone(number)
        beside = self._beside(number)
        return max(self._zone(number), beside + 15.0 if beside else 0.0)

    def _beside(self, number: int) -> float:
        section = self.made[number]
        return section.beside(1) - section.half_right

    def _lead(self, number: int) -> float:
        """Return the width of the part of a gutter before its upright lines, where targets stand beside losses."""
        return max(22.0, self._beside(number) + 15.0)

    def _zone(self, number: int) -> float:
        """Return the width of the part after them, where arrows run along rows with their chips."""
        straight = [one for one in self.made[number].links if self.made[number].straight(one)]
        wide = max((_row_chips(one, self.lettering) for one in straight), default=0.0)
        if self.trunks[number]:
            return wide + 34.0 if wide else 24.0 if straight else 10.0
        return max(ROW_ARROW if straight else 34.0, wide + 38.0 if wide else 0.0)

    def free(self, number: int, step: int) -> float:
        """Return the middle of the space to the left of column ``step`` that is free of upright lines."""
        wide = self._zone(number) - 4.0 if self.trunks[number] else self.gutter(number)
        return self.left(number, step) - wide / 2

    def door(self, number: int) -> float:
        """Return the width of the space between a section and the one before it."""
        before, section = self.made[number - 1], self.made[number]
        beside = before.beside(1) - before.half_right
        wide = max((_row_chips(one, self.lettering) for one in section.crossing()), default=0.0)
        first = self.first[number]
        least = ROW_ARROW if section.crossing() else 44.0
        least += self.loops(number - 1, 1) + self.loops(number, -1)
        return max(least, wide + 38.0 if wide else 0.0, beside + 24.0) + TRUNK * len(first) + (10.0 if first else 0.0)

    def loops(self, number: int, way: int) -> float:
        """Return how far a folded drawing's loops reach beyond a column, to the left (-1) or right (1)."""
        if not self.folded:
            return 0.0
        section = self.made[number]
        straight = [one for one in section.links if section.straight(one) and side(section, one) == way]
        ends = [abs(section.items[one.target].x * way) + loop_reach(one, self.lettering) + 12.0 for one in straight]
        slots = [key for key in self.trunks[number] if (int(key[2]) > 0) == (way > 0)]
        ends += [self._outside(number, way) + OUTER * len(slots) + 12.0] if slots else []
        own = section.half_right if way > 0 else section.half_left
        return max([0.0, self._outside(number, way) - own, *(end - own for end in ends)])

    def _outside(self, number: int, way: int) -> float:
        """Return how far a folded column reaches, with the targets that stand beside it."""
        section = self.made[number]
        beside = [one.x + 48.0 + one.half_width for one in section.items.values() if one.satellite_of and way > 0]
        return max([section.half_right if way > 0 else section.half_left, *beside])

    def outer(self, number: int, link: Link) -> float:
        """Return where a folded drawing's vertical line of a link stands, beside the column."""
        way = 1 if link.delay > 0 else -1
        slots = [key for key in self.trunks[number] if (int(key[2]) > 0) == (way > 0)]
        return self.middle[number, 1] + way * (self._outside(number, way) + OUTER * (1 + slots.index(link.key)))

    def trunk(self, number: int, step: int, link: Link) -> float:
        """Return the x of a link's vertical line in the space to the left of column ``step``."""
        slot = self.trunks[number].index(link.key)
        return self.left(number, step) - self._zone(number) - (len(self.trunks[number]) - slot) * TRUNK + 4.0

    def left(self, number: int, step: int) -> float:
        """Return where a column begins."""
        return self.middle[number, step] - self.half_left[number, step]

    def entrance(self, number: int, step: int, link: Link) -> float:
        """Return the x of a crossing link's vertical line before its section, whose first column is ``step``."""
        first = self.first[number]
        return (
            self.left(number, step) - self.loops(number, -1) - 10.0 - TRUNK * (len(first) - first.index(link.key)) + 4.0
        )


def side(section: Section, link: Link) -> int:
    """Return on which side of a node a folded drawing's loop is: -1 (left) for the past, 1 for the future or more."""
    others = [one for one in section.links if section.straight(one) and one.source == link.source]
    return -1 if link.delay > 0 and link == others[0] else 1


def loop_reach(link: Link, lettering: float) -> float:
    """Return how far from the middle of its node the black square of a loop is."""
    return RADIUS + 80.0 + max(_row_chips(link, lettering) - 30.0, 0.0)


def _row_chips(link: Link, lettering: float) -> float:
    """Return the width of a link's chips side by side."""
    widths = [chip_width(name, lettering) for name in (*link.via, *link.through)]
    return sum(widths) + 3.0 * (len(widths) - 1)


def spaces(made: Sequence[Section], steps: dict[int, Steps], lettering: float, folded: bool) -> Spaces:
    """Return the columns' places; ``steps`` has each section's steps, boundary steps included."""
    result = Spaces(made, lettering, folded)
    for number, section in enumerate(made):
        result.trunks[number] = list(dict.fromkeys(link.key for link in section.bent()))
        crossing = sorted(section.crossing(), key=lambda link: link.member or 0)
        result.first[number] = list(dict.fromkeys(link.key for link in crossing))
    x = 0.0
    for number, section in enumerate(made):
        for position, step in enumerate(steps[number]):
            narrow = section.axis is not None and steps[number].is_outside(step) and step not in steps[number].wide
            left = RADIUS if narrow else section.half_left
            if position or number or result.first[number]:
                x += result.gutter(number) if position else result.door(number) if number else 40.0
            result.middle[number, step] = x + left
            result.half_left[number, step] = left
            x += left + (RADIUS if narrow else section.half_right)
    return result
