"""What a loop can see: which references read the loop itself, and where the axes stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Expression, Reference, Where
from models.running.context import Along, Context
from models.running.setting import Setting
from models.stepping.known import UnsupportedError
from models.stepping.slots import Cell

_SAFE = frozenset({"+", "-", "*", "neg", "@", "'", "tanh", "sigmoid", "concat"})
"""Operations that have a finite value and derivative everywhere, so that steps that do not need them may have them."""


@dataclass(frozen=True)
class Scope:
    """What is stepped: an axis and the variables ``names`` on it, with outer axes standing ``at`` a step."""

    setting: Setting
    axis: str
    names: tuple[str, ...]
    at: Mapping[str, int]
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """The number of steps."""
        return self.setting.lengths[self.axis]

    def opened(self, name: str) -> list[str]:
        """Return the axes of a variable that are neither stepped here nor around."""
        return [axis for axis in self.setting.definition.axes[name] if axis not in self.at and axis != self.axis]

    def place(self, name: str) -> int:
        """Return where among the axes of a variable that are not stepped around the stepped one is."""
        return [axis for axis in self.setting.definition.axes[name] if axis not in self.at].index(self.axis)

    def context(self, name: str) -> Context:
        """Return where the axes of a variable stand: the stepped axis first, then those that are open."""
        context = Context(dict(self.at)).opened(self.axis, self.length)
        for axis in self.opened(name):
            context = context.opened(axis, self.setting.lengths[axis])
        return context

    def cell(self, name: str, offset: int) -> Cell:
        """Return a variable some steps away; the same slot for the same cell."""
        lead = [self.setting.lengths[axis] for axis in self.opened(name)]
        shape = (*lead, self.setting.batch, *self.setting.shapes[name])
        return self.cells.setdefault((name, offset), Cell(name, offset, shape))

    def before(self, expression: Expression, guarded: bool) -> bool:
        """Return whether an expression can be computed before the loop; ``guarded`` if not every step needs it."""
        return not self.depends(expression) and (not guarded or safe(expression))

    def depends(self, expression: Expression) -> bool:
        """Return whether an expression reads what the loop computes."""
        return any(isinstance(one, Reference) and self._inner(one) for one in parts(expression))

    def _inner(self, reference: Reference) -> bool:
        """Return whether a reference reads this loop, and not what was computed at other steps of outer axes."""
        if reference.name not in self.names:
            return False
        constants = dict(self.setting.definition.constants)
        inner = True
        for axis, index in zip(self.setting.definition.axes[reference.name], reference.index, strict=True):
            if index.base != axis:
                raise UnsupportedError
            inner &= axis not in self.at or index.offset(constants) == 0
        return inner

    def found(self, reference: Reference, context: Context) -> tuple[Cell, list[int]]:
        """Return the cell that a reference reads, and the dimensions along which its open axes run."""
        constants = dict(self.setting.definition.constants)
        offset, dims = 0, []
        for axis, index in zip(self.setting.definition.axes[reference.name], reference.index, strict=True):
            by, stand = index.offset(constants), context.stands[axis]
            if axis == self.axis:
                offset = by
            elif isinstance(stand, Along):
                if by or axis in self.at or stand.steps != range(1, self.setting.lengths[axis] + 1):
                    raise UnsupportedError
                dims.append(stand.dim)
            elif axis not in self.at:
                raise UnsupportedError
        if dims != sorted(set(dims)):
            raise UnsupportedError
        return self.cell(reference.name, offset), dims


def safe(expression: Expression) -> bool:
    """Return whether an expression is finite and smooth everywhere."""
    calls = [one for one in parts(expression) if isinstance(one, Call | Where)]
    return all(isinstance(one, Call) and one.operation in _SAFE for one in calls)


def terms(expression: Expression) -> list[Expression]:
    """Return the terms of a sum of sums."""
    if isinstance(expression, Call) and expression.operation == "+" and not expression.axes:
        return [term for one in expression.arguments for term in terms(one)]
    return [expression]
