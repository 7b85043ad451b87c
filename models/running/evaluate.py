"""Evaluate expressions where the axes stand: at one step, or at all steps at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import torch
from torch import Tensor
from torch.nn import functional

from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.records import Call, Expression, Index, Number, Reference, Where
from models.rules import OVER_AXIS, RULES
from models.running.choosing import decided, merged, names_in
from models.running.context import Along, Context, Stand
from models.running.reading import Reader, fronted
from models.running.series import Series
from models.running.setting import Setting
from models.running.taking import taken
from models.value import Value, aligned, spread


class Evaluator(Reader):
    """Evaluates the expressions of one run on the series computed so far."""

    def __init__(self, setting: Setting, weights: Mapping[str, Tensor], series: Mapping[str, Series]) -> None:
        super().__init__(setting, series)
        self.weights = weights
        self.axes = setting.definition.axes
        self.constants = dict(setting.definition.constants)
        self.known = setting.known
        self.insides = {axis: setting.inside(axis) for axis in setting.own}

    def laid(self, expression: Expression, context: Context, shape: Sequence[int]) -> Tensor:
        """Return an expression's value spread over the context's dimensions, the batch, and its own ``shape``."""
        value = self.value(expression, context)
        return spread(value, (*context.extents, self.setting.batch), shape)

    def value(self, expression: Expression, context: Context) -> Value:
        """Return an expression's value where the axes stand."""
        if isinstance(expression, Reference):
            return self._reference(expression, context)
        if isinstance(expression, Number):
            like = self.setting.like
            return Value(torch.tensor(expression.value, dtype=like.dtype, device=like.device), 0, batched=False)
        if isinstance(expression, Where):
            return self._where(expression, context)
        if expression.axes:
            return self._reduction(expression, context)
        if expression.operation == "+":
            return self._sum(expression, context)
        return RULES[expression.operation]([self.value(one, context) for one in expression.arguments])

    # ---- sums ----

    def _sum(self, call: Call, context: Context) -> Value:
        """Return a sum; one that starts with a parameter and a product of a matrix takes both in one call."""
        one, two, *others = call.arguments
        first = self._affine(one, two, context) or self._affine(two, one, context)
        if first is None:
            return RULES["+"]([self.value(one, context) for one in call.arguments])
        return RULES["+"]([first, *(self.value(one, context) for one in others)]) if others else first

    def _affine(self, bias: Expression, product: Expression, context: Context) -> Value | None:
        """Return ``W @ x + b`` for parameters W and b, if two expressions are such."""
        if not self._parameter(bias, 1) or not isinstance(product, Call) or product.operation != "@":
            return None
        left, right = product.arguments
        if not self._parameter(left, 2):
            return None
        b, w, x = self.value(bias, context), self.value(left, context), self.value(right, context)
        if x.rank != 1 or x.row:
            return RULES["+"]([b, RULES["@"]([w, x])])
        return Value(functional.linear(x.tensor, w.tensor, b.tensor), 1, x.batched)

    def _parameter(self, expression: Expression, rank: int) -> bool:
        if not isinstance(expression, Reference) or expression.name not in self.weights:
            return False
        return len(self.setting.shapes[expression.name]) == rank

    # ---- references ----

    def _reference(self, reference: Reference, context: Context) -> Value:
        name = reference.name
        rank = len(self.setting.shapes[name])
        if name in self.weights:
            return Value(self.weights[name], rank, batched=False)
        if (every := self._every(reference, context)) is not None:
            return Value(every, rank)
        if self.setting.own and any(ragged := [self.setting.ragged(one.base) for one in reference.index]):
            return self._own_ends(reference, context, ragged)
        where = [self._stand(one, context) for one in reference.index]
        return Value(self.read(name, where, len(context.extents)), rank)

    def _every(self, reference: Reference, context: Context) -> Tensor | None:
        """Return a variable at all its steps as it was computed, if that is how the context's dimensions run."""
        series = self.series.get(reference.name)
        if series is None or series.extents != context.extents:
            return None
        for dim, index in enumerate(reference.index):
            if index.shift or not index.base or context.stands.get(index.base) != context.whole(dim):
                return None
        return series.computed

    def _stand(self, index: Index, context: Context) -> Stand:
        offset = index.offset(self.constants)
        if index.base is None:
            return offset
        stand = context.stands[index.base] if index.base in context.stands else self.known[index.base]
        return stand + offset if isinstance(stand, int) else stand.shifted(offset)

    def _own_ends(self, reference: Reference, context: Context, ragged: Sequence[str | None]) -> Value:
        """Return what is read at ``T``, each sequence at its own last step."""
        wider = Context(context.stands, (*context.extents, *(self.setting.lengths[axis] for axis in ragged if axis)))
        dim = len(context.extents)
        where: list[Stand] = []
        ends: list[Tensor] = []
        for index, axis in zip(reference.index, ragged, strict=True):
            if axis is None:
                where.append(self._stand(index, context))
                continue
            along = Along(dim + len(ends), range(1, self.setting.lengths[axis] + 1))
            where.append(along.shifted(index.offset(self.constants)))
            ends.append(self.setting.own[axis] - 1)
        rank = len(self.setting.shapes[reference.name])
        every = self.read(reference.name, where, len(wider.extents))
        moved = every.movedim(tuple(range(dim, dim + len(ends) + 1)), tuple(range(len(ends) + 1)))
        taken = moved[(*ends, torch.arange(self.setting.batch, device=every.device))]
        return Value(taken.movedim(0, dim), rank)

    # ---- choices ----

    def _where(self, expression: Where, context: Context) -> Value:
        names = names_in(expression.condition)
        ragged = [axis for axis in self.setting.own if self.setting.definition.ends[axis] in names]
        dims = context.dims(names)
        if ragged:
            return self._each_sequence(expression, context, ragged)
        if len(dims) > 1:
            return self._joint(expression, context, dims)
        known = {**self.known, **context.steps()}
        if not dims:
            taken = holds(expression.condition, known)
            return self.value(expression.then if taken else expression.otherwise, context)
        truths = [bool(holds(expression.condition, {**known, **entry})) for entry in context.entries(dims[0])]
        if all(truths) or not any(truths):
            return self.value(expression.then if truths[0] else expression.otherwise, context)
        return self._some(expression, context, dims[0], truths)

    def _some(self, expression: Where, context: Context, dim: int, truths: Sequence[bool]) -> Value:
        """Compute each branch at the entries where it is taken, and lay them in order."""
        parts = []
        for branch, inner in ((True, expression.then), (False, expression.otherwise)):
            entries = [entry for entry, truth in enumerate(truths) if truth is branch]
            value = self.value(inner, context.restricted(dim, entries))
            parts.append((self._batched(value, len(context.extents)), entries))
        return merged(parts, dim)

    def _joint(self, expression: Where, context: Context, dims: Sequence[int]) -> Value:
        """Decide a condition on several dimensions: along all their pairs, which are then laid out again."""
        value = self._where(expression, context.joined(dims))
        value = self._batched(value, len(context.extents))
        tensor = value.tensor
        sizes = [context.extents[dim] for dim in dims]
        first = dims[0]
        tensor = tensor.expand(*tensor.shape[:first], prod(sizes), *tensor.shape[first + 1 :])
        rest = [dim for dim in range(len(context.extents)) if dim not in dims]
        tensor = tensor.movedim(first, 0)
        tensor = tensor.reshape(*sizes, *tensor.shape[1:])
        squeezed = tensor.squeeze(tuple(len(sizes) + dim - 1 for dim in dims[1:]))
        return Value(fronted(squeezed, [*dims, *rest], len(context.extents)), value.rank, True, value.row)

    def _each_sequence(self, expression: Where, context: Context, ragged: Sequence[str]) -> Value:
        """Decide a condition on a length that differs between the sequences of the batch."""
        own = {axis: self.setting.own[axis].tolist() for axis in ragged}
        names = self.setting.definition.ends
        ends = [{names[axis]: own[axis][row] for axis in ragged} for row in range(self.setting.batch)]
        truths = decided(expression.condition, context, [{**self.known, **end} for end in ends])
        values = [
            self._batched(self.value(one, context), len(context.extents))
            for one in (expression.then, expression.otherwise)
        ]
        rank = max(one.rank for one in values)
        then, otherwise = aligned(values)
        mask = torch.tensor(truths, device=then.device).reshape(*self._decided_shape(expression, context), *[1] * rank)
        return Value(torch.where(mask, then, otherwise), rank, True, values[0].row)

    def _decided_shape(self, expression: Where, context: Context) -> tuple[int, ...]:
        dims = context.dims(names_in(expression.condition))
        return (*(size if dim in dims else 1 for dim, size in enumerate(context.extents)), self.setting.batch)

    # ---- reductions ----

    def _reduction(self, call: Call, context: Context) -> Value:
        """Reduce over axes; a softmax keeps them and takes the steps asked for."""
        inner = context
        for axis in call.axes:
            inner = inner.opened(axis, self.setting.lengths[axis])
        first = len(context.extents)
        dims = tuple(range(first, len(inner.extents)))
        value = self._batched(self.value(call.arguments[0], inner), len(inner.extents))
        tensor = value.tensor.expand(
            *value.tensor.shape[:first], *inner.extents[first:], *value.tensor.shape[len(inner.extents) :]
        )
        inside = self._counted(call.axes, first, value.rank)
        if call.operation == "softmax":
            return self._softmax(call, context, Value(tensor, value.rank, True, value.row), inside)
        return Value(OVER_AXIS[call.operation](tensor, dims, inside), value.rank, True, value.row)

    def _counted(self, axes: Sequence[str], first: int, rank: int) -> Tensor | None:
        """Return which entries of new dimensions each sequence has, or None if it has them all."""
        inside = None
        for position, axis in enumerate(axes):
            if axis in self.insides:
                length, batch = self.insides[axis].shape
                shape = (*[1] * (first + position), length, *[1] * (len(axes) - position - 1), batch, *[1] * rank)
                own = self.insides[axis].reshape(shape)
                inside = own if inside is None else inside & own
        return inside

    def _softmax(self, call: Call, context: Context, value: Value, inside: Tensor | None) -> Value:
        first, count = len(context.extents), len(call.axes)
        tensor = value.tensor if inside is None else value.tensor.masked_fill(~inside, -torch.inf)
        together = tensor.flatten(first, first + count - 1).softmax(first).reshape(tensor.shape)
        for axis in reversed(call.axes):
            together = taken(together, first + call.axes.index(axis), axis, context.stands.get(axis))
        return Value(together, value.rank, True, value.row)

    def _batched(self, value: Value, dims: int) -> Value:
        """Return a value with open dimensions and a batch, all of one entry if it had none."""
        if value.batched:
            return value
        tensor = value.tensor
        return Value(tensor.reshape(*[1] * (dims + 1), *tensor.shape), value.rank, True, value.row)
