"""The LaTeX of a local derivative, in the letters of the definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graphviz_rnn.graphs.terms import Source, Term
from graphviz_rnn.language.definition import Shape
from graphviz_rnn.language.latex import expression_latex
from graphviz_rnn.language.precedence import ATOM, level
from graphviz_rnn.language.records import Call, Expression, Index, Number, Reference
from models.derivatives.nodes import Argument, Edge, Nodes
from models.derivatives.notation import NOWHERE, Reading, call, named

_SIGNS: dict[str, Shape] = {"I": (1, 1), "K": (1, 1), "1": (1,), "0": (1, 1)}
"""The shapes of the notation's own letters, which make them bold."""


class Letters:
    """Writes derivatives of edges between ``nodes``; ``shapes`` are those of the definition's names."""

    def __init__(self, nodes: Nodes, shapes: Mapping[str, Shape]) -> None:
        self.nodes, self.shapes = nodes, {**_SIGNS, **shapes}

    def equation(self, edge: Edge, rule: Expression, reading: Reading) -> str:
        r"""Return ``\frac{\partial y}{\partial a} = …`` for one edge."""
        below, slope = self.symbol(edge, rule, reading, Number(float(reading.n), NOWHERE))
        above = self._operand(self._node(edge[1]))
        return rf"\frac{{\partial {above}}}{{\partial {self._operand(below)}}} = {self._written(slope)}"

    def symbol(self, edge: Edge, rule: Expression, reading: Reading, n: Expression) -> tuple[Expression, Expression]:
        """Return what an edge's target calls its source, and its derivative with respect to that; ``n`` is its n."""
        target = edge[1]
        arguments = self.nodes.arguments(target)
        here = next(one for one in arguments if one.edge == edge)
        letters = self._letters(target, arguments, here, reading) | {"y": self._node(target), "n": n}
        return self._argument(target, here), _put(rule, letters)

    def _operand(self, expression: Expression) -> str:
        """Return what stands after a ∂, in brackets if it is more than a name or a function."""
        written = self._written(expression)
        loose = isinstance(expression, Call) and (bool(expression.axes) or level(expression) < ATOM)
        return rf"\left({written}\right)" if loose else written

    def _written(self, expression: Expression) -> str:
        return expression_latex(self.nodes.definition, expression, self.shapes)

    def _letters(
        self, target: str, arguments: list[Argument], here: Argument, reading: Reading
    ) -> dict[str, Expression]:
        """Return what every name in a rule stands for at one edge."""
        term, y = self.nodes.term(target), self._node(target)
        letters: dict[str, Expression] = dict.fromkeys(("I", "I_r", "I_c"), named("I"))
        letters |= {"one": named("1"), "J": named("1"), "zero": named("0")}
        if term is not None and term.over:
            a = self._argument(target, here)
            letters["a"] = a
            letters["count"] = Call("sum", (call("indicator", a, y),), NOWHERE, term.over)
            letters["w"] = _elsewhere(y, term.over)
            return letters
        written = [self._argument(target, one) for one in arguments]
        letters |= dict(zip("ab", written, strict=False))
        others = [one for one, argument in zip(written, arguments, strict=True) if argument.edge != here.edge]
        letters["others"] = others[0] if len(others) == 1 else call("*", *others)
        letters["S"] = call("concat", *(named("I") if one.edge == here.edge else named("0") for one in arguments))
        return letters

    def _node(self, node: str) -> Expression:
        """Return how a node is called: by its name, or spelled out."""
        place = self.nodes.graph.nodes[node]
        term = self.nodes.term(node)
        if term is not None:
            return self._spelled(term, place["index"])
        kind, index = place["kind"], place["index"]
        return self._named(place["name"], index if kind == "boundary" else {})

    def _named(self, name: str, index: Mapping[str, int]) -> Reference:
        """Return a name at its own axes, or at the fixed steps of a boundary."""
        axes = self.nodes.definition.axes.get(name, ())
        fixed = {axis: value for axis, value in index.items() if not 1 <= value <= self.nodes.lengths[axis]}
        return Reference(
            name,
            tuple(
                Index(None, -1 if fixed[axis] < 0 else 1, abs(fixed[axis]), NOWHERE)
                if axis in fixed
                else Index(axis, 1, 0, NOWHERE)
                for axis in axes
            ),
            NOWHERE,
        )

    def _argument(self, target: str, one: Argument) -> Expression:
        """Return how a node calls what it reads; another step of an axis it stands on is marked t'."""
        written = self._spelled(one.source, one.at)
        own, term = self.nodes.graph.nodes[target]["index"], self.nodes.term(target)
        moved = tuple(axis for axis in (term.over if term else ()) if axis in own and own[axis] != one.at[axis])
        return _elsewhere(written, moved)

    def _spelled(self, source: Source, at: Mapping[str, int]) -> Expression:
        """Return a term as an expression, or as the name that it computes."""
        if isinstance(source, Reference):
            return source
        if source.kind == "constant":
            return Number(source.value, NOWHERE)
        if self._computes(source, at):
            return self._named(source.owner, {})
        inner = tuple(self._spelled(self.nodes.chosen(one, at), at) for one in source.arguments)
        if source.name == "'" and isinstance(inner[0], Call) and inner[0].operation == "'":
            return inner[0].arguments[0]
        return Call(source.name, inner, NOWHERE, source.over)

    def _computes(self, term: Term, at: Mapping[str, int]) -> bool:
        """Say whether a term is the whole of its owner's equation at an index."""
        axes = self.nodes.definition.axes.get(term.owner, ())
        if tuple(at) != axes:
            return False
        return self.nodes.whole(term.owner, at) is term


def _put(rule: Expression, letters: Mapping[str, Expression]) -> Expression:
    """Return a rule with its letters put in; what is transposed twice is not transposed."""
    if isinstance(rule, Reference):
        return letters.get(rule.name, rule)
    if not isinstance(rule, Call):
        return rule
    inner = tuple(_put(one, letters) for one in rule.arguments)
    if rule.operation == "'" and isinstance(inner[0], Call) and inner[0].operation == "'":
        return inner[0].arguments[0]
    return replace(rule, arguments=inner)


def _elsewhere(expression: Expression, axes: tuple[str, ...]) -> Expression:
    """Return an expression with a prime at every index on ``axes``: e at another step t' than t."""
    if isinstance(expression, Reference) and axes:
        index = tuple(replace(one, base=f"{one.base}'") if one.base in axes else one for one in expression.index)
        return replace(expression, index=index)
    if isinstance(expression, Call) and axes:
        return replace(expression, arguments=tuple(_elsewhere(one, axes) for one in expression.arguments))
    return expression
