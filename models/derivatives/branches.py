"""What an equation says at one index: each ``where`` in it is static, so the index decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from graphviz_rnn.language.conditions import chosen
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Condition, Expression, Where

At = tuple[int, ...]


def branches(definition: Definition, name: str, lengths: Mapping[str, int]) -> dict[At, Expression]:
    """Return the expression that computes a variable, by its index.

    What is left of ``where`` in it are choices that a reduction makes anew at every step that it runs over. An
    equation that chooses nothing has its expression under the index ().
    """
    body, axes = definition.inlined[name], definition.axes.get(name, ())
    if not any(isinstance(one, Where) for one in parts(body)):
        return {(): body}
    ends = {end: lengths[axis] for axis, end in definition.ends.items()}
    deciding = [axis for axis in axes if axis in _deciding(body, ())]
    known: dict[At, Expression] = {}
    found = {}
    for index in product(*(range(1, lengths[axis] + 1) for axis in axes)):
        at = dict(zip(axes, index, strict=True))
        key = tuple(at[axis] for axis in deciding)
        if key not in known:
            known[key] = _taken(body, {**definition.constants, **ends, **at}, ())
        found[index] = known[key]
    return found


def _deciding(expression: Expression, bound: tuple[str, ...]) -> set[str]:
    """Return the names that conditions mention which are decided by the index alone."""
    if isinstance(expression, Call):
        return {name for one in expression.arguments for name in _deciding(one, (*bound, *expression.axes))}
    if isinstance(expression, Where):
        mentioned = set(condition_names(expression.condition))
        own = set() if mentioned.intersection(bound) else mentioned
        return own | _deciding(expression.then, bound) | _deciding(expression.otherwise, bound)
    return set()


def condition_names(condition: Condition) -> Iterator[str]:
    """Yield every name that a condition mentions."""
    if condition.operation == "name":
        yield str(condition.value)
    for one in condition.arguments:
        yield from condition_names(one)


def _taken(expression: Expression, known: Mapping[str, int], bound: tuple[str, ...]) -> Expression:
    """Return an expression with every choice made that an index decides."""
    if isinstance(expression, Where):
        if not set(condition_names(expression.condition)).intersection(bound):
            return _taken(chosen(expression, known), known, bound)
        then, otherwise = (_taken(one, known, bound) for one in (expression.then, expression.otherwise))
        return replace(expression, then=then, otherwise=otherwise)
    if isinstance(expression, Call):
        inside = (*bound, *expression.axes)
        return replace(expression, arguments=tuple(_taken(one, known, inside) for one in expression.arguments))
    return expression
