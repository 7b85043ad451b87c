"""Write an expression at one index (``h[t - 1]``), or for all steps of a series at once (``h``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.records import Call, Condition, Equation, Expression, Index, Number, Reference, Where
from models.source.names import axis_name
from models.source.python import ATOM, PRODUCT, RULES, Lead, Place, Text, concatenated, spread, tensor, widened

Frame = tuple[str, ...]
"""The axes of the series that are meant as a whole."""


def frame_of(equation: Equation, expression: Expression) -> Frame | None:
    """Return the axes over which an equation can be computed at once; None if it has to go from step to step.

    It can where everything is read at the very index that is computed, or at the last step.
    """
    return equation.axes if _whole(expression, equation.axes) else None


def _whole(expression: Expression, frame: Frame) -> bool:
    if isinstance(expression, Reference):
        here = tuple(one.base for one in expression.index if one.shift == 0) == frame
        return not expression.index or (here and len(expression.index) == len(frame)) or _is_last(expression)
    if isinstance(expression, Call) and expression.axes:
        fits = expression.axes == frame or not frame
        alone = expression.operation != "softmax" or len(expression.axes) == 1
        return fits and alone and _whole(expression.arguments[0], expression.axes)
    return isinstance(expression, Number) or (
        isinstance(expression, Call) and all(_whole(one, frame) for one in expression.arguments)
    )


def _is_last(reference: Reference) -> bool:
    index = reference.index
    return len(index) == 1 and index[0].base is not None and index[0].base.isupper() and index[0].shift == 0


@dataclass(frozen=True)
class Expressions:
    """Writes the expressions of one definition; ``names`` are the Python names of its names."""

    definition: Definition
    shapes: Mapping[str, Shape]
    names: Mapping[str, str]
    place: Place

    # ---- names of lengths and indices ----

    def length(self, axis: str) -> str:
        """Return how many steps an axis has: ``T``, or a number."""
        own = self.definition.lengths[axis]
        return axis_name(own) if isinstance(own, str) else str(own)

    def steps(self, axis: str) -> str:
        """Return the indices of an axis."""
        length = self.length(axis)
        return f"range(1, {int(length) + 1 if length.isdigit() else f'{length} + 1'})"

    def loops(self, axes: Frame) -> str:
        """Return the loops of a comprehension over axes: ``for s in range(1, S + 1) for t in …``."""
        return " ".join(f"for {axis_name(axis)} in {self.steps(axis)}" for axis in axes)

    def extents(self, frame: Frame, lead: Lead) -> list[str]:
        """Return the sizes in front of a value."""
        return [*(map(self.length, frame) if lead is Lead.STEPS else ()), "batch"]

    # ---- expressions ----

    def full(self, expression: Expression, shape: Shape, frame: Frame | None) -> str:
        """Return the code of a variable's whole value, with everything in front and of its own shape."""
        one = self.write(expression, frame)
        lead = Lead.STEPS if frame else Lead.BATCH
        extents = self.extents(frame or (), lead)
        if one.lead is Lead.NUMBER:
            sizes = ", ".join([*extents, *map(str, shape)])
            return f"{self.place.like}.new_full(({sizes}{',' * (', ' not in sizes)}), {one.code})"
        if one.shape == shape and one.lead is lead:
            return one.code
        return spread(replace(widened(one, len(shape)), shape=shape), extents).code

    def write(self, expression: Expression, frame: Frame | None) -> Text:
        """Return an expression as Python; without a frame it is written at one index."""
        if isinstance(expression, Number):
            return self._number(expression.value)
        if isinstance(expression, Reference):
            return self._reference(expression, frame)
        if isinstance(expression, Where):
            return self._where(expression)
        if expression.axes:
            return self._reduction(expression, frame)
        arguments = [self.write(one, frame) for one in expression.arguments]
        if expression.operation == "concat":
            lead = max(one.lead for one in arguments)
            return concatenated(arguments, self.extents(frame or (), lead))
        return RULES[expression.operation](arguments, self.place)

    def _number(self, value: float) -> Text:
        code = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
        return Text(code, ATOM, (), Lead.NUMBER)

    def _reference(self, reference: Reference, frame: Frame | None) -> Text:
        name, shape = self.names[reference.name], self.shapes[reference.name]
        if not reference.index:
            parameter = self.definition.roles[reference.name] == "parameter"
            return Text(name, ATOM, shape, Lead.PARAMETER if parameter else Lead.BATCH)
        if frame is None:
            index = ", ".join(self.index(one) for one in reference.index)
            return Text(f"{name}[{index}]", ATOM, shape, Lead.BATCH)
        if _is_last(reference):
            return Text(f"{name}[-1]", ATOM, shape, Lead.BATCH)
        return Text(name, ATOM, shape, Lead.STEPS)

    def index(self, index: Index) -> str:
        """Return an index as Python: ``t - 1``."""
        offset = index.offset(dict(self.definition.constants))
        if index.base is None:
            return str(offset)
        base = axis_name(index.base) if index.base in self.definition.lengths else self._end(index.base)
        return base if offset == 0 else f"{base} {'+' if offset > 0 else '-'} {abs(offset)}"

    def _end(self, length: str) -> str:
        return next(self.length(axis) for axis, own in self.definition.lengths.items() if own == length)

    def _where(self, expression: Where) -> Text:
        branches = [tensor(self.write(one, None), self.place) for one in (expression.then, expression.otherwise)]
        widest = max(branches, key=lambda one: one.rank)
        then, otherwise = (widened(one, widest.rank) for one in branches)
        condition = _condition(expression.condition, self)
        lead = min(one.lead for one in branches)
        code = f"({then.code} if {condition} else {otherwise.code})"
        return replace(widest, code=code, level=ATOM, lead=lead if widest.rank == 0 else max(lead, Lead.PARAMETER))

    def _reduction(self, call: Call, frame: Frame | None) -> Text:
        if frame is None:
            return self._stepped(call)
        body = tensor(self.write(call.arguments[0], call.axes), self.place)
        if body.lead is not Lead.STEPS:
            body = spread(replace(body, lead=Lead.STEPS), self.extents(call.axes, Lead.STEPS))
        if call.operation == "softmax":
            return replace(body, code=f"torch.softmax({body.code}, 0)", level=ATOM)
        dims = "0" if len(call.axes) == 1 else f"({', '.join(map(str, range(len(call.axes))))})"
        name = {"max": "amax"}.get(call.operation, call.operation)
        return replace(body, code=f"{body.at(ATOM)}.{name}({dims})", level=ATOM, lead=Lead.BATCH)

    def _stepped(self, call: Call) -> Text:
        """Return a reduction as a comprehension over the steps."""
        body, loops = tensor(self.write(call.arguments[0], None), self.place), self.loops(call.axes)
        total = f"sum({body.code} {loops})"
        if call.operation == "sum":
            return replace(body, code=total, level=ATOM)
        if call.operation == "mean":
            count = " * ".join(self.length(axis) for axis in call.axes)
            return replace(body, code=f"{total} / {count if len(call.axes) == 1 else f'({count})'}", level=PRODUCT)
        stacked = f"torch.stack([{body.code} {loops}])"
        if call.operation == "max":
            return replace(body, code=f"{stacked}.amax(0)", level=ATOM)
        return replace(body, code=f"{stacked}.softmax(0)[{self._position(call.axes)}]", level=ATOM)

    def _position(self, axes: Frame) -> str:
        """Return where an index stands among all indices over some axes, from 0."""
        position = f"{axis_name(axes[0])} - 1"
        for axis in axes[1:]:
            position = f"({position}) * {self.length(axis)} + {axis_name(axis)} - 1"
        return position


def _condition(one: Condition, writer: Expressions) -> str:
    """Return a condition of ``where`` as Python."""
    if one.operation == "whole":
        return str(one.value)
    if one.operation == "name":
        name = str(one.value)
        if name in writer.definition.constants:
            return str(writer.definition.constants[name])
        return writer.index(Index(name, 1, 0, one.place))
    inner = [
        f"({_condition(part, writer)})" if part.operation not in ("whole", "name") else _condition(part, writer)
        for part in one.arguments
    ]
    if len(inner) == 1:
        return f"{'not ' if one.operation == 'not' else '-'}{inner[0]}"
    return f" {one.operation} ".join(inner)
