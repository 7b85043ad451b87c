"""From the equations of a loop to instructions: what does not depend on the loop is computed before it, at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.records import Call, Expression, Reference, Where
from models.running.choosing import names_in
from models.running.context import Along, Context
from models.running.evaluate import Evaluator
from models.stepping.emit import Emitter, Product, view, widened
from models.stepping.known import Inputs, Symbol, UnsupportedError
from models.stepping.scope import Scope, terms
from models.stepping.slots import Instruction, Made, expanded
from models.stepping.whole import Chosen, Copied
from models.value import Value


class Lowering:
    """Makes the instructions of one variant of a step, whose conditions are decided at ``step``."""

    def __init__(self, scope: Scope, inputs: Inputs, step: int) -> None:
        self.scope, self.inputs, self.step = scope, inputs, step
        self.setting = scope.setting
        self.emitter = Emitter(scope.setting.like)

    @property
    def instructions(self) -> list[Instruction]:
        """What was made so far."""
        return self.emitter.instructions

    def variable(self, name: str) -> None:
        """Add the instructions that compute a variable at the present step."""
        symbol = self.value(self.setting.definition.inlined[name], self.scope.context(name))
        cell = self.scope.cell(name, 0)
        for one in self.instructions:
            if one.out is symbol.slot and isinstance(one.out, Made) and one.out.shape == cell.shape:
                one.out = cell
                return
        slot = widened(symbol, len(self.setting.shapes[name]))
        self.instructions.append(Instruction(Copied(), (slot,), cell))

    def value(self, expression: Expression, context: Context, guarded: bool = False) -> Symbol:
        """Return where an expression's value will be; ``guarded`` if not every step needs it."""
        if self.scope.before(expression, guarded):
            return self.inputs.of(expression, context, (id(expression), _open(context)))
        if isinstance(expression, Reference):
            return self._reference(expression, context)
        if isinstance(expression, Where):
            return self._where(expression, context)
        assert isinstance(expression, Call)
        if expression.axes:
            return self._reduction(expression, context, guarded)
        if expression.operation == "+":
            return self._sum(expression, context, guarded)
        return self.emitter.apply(
            expression.operation, [self.value(one, context, guarded) for one in expression.arguments]
        )

    def _reference(self, reference: Reference, context: Context) -> Symbol:
        """Return a cell with a dimension for every open one after its first, of one entry if it has none there."""
        cell, dims = self.scope.found(reference, context)
        rank, count = len(self.setting.shapes[reference.name]), len(context.extents)
        missing = [dim for dim in range(dims[0], count) if dim not in dims] if dims else []
        places = tuple(dim - count - 1 - rank for dim in missing)
        return Symbol(view(cell, lambda array: expanded(array, places)) if missing else cell, rank)

    def _where(self, expression: Where, context: Context) -> Symbol:
        for name in names_in(expression.condition):
            other = isinstance(context.stands.get(name), Along) and name != self.scope.axis
            if other or self.setting.ragged(name):
                raise UnsupportedError
        known = {**self.setting.known, **context.steps(), self.scope.axis: self.step}
        taken = holds(expression.condition, known)
        return self.value(expression.then if taken else expression.otherwise, context, guarded=True)

    # ---- sums: what is known is added up before, and goes with the first product of a matrix if there is one ----

    def _sum(self, call: Call, context: Context, guarded: bool) -> Symbol:
        summed = terms(call)
        before = [self.scope.before(one, guarded) for one in summed]
        known = [one for one, there in zip(summed, before, strict=True) if there]
        rest = [one for one, there in zip(summed, before, strict=True) if not there]
        symbols = self._known(known, call, context)
        products = [(one, self._product(one, context, guarded)) for one in rest]
        first = next((product for _, product in products if product), None)
        if first and symbols and (symbols[0].rank == 1 or not symbols[0].batched) and not symbols[0].row:
            first.arguments = (*first.arguments, symbols.pop().slot)
        for one, product in products:
            symbols.append(self.emitter.affine(product) if product else self.value(one, context, guarded))
        return self.emitter.apply("+", symbols) if symbols[1:] else symbols[0]

    def _known(self, summed: Sequence[Expression], call: Call, context: Context) -> list[Symbol]:
        if not summed:
            return []
        together = summed[0] if len(summed) == 1 else Call("+", tuple(summed), call.place)
        return [self.inputs.of(together, context, (*map(id, summed), _open(context)))]

    def _product(self, expression: Expression, context: Context, guarded: bool) -> Product | None:
        """Return the product of a matrix that does not change with a vector of the loop, if an expression is one."""
        if not isinstance(expression, Call) or expression.operation != "@":
            return None
        left, right = expression.arguments
        if not self.scope.before(left, guarded=True) or not self.scope.depends(right):
            return None
        weights = self.value(left, context)
        if weights.batched or weights.rank != 2:
            return None
        x = self.value(right, context, guarded)
        if x.rank != 1 or x.row or not x.batched:
            raise UnsupportedError
        return Product((x.slot, weights.slot))

    # ---- over axes ----

    def _reduction(self, call: Call, context: Context, guarded: bool) -> Symbol:
        """Return a reduction over open axes, which are then the last dimensions before the batch."""
        if call.operation not in ("sum", "softmax"):
            raise UnsupportedError
        inner = context
        for axis in call.axes:
            inner = inner.opened(axis, self.setting.lengths[axis])
        one = self.value(call.arguments[0], inner, guarded)
        count = len(call.axes)
        lead = one.slot.shape[: len(one.slot.shape) - one.rank]
        if lead[-count - 1 :] != (*inner.extents[-count:], self.setting.batch):
            raise UnsupportedError
        for position, axis in enumerate(call.axes):
            if axis in self.setting.own:
                one = self._kept(one, axis, count - position, 0.0 if call.operation == "sum" else -inf)
        dims = tuple(range(-count - 1 - one.rank, -1 - one.rank))
        if call.operation == "sum":
            return self.emitter.total(one, dims, one.rank)
        stand = context.stands.get(call.axes[0])
        if count > 1 or len(context.extents) != 2 or not isinstance(stand, Along) or len(lead) > 2:
            raise UnsupportedError
        return self.emitter.softmax(one, dims)

    def _kept(self, one: Symbol, axis: str, before: int, other: float) -> Symbol:
        """Return a value with another number after each sequence's own end of an axis, ``before`` dimensions ahead."""
        lasting, rank = [1] * (before - 1), one.rank

        def inside(evaluator: Evaluator, before: object) -> Value:
            mask = evaluator.setting.inside(axis)
            return Value(mask.reshape(1, len(mask), *lasting, mask.shape[1], *[1] * rank), rank)

        mask = self.inputs.given(inside).slot
        rest = self.inputs.given(lambda evaluator, before: Value(self.setting.like.new_tensor(other), 0, False)).slot
        return Symbol(self.emitter.emit(Chosen(), [one.slot, rest, mask], one.slot.shape), rank, True, one.row)


def _open(context: Context) -> tuple[tuple[str, int], ...]:
    """Return which axis is open along which dimension."""
    return tuple((axis, one.dim) for axis, one in context.stands.items() if isinstance(one, Along))
