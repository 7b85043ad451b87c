"""Shapes that are not known yet: what unification joins, and the error when two places disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.records import Place

Rank = Literal["scalar", "vector", "row", "matrix"]
RANKS: tuple[Rank, ...] = ("vector", "matrix", "scalar", "row")
"""Every rank, the commonest first. A row is a transposed vector; no name holds one."""

STORED: frozenset[Rank] = frozenset(("vector", "matrix", "scalar"))
"""The ranks that a name can have."""

_DIMENSIONS: dict[Rank, int] = {"scalar": 0, "vector": 1, "row": 1, "matrix": 2}


DEFAULT_SIZE = 4
"""Units of what nothing says the size of."""

DEFAULT_DATA_SIZE = 3
"""Numbers in an input or target whose size nothing says."""


class Waiting(Protocol):
    """What wants to hear when a shape becomes better known."""

    def wake(self) -> None:
        """Look again."""


@dataclass(eq=False, slots=True)
class Extent:
    """One dimension's size, maybe still unknown; joined extents share one root.

    ``origin`` says whence the size is; ``made`` that a concatenation will give it.
    """

    value: int | None = None
    origin: str = ""
    made: bool = False
    parent: Extent | None = None
    waiting: list[Waiting] = field(default_factory=list)

    def root(self) -> Extent:
        """Return the extent that stands for all it was joined with."""
        one = self
        while one.parent is not None:
            if one.parent.parent is not None:
                one.parent = one.parent.parent  # halves the path, for the next who walks it
            one = one.parent
        return one


@dataclass(eq=False, slots=True)
class Unknown:
    """A shape, maybe still unknown: the ranks it can have, the extent of each dimension, and whence it is.

    ``leaf`` marks a parameter; ``since`` is the place that left one rank; ``usual`` the size if nothing says one.
    """

    origin: str
    place: Place
    leaf: bool = False
    ranks: frozenset[Rank] = frozenset(RANKS)
    extents: list[Extent] = field(default_factory=list)
    since: Place | None = None
    usual: int = DEFAULT_SIZE
    parent: Unknown | None = None
    waiting: list[Waiting] = field(default_factory=list)

    def root(self) -> Unknown:
        """Return the shape that stands for all it was joined with."""
        one = self
        while one.parent is not None:
            if one.parent.parent is not None:
                one.parent = one.parent.parent  # halves the path, for the next who walks it
            one = one.parent
        return one

    @property
    def rank(self) -> Rank | None:
        """The rank, once only one is left."""
        return next(iter(self.ranks)) if len(self.ranks) == 1 else None

    def text(self) -> str:
        """Say the shape and where it is from: ``a vector of 3 (`x`, line 2, column 5)``."""
        one = self.root()
        sizes = " x ".join(str(e.root().value or "n") for e in one.extents)
        rank = " or ".join(each for each in RANKS if each in one.ranks)
        return f"a {rank}{f' of {sizes}' if sizes else ''} ({one.origin}, {spot(one.since or one.place)})"


def spot(place: Place) -> str:
    """Return a place in words."""
    return f"line {place.line}, column {place.column}"


def join_extents(left: Extent, right: Extent, place: Place) -> None:
    """Make two extents one; raises ``DefinitionError`` naming both places if their sizes differ."""
    one, other = left.root(), right.root()
    if one is other:
        return
    if one.value is not None and other.value is not None and one.value != other.value:
        raise DefinitionError(
            *place,
            f"Sizes do not fit: {one.value} from {one.origin}, {other.value} from {other.origin}. "
            "Change one of the two.",
        )
    news = other.waiting if one.value is not None else one.waiting if other.value is not None else []
    if one.value is None:
        one.value, one.origin = other.value, other.origin
    _wake(news)
    one.waiting, one.made, other.parent = one.waiting + other.waiting, one.made or other.made, one


def set_extent(extent: Extent, value: int, origin: str) -> None:
    """Give an open extent its size."""
    one = extent.root()
    one.value, one.origin = value, origin
    _wake(one.waiting)


def narrow(shape: Unknown, ranks: Iterable[Rank], place: Place) -> None:
    """Leave a shape only some ranks; raises ``DefinitionError`` if none of them is possible."""
    one = shape.root()
    left = one.ranks & frozenset(ranks)
    if left == one.ranks:
        return
    if not left:
        needed = " or ".join(each for each in RANKS if each in ranks)
        raise DefinitionError(
            *place,
            f"Shapes do not fit: {spot(place)} needs a {needed}, but there is {one.text()}. "
            "Change one of the two, or declare the sizes of the parameters.",
        )
    one.ranks = left
    if len(left) == 1:
        one.since = place
        one.extents = [Extent() for _ in range(_DIMENSIONS[next(iter(left))])]
    _wake(one.waiting)


def set_rank(shape: Unknown, rank: Rank, extents: list[Extent] | None, place: Place) -> None:
    """Say what rank a shape has, with its extents if they are known from elsewhere."""
    narrow(shape, (rank,), place)
    for mine, other in zip(shape.root().extents, extents or (), strict=False):
        join_extents(mine, other, place)


def prefer(shape: Unknown, order: Iterable[Rank], place: Place) -> None:
    """Settle an open shape for the first rank of ``order`` that it can have."""
    narrow(shape, [next(rank for rank in (*order, *RANKS) if rank in shape.root().ranks)], place)


def join(left: Unknown, right: Unknown, place: Place) -> None:
    """Make two shapes one; raises ``DefinitionError`` naming both if they differ."""
    one, other = left.root(), right.root()
    if one is other:
        return
    if not one.ranks & other.ranks:
        raise unlike(one, other, place)
    narrow(one, other.ranks, other.since or place)
    narrow(other, one.ranks, one.since or place)
    for mine, theirs in zip(one.extents, other.extents, strict=True):
        join_extents(mine, theirs, place)
    if one.origin.startswith("the") and not other.origin.startswith("the"):
        one.origin, one.place = other.origin, other.place
    one.leaf = one.leaf and other.leaf
    other.parent, one.waiting = one, one.waiting + other.waiting
    _wake(one.waiting)


def unlike(one: Unknown, other: Unknown, place: Place) -> DefinitionError:
    """Return the error for two shapes that should be one and cannot."""
    return DefinitionError(
        *place, f"Shapes do not fit: {one.text()} meets {other.text()}. Make them equal, or sum one of them first."
    )


def _wake(waiting: list[Waiting]) -> None:
    for one in waiting:
        one.wake()
