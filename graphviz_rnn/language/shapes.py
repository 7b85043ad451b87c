"""Infer the shape of every name by unification across all equations."""

from __future__ import annotations

from collections.abc import Mapping

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.records import Call, Expression, Number, Place, Reference
from graphviz_rnn.language.roles import first_places
from graphviz_rnn.language.shape_constraint import Agenda, Constraint
from graphviz_rnn.language.shape_rules import NUMBER, Boundary, Data, Elementwise, rule
from graphviz_rnn.language.suggest import nearest
from graphviz_rnn.language.unknowns import (
    DEFAULT_DATA_SIZE,
    DEFAULT_SIZE,
    RANKS,
    STORED,
    Extent,
    Unknown,
    join,
    prefer,
    set_rank,
    spot,
)


def shapes(definition: Definition, sizes: Mapping[str, int]) -> dict[str, Shape]:
    """Return every name's shape; see ``Definition.shapes``."""
    solver = _Solver(definition)
    solver.ask(sizes)
    solver.solve()
    return solver.result()


class _Solver:
    """The unknown shapes of one definition and the constraints between them."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.constraints: list[Constraint] = []
        self.places = first_places(definition)
        self.names = {name: self._named(name) for name in definition.roles}
        for one in definition.equations:
            join(self.names[one.name], self._shape(definition.inlined[one.name]), one.place)
        for bound in definition.boundaries:
            self._broadcast(self.names[bound.name], self._shape(bound.expression), bound.place)
        for name in definition.names("input", "target"):
            self.constraints.append(Data(self.names[name].place, self.names[name], []))
        for fed in definition.feedbacks:
            join(self.names[fed.name], self._shape(fed.expression), fed.place)

    def _named(self, name: str) -> Unknown:
        role = self.definition.roles[name]
        declared = self.definition.declarations.get(name)
        place = declared.place if declared else self.places[name]
        usual = DEFAULT_DATA_SIZE if role in ("input", "target") else DEFAULT_SIZE
        shape = Unknown(f"`{name}`", place, leaf=role == "parameter", ranks=STORED, usual=usual)
        if declared is not None and declared.size is not None:
            numbers = [self.definition.constants.get(str(one), one) for one in declared.size]
            sides = ("the rows of ", "the columns of ") if len(numbers) == 2 else ("",)
            origins = [f"{side}`{name}` ({spot(place)})" for side in sides]
            extents = [Extent(int(one), origin) for one, origin in zip(numbers, origins, strict=False)]
            rank = ("scalar", "vector", "matrix")[len(extents)]
            set_rank(shape, rank, extents, place)  # type: ignore[arg-type]
        return shape

    def _shape(self, expression: Expression) -> Unknown:
        """Return the unknown shape of an expression, noting the constraints of its parts."""
        if isinstance(expression, Reference):
            return self.names[expression.name]
        shape = Unknown(NUMBER if isinstance(expression, Number) else "the value", expression.place)
        if isinstance(expression, Number):
            set_rank(shape, "scalar", None, expression.place)
        elif isinstance(expression, Call):
            arguments = [self._shape(one) for one in expression.arguments]
            self.constraints.append(rule(expression, shape, arguments))
        else:
            branches = [self._shape(one) for one in (expression.then, expression.otherwise)]
            self.constraints.append(Elementwise(expression.place, shape, branches))
        return shape

    def _broadcast(self, whole: Unknown, part: Unknown, place: Place) -> None:
        self.constraints.append(Boundary(place, whole, [part]))

    def ask(self, sizes: Mapping[str, int]) -> None:
        """Take the caller's sizes; raises ``RequestError`` for one that cannot be."""
        for name, size in sizes.items():
            if name not in self.names:
                known = nearest(name, self.names)
                raise RequestError(f"A size is given for `{name}`, which the definition does not have.{known}")
            if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= limits.SIZE:
                raise RequestError(
                    f"The size of `{name}` is {size!r}; expected a whole number from 1 to {limits.SIZE}."
                )
            shape = self.names[name].root()
            if shape.rank == "matrix":
                raise RequestError(f"`{name}` is a matrix; give the sizes of the variables it joins instead.")
            if shape.rank != "scalar" or size != 1:
                set_rank(shape, "vector", [Extent(size, f"the size asked for `{name}`")], shape.place)

    def solve(self) -> None:
        """Apply the constraints until nothing is open, guessing the commonest reading where nothing is said."""
        Agenda(self.constraints).settle()

    def result(self) -> dict[str, Shape]:
        """Return the shapes, with the default for every size that is still free."""
        for name, role in sorted(self.definition.roles.items(), key=lambda one: one[1] not in ("input", "target")):
            if role == "parameter":
                continue
            shape = self.names[name].root()
            prefer(shape, RANKS, shape.place)
            for extent in shape.extents:
                extent.root().value = extent.root().value or self.names[name].usual
        return {name: self._final(name) for name in self.definition.roles}

    def _final(self, name: str) -> Shape:
        shape = self.names[name].root()
        prefer(shape, RANKS, shape.place)
        return tuple(extent.root().value or DEFAULT_SIZE for extent in shape.extents)
