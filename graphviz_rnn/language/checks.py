"""Check what the grammar cannot: names, calls, indices and sizes; each fault is one sentence at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import children, parts
from graphviz_rnn.language.operations import FUNCTIONS, INITIALISERS, OPERATIONS
from graphviz_rnn.language.records import (
    Boundary,
    Call,
    Condition,
    Declaration,
    Equation,
    Expression,
    Function,
    Index,
    Named,
    Place,
    Reference,
    Statement,
    Where,
)
from graphviz_rnn.language.spelled import is_axis
from graphviz_rnn.language.suggest import nearest


def check_names(statements: Sequence[Statement]) -> None:
    """Refuse a name that is defined twice."""
    places: dict[tuple[str, object], Place] = {}
    for one in statements:
        for key in _keys(one):
            if key in places:
                line = places[key].line
                raise DefinitionError(*one.place, f"`{one.name}` is defined twice, first on line {line}. Rename one.")
            places[key] = one.place


def _keys(one: Statement) -> Iterator[tuple[str, object]]:
    """Yield what a statement claims: a name, or a name's boundary."""
    if isinstance(one, Boundary):
        yield one.name, (one.side, one.axes)
    elif isinstance(one, Equation | Function | Declaration) or (isinstance(one, Named) and one.kind == "constant"):
        yield one.name, "name"
    else:
        yield one.name, type(one).__name__ + str(getattr(one, "kind", ""))


def check_calls(definition: Definition) -> None:
    """Refuse unknown functions, wrong numbers of arguments and unknown initialisers."""
    written = [one.expression for one in definition.equations] + [one.expression for one in definition.boundaries]
    for expression in (*written, *(one.expression for one in definition.feedbacks)):
        _check_calls_in(expression, definition)
    for function in definition.functions.values():
        if function.name in OPERATIONS or function.name == "where":
            raise DefinitionError(*function.place, f"`{function.name}` is a function of the language. Rename yours.")
        if len(set(function.parameters)) < len(function.parameters):
            raise DefinitionError(*function.place, f"`{function.name}` names an argument twice. Rename one.")
        if function.body is not None:
            _check_calls_in(function.body, definition)
    for declaration in definition.declarations.values():
        _check_initialiser(declaration)


def _check_calls_in(expression: Expression, definition: Definition) -> None:
    for part in parts(expression):
        if isinstance(part, Call):
            _check_call(part, definition)


def _check_call(call: Call, definition: Definition) -> None:
    name, count = call.operation, len(call.arguments)
    function = definition.functions.get(name)
    if function is not None:
        least = most = len(function.parameters)
        takes = f"{least} argument{'s' * (least != 1)}"
    elif name in OPERATIONS:
        operation = OPERATIONS[name]
        least, most, takes = operation.least, operation.most, operation.takes()
    else:
        known = (*FUNCTIONS, "where", *definition.functions)
        raise DefinitionError(
            *call.place,
            f"`{name}` is no known function.{nearest(name, known)} "
            f"Define it with `def {name}(…)`, or use one of {', '.join(FUNCTIONS[:6])}, ….",
        )
    if not least <= count <= most:
        raise DefinitionError(*call.place, f"`{name}` got {count} argument{'s' * (count != 1)}; it takes {takes}.")


def _check_initialiser(declaration: Declaration) -> None:
    start = declaration.initialiser
    if start is None:
        return
    if start.name not in INITIALISERS or (start.name == "constant" and start.settings == ()):
        known = [name for name in INITIALISERS if name != "constant"]
        raise DefinitionError(
            *start.place,
            f"`{start.name}` is no initialiser.{nearest(start.name, known)} Use a number or one of {', '.join(known)}.",
        )
    for setting, _ in start.settings:
        if setting not in INITIALISERS[start.name]:
            known = list(INITIALISERS[start.name])
            takes = ", ".join(known) or "no setting"
            raise DefinitionError(
                *start.place, f"`{start.name}` has no setting `{setting}`; it takes {takes}.{nearest(setting, known)}"
            )


def check_references(definition: Definition) -> None:
    """Refuse names read with the wrong indices, and names that the axes have taken."""
    for axis, length in definition.lengths.items():
        for name in definition.roles:
            if name == length:
                place = _first_place(name, definition)
                raise DefinitionError(*place, f"`{name}` is the length of axis {axis}, so it is not free. Rename it.")
    for one in definition.equations:
        _check_body(definition.inlined[one.name], one.axes, definition)
    for bound in definition.boundaries:
        _check_boundary(bound, definition)
    for fed in definition.feedbacks:
        _check_body(fed.expression, fed.axes, definition)
    for name in definition.hidden:
        if name not in definition.inlined:
            raise DefinitionError(1, 1, f"`hide {name}`: no equation defines `{name}`. Hide one that is defined.")


