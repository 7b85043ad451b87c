"""Write a recurrence out: the state at a step as a function of ever earlier ones, as LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    equation, shapes = definition.equation(name), definition.shapes()
    axis, place = equation.axes[0], equation.place
    line: Expression = Reference(name, (Index(None, 1, min(step, MOST_STEPS), place),), place)
    lines = [expression_latex(definition, line, shapes)]
    for _ in range(min(step, MOST_STEPS) - 1):
        line = _applied(line, name, lambda at: _at(equation.expression, axis, at))
        lines.append(expression_latex(definition, line, shapes))
    head, *rest = lines
    return rf"\begin{{aligned}} {head} &= " + r" \\ &= ".join(rest or [head]) + r" \end{aligned}"


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
