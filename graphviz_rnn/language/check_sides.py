"""Check what stands beside the equations: boundaries, feedbacks, and the sizes of declarations."""

from __future__ import annotations

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.records import Boundary, Feedback
from graphviz_rnn.language.suggest import nearest


def check_boundary(bound: Boundary, definition: Definition) -> None:
    """Refuse a boundary of what has no equation, or on other axes than the equation's."""
    equation = next((one for one in definition.equations if one.name == bound.name), None)
    if equation is None or not equation.axes:
        known = [one.name for one in definition.equations if one.axes]
        raise DefinitionError(
            *bound.place,
            f"`{bound.name}` has a value at its boundary, but no equation `{bound.name}[…] = …` steps it."
            f"{nearest(bound.name, known) if equation is None else ''} Add the equation.",
        )
    ends = [definition.ends[axis] for axis in equation.axes]
    edge = ["0" if bound.side == "before" else f"{end}+1" for end in ends]
    right = [
        f"`{bound.name}[{','.join([*equation.axes[:at], edge[at], *equation.axes[at + 1 :]])}]`"
        for at in range(len(edge))
    ]
    given = tuple(axis or own for axis, own in zip(bound.axes, equation.axes, strict=False))
    if len(bound.axes) != len(equation.axes) or given != equation.axes:
        raise DefinitionError(
            *bound.place,
            f"`{bound.name}` runs over {', '.join(equation.axes)}, and this bounds it by another index. "
            f"Write {' or '.join(right)}.",
        )
    position = bound.axes.index(None)
    if bound.end not in (None, ends[position]):
        raise DefinitionError(
            *bound.place,
            f"`{bound.end}` is not the length of axis {equation.axes[position]}. Write {right[position]}.",
        )


def check_feedback(fed: Feedback, definition: Definition) -> None:
    """Refuse a feedback for what is computed already, is a parameter, or runs over other axes."""
    if fed.name in definition.inlined:
        line = definition.equation(fed.name).place.line
        fault = f"`{fed.name}` is computed on line {line}, so no feedback can replace it. Feed back a target."
    elif definition.axes.get(fed.name, ()) != fed.axes:
        own = ",".join(definition.axes.get(fed.name, ()))
        fault = f"`{fed.name}` runs over other axes than this. Write `feedback {fed.name}[{own}] = …`."
    else:
        return
    raise DefinitionError(*fed.place, fault)


def check_sizes(definition: Definition) -> None:
    """Refuse a declared size that names no constant, or one that is no size."""
    for one in definition.declarations.values():
        for part in one.size or ():
            if isinstance(part, str) and part not in definition.constants:
                raise DefinitionError(
                    *one.place,
                    f"The size of `{one.name}` uses `{part}`, which is no constant."
                    f"{nearest(part, definition.constants)} Declare it: `const {part} = 8`.",
                )
            if isinstance(part, str) and not 1 <= definition.constants[part] <= limits.SIZE:
                raise DefinitionError(
                    *one.place,
                    f"The size of `{one.name}` is `{part}` = {definition.constants[part]}; "
                    f"expected a whole number from 1 to {limits.SIZE}. Change the constant.",
                )
