"""Write a recurrence out: the state at a step as a function of ever earlier ones, as LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.latex import expression_latex
from graphviz_rnn.language.records import Call, Expression, Index, Reference, Where

MOST_STEPS = 8
"""Steps that are written out; beyond, the line is longer than a page."""


def written_out(definition: Definition, name: str, step: int) -> str:
    r"""Return s(τ) = f(s(τ−1)) = f(f(s(τ−2))) = … down to s(1), the recurrence applied τ − 1 times.

    As in Goodfellow, Bengio & Courville (2016), equations 10.2 and 10.3. ``name`` must be defined on one axis by an
    equation that reads itself one step back; ``step`` is at most ``MOST_STEPS``.

    >>> from graphviz_rnn.shelf import load
    >>> print(written_out(load("dynamical_system"), "s", 2).split("=")[0].strip())
    \begin{aligned} \boldsymbol{s}^{(2)} &
    """
    head, *rest = _lines(definition, name, step)
    return rf"\begin{{aligned}} {head} &= " + r" \\ &= ".join(rest or [head]) + r" \end{aligned}"


def numbered_out(definition: Definition, name: str, step: int, *, numbers: Sequence[int]) -> str:
    """Return the recurrence and under it what ``written_out`` says, with ``numbers`` behind the first lines.

    For the dynamical system and three steps, 1 to 3 are the lecture's numbers, and 10.1 to 10.3 the book's.
    """
    equation = definition.equation(name)
    whole = Reference(name, tuple(Index(axis, 1, 0, equation.place) for axis in equation.axes), equation.place)
    shapes = definition.shapes()
    left, right = (expression_latex(definition, one, shapes) for one in (whole, equation.expression))
    head, *rest = _lines(definition, name, step)
    rows = [f"{left} &= {right}", *(f"{'' if number else head} &= {one}" for number, one in enumerate(rest))]
    told = [rf"{row} && \quad ({number})" if number else row for row, number in zip_longest(rows, numbers[: len(rows)])]
    return r"\begin{aligned} " + r" \\ ".join(told) + r" \end{aligned}"


def _lines(definition: Definition, name: str, step: int) -> list[str]:
    """Return the state at a step, and what it is of ever earlier ones."""
    equation, shapes = definition.equation(name), definition.shapes()
    axis, place = equation.axes[0], equation.place
    line: Expression = Reference(name, (Index(None, 1, min(step, MOST_STEPS), place),), place)
    lines = [expression_latex(definition, line, shapes)]
    for _ in range(min(step, MOST_STEPS) - 1):
        line = _applied(line, name, lambda at: _at(equation.expression, axis, at))
        lines.append(expression_latex(definition, line, shapes))
    return lines


def _applied(expression: Expression, name: str, right_of: Callable[[int], Expression]) -> Expression:
    """Return an expression with every reading of the state at a step after the first replaced by its equation."""
    if isinstance(expression, Reference) and expression.name == name:
        at = expression.index[0].offset({})
        return right_of(at) if at > 1 else expression
    return _inside(expression, lambda one: _applied(one, name, right_of))


def _at(expression: Expression, axis: str, step: int) -> Expression:
    """Return an expression with the axis standing at a step."""
    if isinstance(expression, Reference):
        index = tuple(
            Index(None, 1, step + one.offset({}), one.place) if one.base == axis else one for one in expression.index
        )
        return replace(expression, index=index)
    return _inside(expression, lambda one: _at(one, axis, step))


def _inside(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    if isinstance(expression, Call):
        return replace(expression, arguments=tuple(map(change, expression.arguments)))
    if isinstance(expression, Where):
        return replace(expression, then=change(expression.then), otherwise=change(expression.otherwise))
    return expression
