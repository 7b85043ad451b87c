"""The shape rules of the matrix product and the transpose, as tables of what fits."""

from __future__ import annotations

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.shape_constraint import Constraint
from graphviz_rnn.language.unknowns import Rank, Unknown, join_extents, narrow, prefer

_PRODUCTS: tuple[tuple[Rank, Rank, Rank], ...] = (
    ("matrix", "vector", "vector"),
    ("row", "vector", "scalar"),
    ("vector", "row", "matrix"),
    ("row", "matrix", "row"),
    ("matrix", "matrix", "matrix"),
)
"""Left, right and result of every product."""

_TRANSPOSES: tuple[tuple[Rank, Rank], ...] = (
    ("vector", "row"), ("row", "vector"), ("matrix", "matrix"), ("scalar", "scalar"),
)  # fmt: skip


class Product(Constraint):
    """The matrix product ``a @ b``."""

    def apply(self) -> bool:
        """Leave what fits; once all three ranks are known, join the sizes that meet."""
        shapes = (*self.arguments, self.result)
        fitting = [one for one in _PRODUCTS if self._fits(one)]
        if not fitting:
            raise self._refusal()
        for position, shape in enumerate(shapes):
            narrow(shape, {one[position] for one in fitting}, self.place)
        if len(fitting) > 1:
            return False
        left, right, result = (shape.root().extents for shape in shapes)
        if fitting[0] == ("vector", "row", "matrix"):
            meeting = [(result[0], left[0]), (result[1], right[0])]
        else:
            outer = [*left[:-1], *right[1:]]
            meeting = [(left[-1], right[0]), *zip(result, outer, strict=True)]
        for one, other in meeting:
            join_extents(one, other, self.place)
        return True

    def _fits(self, ranks: tuple[Rank, Rank, Rank]) -> bool:
        """Say whether three ranks are possible here; one shape has one rank wherever it stands."""
        roots = [shape.root() for shape in (*self.arguments, self.result)]
        same = all(ranks[i] == ranks[j] for i in range(3) for j in range(i) if roots[i] is roots[j])
        return same and all(rank in root.ranks for rank, root in zip(ranks, roots, strict=True))

    def _refusal(self) -> DefinitionError:
        left, right = (one.root() for one in self.arguments)
        scalar = next((one for one in (left, right) if one.rank == "scalar"), None)
        if scalar is not None:
            fault = f"`@` multiplies matrices and vectors, but there is {scalar.text()}. Use `*`."
        elif any(one[0] in left.ranks and one[1] in right.ranks for one in _PRODUCTS):
            fault = (
                f"`@` of {left.text()} and {right.text()} does not give {self.result.text()}. "
                "Transpose one with `'`, or declare the sizes."
            )
        else:
            fault = (
                f"`@` cannot multiply {left.text()} by {right.text()}. "
                "Transpose one with `'`, or use `*` for an elementwise product."
            )
        return DefinitionError(*self.place, fault)

    def guess(self, level: int) -> bool:
        """Take the right side for a vector, and the left for a matrix; a parameter in capitals is a matrix."""
        left, right = (one.root() for one in self.arguments)
        if level == 1 and right.rank is None and right.leaf and _capital(right) and (left.leaf or left.rank):
            prefer(right, ("matrix", "vector"), self.place)
        elif right.rank is None and (level == 2 or (level == 1 and left.rank is not None)):
            prefer(right, ("vector", "matrix"), self.place)
        elif left.rank is None and (level == 5 or (level == 1 and left.leaf)):
            prefer(left, ("matrix", "vector"), self.place)
        elif level == 5 and self.result.root().rank is None:
            prefer(self.result, ("vector",), self.place)
        else:
            return False
        return True


def _capital(shape: Unknown) -> bool:
    """Say whether a shape is that of a name in capitals, which books keep for matrices."""
    return shape.origin.strip("`")[:1].isupper()


class Transposed(Constraint):
    """The transpose ``a'``: a column becomes a row, a matrix swaps its sides."""

    def apply(self) -> bool:
        """Carry what is known over in both directions."""
        argument = self.arguments[0]
        mine, turned = argument.root().ranks, self.result.root().ranks
        fitting = [one for one in _TRANSPOSES if one[0] in mine and one[1] in turned]
        if not fitting:
            raise DefinitionError(
                *self.place,
                f"The transpose of {argument.text()} is not {self.result.text()}. "
                "Leave out the `'`, or multiply what is transposed, as in `x' @ w`.",
            )
        narrow(argument, {one[0] for one in fitting}, self.place)
        narrow(self.result, {one[1] for one in fitting}, self.place)
        if len(fitting) > 1:
            return False
        for one, other in zip(argument.root().extents, self.result.root().extents[::-1], strict=True):
            join_extents(one, other, self.place)
        return True

    def guess(self, level: int) -> bool:
        """Take a name by its letter, as books write: a capital is a matrix, a small letter a vector."""
        argument = self.arguments[0].root()
        if level != 1 or argument.rank is not None:
            return False
        prefer(argument, ("matrix", "vector") if _capital(argument) else ("vector", "matrix"), self.place)
        return True