def _first_place(name: str, definition: Definition) -> Place:
    for one in definition.equations:
        if one.name == name:
            return one.place
        for part in parts(definition.inlined[one.name]):
            if isinstance(part, Reference) and part.name == name:
                return part.place
    return Place(1, 1)


def _check_boundary(bound: Boundary, definition: Definition) -> None:
    if definition.roles.get(bound.name) not in ("state", "variable") or not definition.axes.get(bound.name):
        raise DefinitionError(
            *bound.place,
            f"`{bound.name}` has a value at its boundary, but no equation `{bound.name}[…] = …` steps it. "
            "Add the equation.",
        )
    if len(bound.axes) != len(definition.axes[bound.name]):
        axes = ", ".join(definition.axes[bound.name])
        raise DefinitionError(*bound.place, f"`{bound.name}` runs over {axes}. Give an index for each.")
    _check_body(bound.expression, tuple(axis for axis in bound.axes if axis), definition)


def _check_body(expression: Expression, axes: tuple[str, ...], definition: Definition) -> None:
    """Check the references and conditions of an expression in which ``axes`` have a value."""
    if isinstance(expression, Reference):
        _check_reference(expression, axes, definition)
    if isinstance(expression, Where):
        _check_condition(expression.condition, axes, definition)
    if isinstance(expression, Call):
        unknown = next((axis for axis in expression.axes if axis not in definition.lengths), None)
        if unknown is not None:
            raise DefinitionError(
                *expression.place,
                f"`{expression.operation}[{unknown}]` runs over axis {unknown}, which nothing has. "
                f"The axes here are {', '.join(definition.lengths) or 'none'}.",
            )
        axes = axes + expression.axes
    for inner in children(expression):
        _check_body(inner, axes, definition)


def _check_reference(reference: Reference, axes: tuple[str, ...], definition: Definition) -> None:
    own = definition.axes.get(reference.name, ())
    if len(reference.index) != len(own):
        right = f"`{reference.name}[{','.join(own)}]`" if own else f"`{reference.name}` without an index"
        raise DefinitionError(
            *reference.place,
            f"`{reference.name}` is read with {len(reference.index)} indices but has {len(own)}. Write {right}.",
        )
    for axis, index in zip(own, reference.index, strict=True):
        _check_index(reference, axis, index, axes, definition)


def _check_index(reference: Reference, axis: str, index: Index, axes: tuple[str, ...], definition: Definition) -> None:
    name = reference.name
    if isinstance(index.shift, str) and index.shift not in definition.constants:
        raise DefinitionError(
            *index.place, f"`{index.shift}` in `{name}[{index}]` is no constant. Declare it: `const {index.shift} = 2`."
        )
    offset = index.offset(dict(definition.constants))
    if abs(offset) > limits.OFFSET:
        raise DefinitionError(*index.place, f"`{name}[{index}]` reaches more than {limits.OFFSET} steps. Use fewer.")
    if index.base is None:
        return
    if is_axis(index.base):
        _check_axis(reference, axis, index, axes)
    elif index.base != definition.lengths[axis]:
        raise DefinitionError(
            *index.place,
            f"`{name}[{index}]`: `{index.base}` is neither an axis here nor the length of axis {axis}. "
            f"Use `{axis}`, `{axis}-1`, `{definition.lengths[axis]}` or a whole number.",
        )
    elif offset > 0:
        raise DefinitionError(*index.place, f"`{name}[{index}]` lies after the end. Use `{index.base}` or before.")


def _check_axis(reference: Reference, axis: str, index: Index, axes: tuple[str, ...]) -> None:
    if index.base not in axes:
        has = f"only {', '.join(axes)}" if axes else "no axis"
        raise DefinitionError(
            *index.place,
            f"`{reference.name}[{index}]` uses axis {index.base}, but {has} is given here. "
            f"Put [{index.base}] on the left side, reduce over it (`sum[{index.base}](…)`), or name a step.",
        )
    if index.base != axis:
        raise DefinitionError(
            *index.place,
            f"`{reference.name}[{index}]`: `{reference.name}` runs over {axis}, not {index.base}. "
            f"Index it by `{axis}`.",
        )


def _check_condition(condition: Condition, axes: tuple[str, ...], definition: Definition) -> None:
    if condition.operation == "name":
        known = {*axes, *definition.constants, *(str(one) for one in definition.lengths.values())}
        if condition.value not in known:
            raise DefinitionError(
                *condition.place,
                f"`{condition.value}` has no value in this condition; "
                f"expected one of {', '.join(sorted(known))}, or a whole number.",
            )
    for inner in condition.arguments:
        _check_condition(inner, axes, definition)


def check_sizes(definition: Definition) -> None:
    """Refuse a declared size that names no constant."""
    for one in definition.declarations.values():
        for part in one.size or ():
            if isinstance(part, str) and part not in definition.constants:
                raise DefinitionError(
                    *one.place,
                    f"The size of `{one.name}` uses `{part}`, which is no constant. Declare it: `const {part} = 8`.",
                )
