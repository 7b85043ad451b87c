"""Where links enter an item from below: side by side, with room for their chips, fanning in to the outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphviz_rnn.drawing.columns import Item, Link
from graphviz_rnn.drawing.geometry import CHIP, CHIP_SIZE
from graphviz_rnn.drawing.labels import chip_label, width

BARE = 10.0
"""Width of a link without chips where it enters."""

BESIDE = 5.0
"""Distance between links, and their chips, that enter side by side."""


@dataclass(frozen=True, slots=True)
class Port:
    """How far from an item's middle a link comes up (``dx``), and how far from it on the outline it ends."""

    dx: float = 0.0
    end: float = 0.0


CENTRE = Port()


def chip_width(name: str, lettering: float = 1.0) -> float:
    """Return the width of a parameter's chip."""
    return max(CHIP, width(chip_label(name), CHIP_SIZE * lettering) + 9.0)


def needed(link: Link, lettering: float) -> float:
    """Return the width that a link and its chips, one above the other, need."""
    return max([BARE, *(chip_width(name, lettering) for name in (*link.via, *link.through))])


def reach(entering: Sequence[Link], lettering: float) -> float:
    """Return half the width that links entering side by side need."""
    return (sum(needed(one, lettering) for one in entering) + BESIDE * (len(entering) - 1)) / 2 if entering else 0.0


def ports(item: Item, entering: Sequence[Link], lettering: float) -> dict[Link, Port]:
    """Return the port of every link, in the order from the left in which they are given."""
    places: list[float] = []
    left = -reach(entering, lettering)
    for one in entering:
        wide = needed(one, lettering)
        places.append(left + wide / 2)
        left += wide + BESIDE
    farthest = max(map(abs, places), default=0.0)
    limit = 0.74 * item.half_width if item.half_width == item.half_height else item.half_width - 6.0
    squeeze = min(1.0, limit / farthest) if farthest else 1.0
    return {one: Port(dx, dx * squeeze) for one, dx in zip(entering, places, strict=True)}
