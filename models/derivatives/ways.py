"""The ways back through one equation, from what it computes to everything that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphviz_rnn.language.records import Call, Condition, Expression, Index, Reference, Where
from models.derivatives.alone import Alone
from models.derivatives.local import LocalDerivatives


@dataclass(frozen=True)
class Way:
    """A way back from what an equation computes.

    ``factors`` are the derivatives on it, the last edge's first; ``choices`` the conditions under which it is taken,
    each with whether it holds. ``moved`` are the axes on which it is at another step than what is computed, ``over``
    the letters of the steps that the reductions on it run over.
    """

    factors: tuple[Expression, ...] = ()
    choices: tuple[tuple[Condition, bool], ...] = ()
    moved: frozenset[str] = frozenset()
    over: tuple[str, ...] = ()

    def summed(self, read: Reference) -> tuple[str, ...]:
        """Return the steps that are to be summed over, since what is read at the end is the same at all of them."""
        bases = [one.base for one in read.index]
        left = [one for one in self.over if one not in bases]
        return tuple(f"{one}≠{one.rstrip(PRIME)}" if one.endswith(PRIME) else one for one in left)


PRIME = "'"


def ways(derivatives: LocalDerivatives, one: Alone, node: str) -> Iterator[tuple[Reference, Way]]:
    """Yield how everything is read that a node is computed from, and the way there.

    Of the steps of a reduction, which are alike, the first stands for all, and where the node is at a step of its own
    the second for all others.
    """
    yield from _Ways(derivatives, one).back(node, Way())


class _Ways:
    def __init__(self, derivatives: LocalDerivatives, one: Alone) -> None:
        self.derivatives, self.one, self.nodes = derivatives, one, derivatives.nodes

    def back(self, node: str, way: Way) -> Iterator[tuple[Reference, Way]]:
        places, term = self.nodes.graph.nodes, self.nodes.term(node)
        own, over, condition = places[node]["index"], term.over if term else (), self.one.choice(term)
        for place, argument in enumerate(self.nodes.arguments(node)):
            kind = places[argument.edge[0]]["kind"]
            if kind in ("parameter", "constant") or any(axis not in own and argument.at[axis] > 1 for axis in over):
                continue
            read, slope = map(self.one.written, self.derivatives.symbol(argument.edge))
            moved = {axis for axis in over if own.get(axis, argument.at[axis]) != argument.at[axis]}
            taken = () if condition is None else ((_primed_condition(condition, way.moved), place == 0),)
            letters = (f"{axis}{PRIME}" if axis in moved else axis for axis in over if axis in moved or axis not in own)
            further = Way(
                (*way.factors, _primed(slope, way.moved)),
                (*way.choices, *taken),
                way.moved | moved,
                (*way.over, *letters),
            )
            if kind == "operation":
                yield from self.back(argument.edge[0], further)
            elif isinstance(read, Reference):
                yield _primed_reference(read, way.moved), further


def _primed(expression: Expression, axes: frozenset[str]) -> Expression:
    """Return an expression at another step of some axes, but for what a reduction inside of it runs over."""
    if not axes:
        return expression
    if isinstance(expression, Reference):
        return _primed_reference(expression, axes)
    if isinstance(expression, Where):
        then, otherwise = _primed(expression.then, axes), _primed(expression.otherwise, axes)
        return replace(
            expression, condition=_primed_condition(expression.condition, axes), then=then, otherwise=otherwise
        )
    if isinstance(expression, Call):
        inside = axes.difference(expression.axes)
        return replace(expression, arguments=tuple(_primed(one, inside) for one in expression.arguments))
    return expression


def _primed_reference(one: Reference, axes: frozenset[str]) -> Reference:
    return replace(one, index=tuple(_primed_index(index, axes) for index in one.index))


def _primed_index(one: Index, axes: frozenset[str]) -> Index:
    return replace(one, base=f"{one.base}{PRIME}") if one.base in axes else one


def _primed_condition(one: Condition, axes: frozenset[str]) -> Condition:
    if one.operation == "name" and one.value in axes:
        return replace(one, value=f"{one.value}{PRIME}")
    return replace(one, arguments=tuple(_primed_condition(part, axes) for part in one.arguments))
