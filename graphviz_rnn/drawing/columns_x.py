"""Where the columns of an unfolded drawing stand, and where lines run between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphviz_rnn.drawing.columns import RADIUS, Link
from graphviz_rnn.drawing.sections import Section

TRUNK = 14.0
"""Distance between vertical lines in the space between columns."""


@dataclass(slots=True)
class Spaces:
    """The x of every column's middle by (section, step), and the vertical lines' places between them."""

    made: Sequence[Section]
    middle: dict[tuple[int, int], float] = field(default_factory=dict)
    half_left: dict[tuple[int, int], float] = field(default_factory=dict)
    trunks: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

    def gutter(self, number: int) -> float:
        """Return the width of the space to the left of each of a section's columns."""
        return self._zone(number) + TRUNK * len(self.trunks[number]) + (10.0 if self.trunks[number] else 0.0)

    def _zone(self, number: int) -> float:
        section = self.made[number]
        if any(section.straight(link) for link in section.links if link.kind == "delay"):
            return 64.0
        return 54.0 if any(one.satellite_of for one in section.items.values()) else 34.0

    def trunk(self, number: int, step: int, link: Link) -> float:
        """Return the x of a link's vertical line in the space to the left of column ``step``."""
        slot = self.trunks[number].index((link.source, link.delay))
        left = self.middle[number, step] - self.half_left[number, step] - self.gutter(number)
        return left + self._zone(number) + slot * TRUNK


def spaces(
    made: Sequence[Section], steps: Mapping[int, Sequence[int]], crossings: Sequence[tuple[int, Link]]
) -> Spaces:
    """Return the columns' places; ``steps`` has each section's steps, boundary steps included."""
    result = Spaces(made)
    for number, section in enumerate(made):
        bent = [link for link in section.links if link.kind == "delay" and not section.straight(link)]
        bent += [link for at, link in crossings if at == number]
        result.trunks[number] = list(dict.fromkeys((link.source, link.delay) for link in bent))
    x = 0.0
    for number, section in enumerate(made):
        length = len(steps[number])
        for position, step in enumerate(steps[number]):
            outside = section.axis is not None and (step < 1 or step > _last(steps[number]))
            left = RADIUS if outside else section.half_left
            right = RADIUS if outside else section.half_right
            gutter = result.gutter(number) if number or position else 0.0
            x += gutter + left
            result.middle[number, step] = x
            result.half_left[number, step] = left
            x += right
        x += 10.0 if length else 0.0
    return result


def _last(steps: Sequence[int]) -> int:
    """Return the last step that is no boundary, as noted in the sequence's own order."""
    return steps.last if isinstance(steps, Steps) else max(steps)


class Steps(list[int]):
    """A section's steps in order, boundary steps included; ``last`` is the last that is no boundary."""

    last: int = 1
