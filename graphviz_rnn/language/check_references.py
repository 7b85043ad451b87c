"""Check readings: every index is of a known form, on the right axis, and has a value where it stands."""

from __future__ import annotations

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.check_sides import check_boundary, check_feedback
from graphviz_rnn.language.conditions import by_zero
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import children
from graphviz_rnn.language.records import Call, Condition, Expression, Index, Reference, Where
from graphviz_rnn.language.spelled import is_axis, reference_text
from graphviz_rnn.language.suggest import nearest


def check_references(definition: Definition) -> None:
    """Refuse names read with the wrong indices, in equations, boundaries and feedbacks."""
    for one in definition.equations:
        _check_body(definition.inlined[one.name], one.axes, definition)
    for bound in definition.boundaries:
        check_boundary(bound, definition)
        _check_body(bound.expression, tuple(axis for axis in bound.axes if axis), definition)
    for fed in definition.feedbacks:
        check_feedback(fed, definition)
        _check_body(fed.expression, fed.axes, definition)


def _check_body(expression: Expression, axes: tuple[str, ...], definition: Definition) -> None:
    """Check the references and conditions of an expression in which ``axes`` have a value."""
    if isinstance(expression, Reference):
        _check_reference(expression, axes, definition)
    if isinstance(expression, Where):
        _check_condition(expression.condition, axes, definition)
    if isinstance(expression, Call) and expression.axes:
        _check_reduction(expression, axes, definition)
        axes = axes + expression.axes
    for inner in children(expression):
        _check_body(inner, axes, definition)


def _check_reduction(call: Call, axes: tuple[str, ...], definition: Definition) -> None:
    name = f"{call.operation}[{','.join(call.axes)}]"
    unknown = next((axis for axis in call.axes if axis not in definition.lengths), None)
    if unknown is not None:
        raise DefinitionError(
            *call.place,
            f"`{name}` runs over axis {unknown}, which nothing has. "
            f"Name one of the axes here: {', '.join(definition.lengths) or 'there are none'}.",
        )
    if len(set(call.axes)) < len(call.axes):
        raise DefinitionError(*call.place, f"`{name}` names an axis twice; give each axis once.")
    lost = next((axis for axis in call.axes if axis not in axes), None)
    if call.operation == "softmax" and lost is not None:
        raise DefinitionError(
            *call.place,
            f"`{name}` has one value a step of {lost}, but {lost} has no value here. "
            f"Put [{lost}] on the left side, or sum over it around this (`sum[{lost}](…)`).",
        )


def _check_reference(reference: Reference, axes: tuple[str, ...], definition: Definition) -> None:
    own = definition.axes.get(reference.name, ())
    if len(reference.index) != len(own):
        right = f"`{reference.name}[{','.join(own)}]`" if own else f"`{reference.name}` without an index"
        seen = f"{len(reference.index)} ind{'ex' if len(reference.index) == 1 else 'ices'}"
        raise DefinitionError(
            *reference.place, f"`{reference.name}` is read with {seen} but has {len(own)}. Write {right}."
        )
    for axis, index in zip(own, reference.index, strict=True):
        fault = _shift_fault(reference, index, definition) or _base_fault(reference, axis, index, axes, definition)
        if fault:
            raise DefinitionError(*index.place, f"`{reference_text(reference)}`: {fault}")


def _shift_fault(reference: Reference, index: Index, definition: Definition) -> str:
    """Return what is wrong with the distance of an index, or ""."""
    shift = index.shift
    if isinstance(shift, str) and shift not in definition.constants:
        if shift in definition.lengths or shift in definition.ends.values():
            return f"`{shift}` is no number but an axis or its length. Add a whole number or a constant, as in `t-1`."
        close = nearest(shift, definition.constants)
        return f"`{shift}` is no constant.{close} Declare it: `const {shift} = 2`."
    if abs(index.offset(dict(definition.constants))) > limits.OFFSET:
        return f"this reaches more than {limits.OFFSET} steps. Use fewer."
    return ""


def _base_fault(reference: Reference, axis: str, index: Index, axes: tuple[str, ...], definition: Definition) -> str:
    """Return what is wrong with where an index starts from, or ""."""
    base, end = index.base, definition.ends[axis]
    if base is None:
        return ""
    if not is_axis(base):
        if base != end:
            return f"`{base}` is no axis, nor the length of axis {axis}. Use `{axis}`, `{axis}-1`, `{end}` or a number."
        after = index.offset(dict(definition.constants)) > 0
        return f"this lies after the end, `{end}`. Use `{end}` or a step before." if after else ""
    if base not in axes:
        has = f"only {', '.join(axes)}" if axes else "no axis"
        return (
            f"axis {base} has no value here; {has} has one. "
            f"Put [{base}] on the left side, reduce over it (`sum[{base}](…)`), or name a step."
        )
    return "" if base == axis else f"`{reference.name}` runs over {axis}, not {base}. Index it by `{axis}`."


def _check_condition(condition: Condition, axes: tuple[str, ...], definition: Definition) -> None:
    if condition.operation == "name":
        known = dict.fromkeys((*axes, *definition.ends.values(), *definition.constants))
        if condition.value not in known:
            raise DefinitionError(
                *condition.place,
                f"`{condition.value}` has no value in this condition.{nearest(str(condition.value), known)} "
                f"Use {', '.join(known) or 'whole numbers'}{', or a whole number' if known else ''}.",
            )
    if condition.operation == "%" and _is_zero(condition.arguments[1], definition):
        raise by_zero(condition)
    for inner in condition.arguments:
        _check_condition(inner, axes, definition)


def _is_zero(condition: Condition, definition: Definition) -> bool:
    """Say whether a number or constant in a condition is 0; what depends on the index is not known yet."""
    return (
        condition.value == 0 if condition.operation == "whole" else definition.constants.get(str(condition.value)) == 0
    )
