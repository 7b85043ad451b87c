"""The shape rule of every operation, as a table; a rule is a constraint between unknown shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call, Place
from graphviz_rnn.language.unknowns import Extent, Unknown, join, join_extents, set_rank


@dataclass(eq=False)
class Constraint:
    """What an operation says of the shapes of its result and arguments.

    ``apply`` uses what is known and says whether nothing is left to say; ``guess`` takes the
    commonest reading of what is open (1 the surest, 3 the least sure) and says whether it did.
    """

    place: Place
    result: Unknown
    arguments: list[Unknown]

    def apply(self) -> bool:
        """Use what is known; true once the constraint is spent."""
        raise NotImplementedError

    def guess(self, level: int) -> bool:
        """Take the commonest reading of what is open; true if something was guessed."""
        return False

    def known(self) -> int:
        """Count the shapes that are known, to see progress."""
        return sum(one.root().rank is not None for one in (self.result, *self.arguments))


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


class Product(Constraint):
    """The matrix product ``a @ b``."""

    def apply(self) -> bool:
        """Use the ranks of both sides, or of one side and the result."""
        left, right = (one.root() for one in self.arguments)
        if left.rank is not None and right.rank is not None:
            self._both(left, right)
            return True
        result = self.result.root().rank
        if right.rank == "vector" and result == "vector":
            set_rank(left, "matrix", None, self.place)
        elif right.rank == "vector" and result == "scalar":
            set_rank(left, "row", None, self.place)
        elif left.rank == "matrix" and result == "vector":
            set_rank(right, "vector", None, self.place)
        return False

    def _both(self, left: Unknown, right: Unknown) -> None:
        inner = {"matrix": 1, "row": 0, "vector": 0}
        outer = {"matrix": [0], "row": [], "vector": [0]}
        if left.rank == "scalar" or right.rank == "scalar":
            one = left if left.rank == "scalar" else right
            raise DefinitionError(*self.place, f"`@` multiplies matrices, but {one.origin} is a scalar. Use `*`.")
        if left.rank == "vector" and right.rank == "row":
            set_rank(self.result, "matrix", [left.extents[0], right.extents[0]], self.place)
            return
        if right.rank == "row" or left.rank == "vector":
            raise DefinitionError(
                *self.place,
                f"`@` cannot multiply {left.text()} ({left.origin}) by {right.text()} ({right.origin}). "
                "Transpose one with `'`, or use `*` for an elementwise product.",
            )
        join_extents(left.extents[inner[str(left.rank)]], right.extents[0], self.place)
        extents = [left.extents[i] for i in outer[str(left.rank)]] + right.extents[1:]
        rank = "scalar" if not extents else "matrix" if len(extents) == 2 else None
        rank = rank or ("vector" if left.rank == "matrix" else "row")
        set_rank(self.result, rank, extents, self.place)  # type: ignore[arg-type]

    def guess(self, level: int) -> bool:
        """Take the right side for a vector, and the left for a matrix."""
        left, right = (one.root() for one in self.arguments)
        if right.rank is None and (level == 2 or (level == 1 and left.rank is not None)):
            set_rank(right, "vector", None, self.place)
            return True
        if left.rank is None and level == 1 and left.leaf:
            set_rank(left, "matrix", None, self.place)
            return True
        if left.rank is None and level == 3:
            set_rank(left, "matrix", None, self.place)
            return True
        return False


class Transposed(Constraint):
    """The transpose ``a'``: a column becomes a row, a matrix swaps its sides."""

    def apply(self) -> bool:
        """Carry the rank over in whichever direction it is known."""
        argument = self.arguments[0]
        swap = {"vector": "row", "row": "vector", "matrix": "matrix", "scalar": "scalar"}
        for one, other in ((argument.root(), self.result), (self.result.root(), argument)):
            if one.rank is not None:
                set_rank(other, swap[one.rank], one.extents[::-1], self.place)  # type: ignore[arg-type]
                return True
        return False

    def guess(self, level: int) -> bool:
        """Take a name by its letter, as books write: a capital is a matrix, a small letter a vector."""
        argument = self.arguments[0].root()
        if level != 1 or argument.rank is not None:
            return False
        capital = argument.origin.strip("`")[:1].isupper()
        set_rank(argument, "matrix" if capital else "vector", None, self.place)
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
