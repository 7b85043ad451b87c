"""What a definition is made of: small frozen records, each knowing where in the text it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Place(NamedTuple):
    """A position in the text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Index:
    """One index of a reference: ``t-1``, ``T``, ``T-1`` or ``3``.

    ``base`` is an axis ("t"), a length ("T") or None for a fixed integer; ``shift`` is an integer
    or the name of a constant, taken ``sign`` times.
    """

    base: str | None
    sign: int
    shift: int | str
    place: Place = field(compare=False)

    def offset(self, constants: dict[str, int]) -> int:
        """Return the signed distance from the base: -1 for ``t-1``."""
        return self.sign * (constants[self.shift] if isinstance(self.shift, str) else self.shift)

    def __str__(self) -> str:
        if self.base is None:
            return str(self.sign * self.shift) if isinstance(self.shift, int) else self.shift
        return self.base if self.shift == 0 else f"{self.base}{'+' if self.sign > 0 else '-'}{self.shift}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the text."""

    value: float
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that is read, at an index on each of its axes: ``h[t-1]``, ``W``."""

    name: str
    index: tuple[Index, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """An operation on arguments: an operator ("+", "@", "'"), or a function ("tanh").

    ``axes`` are the axes a reduction runs over: ("t",) in ``sum[t](L[t])``.
    """

    operation: str
    arguments: tuple[Expression, ...]
    place: Place = field(compare=False)
    axes: tuple[str, ...] = ()
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Where:
    """A choice made when the graph is unfolded: ``where(t % 2 == 0, a, b)``."""

    condition: Condition
    then: Expression
    otherwise: Expression
    place: Place = field(compare=False)
    depth: int = field(default=1, compare=False)


Expression = Number | Reference | Call | Where


@dataclass(frozen=True, slots=True)
class Condition:
    """An integer or truth expression over axes, lengths and constants.

    ``operation`` is "whole", "name", or an operator; a leaf carries ``value``.
    """

    operation: str
    arguments: tuple[Condition, ...]
    place: Place = field(compare=False)
    value: int | str = 0


@dataclass(frozen=True, slots=True)
class Equation:
    """``name[axes] = expression``; ``note`` holds the comment lines directly above it."""

    name: str
    axes: tuple[str, ...]
    expression: Expression
    place: Place = field(compare=False)
    note: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """``name[0] = expression`` (side "before") or ``name[T+1] = expression`` (side "after").

    ``axes`` has the axis letter of each free position and None at the one that is bounded;
    ``end`` is the length as written ("T"), for the side "after"; ``as_written`` is the
    expression with its functions as they stand in the text.
    """

    name: str
    axes: tuple[str | None, ...]
    side: Literal["before", "after"]
    expression: Expression
    place: Place = field(compare=False)
    end: str | None = None
    as_written: Expression | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Function:
    """``def name(parameters) = body``; an abstract function has no body."""

    name: str
    parameters: tuple[str, ...]
    body: Expression | None
    place: Place = field(compare=False)


Size = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """``input``, ``target`` or ``param``: what a name is, its size, and how it starts."""

    kind: Literal["input", "target", "parameter"]
    name: str
    axes: tuple[str, ...]
    size: Size | None
    initialiser: Initialiser | None
    fixed: bool
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Initialiser:
    """``~ normal(std=0.1)``: a parameter's first value; a number is ``constant`` with ``value``."""

    name: str
    settings: tuple[tuple[str, float], ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Feedback:
    """``feedback y[s] = expression``: what replaces a target when the model runs freely.

    ``as_written`` is the expression with its functions as they stand in the text.
    """

    name: str
    axes: tuple[str, ...]
    expression: Expression
    place: Place = field(compare=False)
    as_written: Expression | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """``const d = 3``, ``axis t = 1..T`` or ``hide a``: a name with a value, as written."""

    kind: Literal["constant", "axis", "hide"]
    name: str
    value: int | str
    place: Place = field(compare=False)


Statement = Equation | Boundary | Function | Declaration | Feedback | Named
