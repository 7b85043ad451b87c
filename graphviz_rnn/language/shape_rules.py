"""The shape rule of every operation, as a table; a rule is a constraint between unknown shapes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call, Place
from graphviz_rnn.language.shape_constraint import Constraint
from graphviz_rnn.language.shape_products import Product, Transposed
from graphviz_rnn.language.unknowns import (
    RANKS,
    Extent,
    Rank,
    Unknown,
    join,
    join_extents,
    narrow,
    prefer,
    set_extent,
    set_rank,
    spot,
    unlike,
)

NUMBER = "the number"
"""The origin of a number's shape."""


class Elementwise(Constraint):
    """Elementwise: arguments are scalars or of the result's shape."""

    def apply(self) -> bool:
        """Leave the ranks that fit; join what has the result's shape; a bare parameter beside it takes it too."""
        result = self.result
        possible = [rank for rank in RANKS if self._possible(rank)]
        if not possible:
            raise unlike(*self._clash(), self.place)
        narrow(result, possible, self.place)
        for one in self.arguments:
            narrow(one, result.root().ranks | {"scalar"}, self.place)
        rank = result.root().rank
        if rank is None:
            return False
        shaped = [one for one in self.arguments if rank in one.root().ranks]
        for one in shaped:
            if one.root().rank is not None or one.root().leaf or (len(shaped) == 1 and not self._spreads()):
                join(one, result, self.place)
        return all(one.root().rank is not None for one in self.arguments)

    def _possible(self, rank: Rank) -> bool:
        """Say whether the result can have a rank: every argument can have it or be a scalar, and one must have it."""
        ranks = [one.root().ranks for one in self.arguments]
        if not all(rank in one or "scalar" in one for one in ranks):
            return False
        return self._spreads() or (all if rank == "scalar" else any)(rank in one for one in ranks)

    def _clash(self) -> tuple[Unknown, Unknown]:
        """Return two arguments of which neither can have the other's shape, nor be a scalar."""
        pairs = combinations([one.root() for one in self.arguments], 2)
        return next(pair for pair in pairs if not pair[0].ranks & pair[1].ranks)

    def _spreads(self) -> bool:
        """Say whether a scalar may become the result's shape although no argument has it."""
        return False

    def guess(self, level: int) -> bool:
        """Take everything still open to have the result's shape; all of it a vector at last."""
        result = self.result.root()
        open_ones = [one for one in self.arguments if one.root().rank is None]
        some = result.rank is None and 0 < len(open_ones) < len(self.arguments)
        if level == 4 and some and all(one.root().leaf for one in open_ones):
            for one in open_ones:
                prefer(one, ("scalar",), self.place)
            return True
        if level == 5 and open_ones:
            prefer(result, ("vector", "matrix"), self.place)
            prefer(open_ones[0], (result.root().rank or "scalar",), self.place)
            return True
        return False


class Sum(Elementwise):
    """A sum or difference: beside a scalar that is computed, what is open is a scalar too."""

    def guess(self, level: int) -> bool:
        """Take the open ones for scalars if one is known to be, and is no mere number."""
        known = [one.root() for one in self.arguments if one.root().rank == "scalar"]
        if level == 4 and self.result.root().rank is None and any(one.origin != NUMBER for one in known):
            prefer(self.result, ("scalar",), self.place)
            return True
        return super().guess(level)


class Boundary(Elementwise):
    """A value spread into a shape that others decide."""

    def _spreads(self) -> bool:
        return True


class Data(Constraint):
    """An input or target: a vector, if nothing says otherwise."""

    def apply(self) -> bool:
        """Wait until others have said it."""
        return self.result.root().rank is not None

    def guess(self, level: int) -> bool:
        """Take it for a vector."""
        if level == 3:
            prefer(self.result, ("vector", "matrix"), self.place)
        return level == 3


class Vector(Constraint):
    """A function from a vector to a vector of the same size (``softmax``)."""

    def apply(self) -> bool:
        """Join argument and result."""
        set_rank(self.arguments[0], "vector", None, self.place)
        join(self.result, self.arguments[0], self.place)
        return True


class Summary(Constraint):
    """A function from anything to one number (``sum``, ``norm``)."""

    def apply(self) -> bool:
        """The result is a scalar."""
        set_rank(self.result, "scalar", None, self.place)
        return True


class Loss(Summary):
    """A loss of two equal shapes."""

    def apply(self) -> bool:
        """Both arguments have one shape, the result is a scalar."""
        join(self.arguments[0], self.arguments[1], self.place)
        return super().apply()


class VectorLoss(Loss):
    """A loss between two distributions over classes."""

    def apply(self) -> bool:
        """Both arguments are vectors of one size."""
        set_rank(self.arguments[0], "vector", None, self.place)
        return super().apply()


class Concatenation(Constraint):
    """``concat(a, b)``: a vector as long as its parts together."""

    listens = False

    def apply(self) -> bool:
        """Known once the size of every part is."""
        for one in (self.result, *self.arguments):
            set_rank(one, "vector", None, self.place)
        sizes = [one.root().extents[0].root().value for one in self.arguments]
        self.result.root().extents[0].root().made = True
        if any(size is None for size in sizes):
            self._listen()
            return False
        total = Extent(sum(size or 0 for size in sizes), f"`concat` ({spot(self.place)})")
        join_extents(self.result.root().extents[0], total, self.place)
        return True

    def _listen(self) -> None:
        """Be woken when the size of a part becomes known; once is enough, since joined extents join their lists."""
        if not self.listens:
            self.listens = True
            for one in self.arguments:
                one.root().extents[0].root().waiting.append(self)

    def guess(self, level: int) -> bool:
        """Give a part whose size nothing says the default."""
        for one in self.arguments:
            extent = one.root().extents[0].root()
            if level == (5 if extent.made else 4) and extent.value is None:
                set_extent(extent, one.usual, f"the default for {one.root().origin}")
                return True
        return False


class Same(Constraint):
    """The result has the argument's shape (a sum over an axis)."""

    def apply(self) -> bool:
        """Join the two."""
        join(self.result, self.arguments[0], self.place)
        return True


class Free(Constraint):
    """An abstract function says nothing of its shapes."""

    def apply(self) -> bool:
        """Nothing to say."""
        return True


_GROUPS: dict[str, type[Constraint]] = {
    "operator": Elementwise,
    "elementwise": Same,
    "pair": Elementwise,
    "vector": Vector,
    "summary": Summary,
    "loss": Loss,
}

RULES: dict[str, type[Constraint]] = {name: _GROUPS[one.group] for name, one in OPERATIONS.items()} | {
    "+": Sum,
    "-": Sum,
    "@": Product,
    "'": Transposed,
    "neg": Same,
    "concat": Concatenation,
    "cross_entropy": VectorLoss,
    "nll": VectorLoss,
}
"""The shape rule of each operation."""


def rule(call: Call, result: Unknown, arguments: list[Unknown]) -> Constraint:
    """Return the constraint that a call makes."""
    make: Callable[[Place, Unknown, list[Unknown]], Constraint]
    make = Same if call.axes else RULES.get(call.operation, Free)
    return make(call.place, result, arguments)
