"""Shapes that are not known yet: what unification joins, and the error when two places disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.records import Place

Rank = Literal["scalar", "vector", "row", "matrix"]
_DIMENSIONS: dict[Rank, int] = {"scalar": 0, "vector": 1, "row": 1, "matrix": 2}


@dataclass(eq=False, slots=True)
class Extent:
    """One dimension's size, maybe still unknown; joined extents share one root."""

    value: int | None = None
    origin: str = ""
    parent: Extent | None = None

    def root(self) -> Extent:
        """Return the extent that stands for all it was joined with."""
        one = self
        while one.parent is not None:
            one = one.parent
        return one


@dataclass(eq=False, slots=True)
class Unknown:
    """A shape, maybe still unknown: its rank, the extent of each dimension, and whence it is."""

    origin: str
    place: Place
    leaf: bool = False
    rank: Rank | None = None
    extents: list[Extent] = field(default_factory=list)
    parent: Unknown | None = None

    def root(self) -> Unknown:
        """Return the shape that stands for all it was joined with."""
        one = self
        while one.parent is not None:
            one = one.parent
        return one

    def text(self) -> str:
        """Say the shape: ``a vector of 3``."""
        one = self.root()
        sizes = " x ".join(str(e.root().value or "n") for e in one.extents)
        return f"a {one.rank} of {sizes}" if sizes else f"a {one.rank or 'value of unknown shape'}"


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
    if one.value is None:
        one, other = other, one
    other.parent = one


def set_rank(shape: Unknown, rank: Rank, extents: list[Extent] | None, place: Place) -> None:
    """Say what rank a shape has, with its extents if they are known from elsewhere."""
    one = shape.root()
    made = extents if extents is not None else [Extent() for _ in range(_DIMENSIONS[rank])]
    if one.rank is None:
        one.rank, one.extents = rank, made
        return
    if one.rank != rank:
        raise DefinitionError(
            *place,
            f"Shapes do not fit: {one.origin} is a {one.rank}, but a {rank} is needed here. "
            f"Change {one.origin}, or declare the size of its parameters.",
        )
    for mine, other in zip(one.extents, made, strict=True):
        join_extents(mine, other, place)


def join(left: Unknown, right: Unknown, place: Place) -> None:
    """Make two shapes one; raises ``DefinitionError`` naming both if they differ."""
    one, other = left.root(), right.root()
    if one is other:
        return
    if one.rank is not None and other.rank is not None and one.rank != other.rank:
        raise DefinitionError(
            *place,
            f"Shapes do not fit: {one.origin} is a {one.rank}, {other.origin} is a {other.rank}. "
            "Make them equal, or sum one of them first.",
        )
    if one.rank is None:
        one, other = other, one
    if other.rank is not None:
        for mine, theirs in zip(one.extents, other.extents, strict=True):
            join_extents(mine, theirs, place)
    other.parent = one
    one.leaf = one.leaf and other.leaf
