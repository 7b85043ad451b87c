"""The shape rule of every operation, as a table; a rule is a constraint between unknown shapes."""

from __future__ import annotations

from collections.abc import Callable

from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call, Place
from graphviz_rnn.language.shape_constraint import Constraint
from graphviz_rnn.language.shape_products import Product, Transposed
from graphviz_rnn.language.unknowns import Extent, Unknown, join, join_extents, set_rank


class Elementwise(Constraint):
    """Elementwise: arguments are scalars or of the result's shape."""

    def apply(self) -> bool:
        """Spread the one shape that is no scalar; a bare parameter beside it takes it too."""
        shaped = next((one for one in self.arguments if one.root().rank not in (None, "scalar")), None)
        if shaped is not None:
            join(self.result, shaped, self.place)
            for one in self.arguments:
                if one.root().rank != "scalar" and (one.root().rank is not None or one.root().leaf):
                    join(one, shaped, self.place)
            return all(one.root().rank is not None for one in self.arguments)
        if len(self.arguments) == 1 and self.arguments[0].root().rank is None:
            return False
        if self.result.root().rank == "scalar":
            for one in self.arguments:
                set_rank(one, "scalar", None, self.place)
            return True
        if all(one.root().rank == "scalar" for one in self.arguments):
            if self.result.root().rank is None and not self._waits():
                set_rank(self.result, "scalar", None, self.place)
            return True
        return False

    def _waits(self) -> bool:
        return False

    def guess(self, level: int) -> bool:
        """Take everything still open to have the result's shape; all of it a vector at last."""
        result = self.result.root()
        open_ones = [one for one in self.arguments if one.root().rank is None]
        some = result.rank is None and 0 < len(open_ones) < len(self.arguments)
        if level == 2 and some and all(one.root().leaf for one in open_ones):
            for one in open_ones:
                set_rank(one, "scalar", None, self.place)
            return True
        if level == 3 and open_ones:
            if result.rank is None:
                set_rank(result, "vector", None, self.place)
            join(open_ones[0], result, self.place)
            return True
        return False


class Boundary(Elementwise):
    """A value broadcast into a shape that others decide."""

    def _waits(self) -> bool:
        return True


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

    def known(self) -> int:
        """Nothing waits for it."""
        return 0


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

    def apply(self) -> bool:
        """Known once the size of every part is."""
        for one in (self.result, *self.arguments):
            set_rank(one, "vector", None, self.place)
        sizes = [one.root().extents[0].root().value for one in self.arguments]
        if any(size is None for size in sizes):
            return False
        total = Extent(sum(size or 0 for size in sizes), f"concat on line {self.place.line}")
        join_extents(self.result.root().extents[0], total, self.place)
        return True

    def guess(self, level: int) -> bool:
        """Give a part whose size nothing says the default."""
        for one in self.arguments:
            extent = one.root().extents[0].root()
            if level == 3 and extent.value is None:
                extent.value, extent.origin = 4, f"the default for {one.root().origin}"
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
