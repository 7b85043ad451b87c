"""The shape rules of the matrix product and the transpose."""

from __future__ import annotations

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.shape_constraint import Constraint
from graphviz_rnn.language.unknowns import Unknown, join_extents, set_rank


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
        """Take the right side for a vector, and the left for a matrix; a parameter in capitals is a matrix."""
        left, right = (one.root() for one in self.arguments)
        if level == 1 and right.rank is None and right.leaf and _capital(right) and left.leaf:
            set_rank(right, "matrix", None, self.place)
            return True
        if right.rank is None and (level == 2 or (level == 1 and left.rank is not None)):
            set_rank(right, "vector", None, self.place)
            return True
        if left.rank is None and (level == 3 or (level == 1 and left.leaf)):
            set_rank(left, "matrix", None, self.place)
            return True
        return False


def _capital(shape: Unknown) -> bool:
    """Say whether a shape is that of a name in capitals, which books keep for matrices."""
    return shape.origin.strip("`")[:1].isupper()


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
        set_rank(argument, "matrix" if _capital(argument) else "vector", None, self.place)
        return True
