"""What is known before a loop starts: computed for all its steps at once, and how to compute it in the next run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from torch import Tensor

from graphviz_rnn.language.records import Expression
from models.running.context import Context
from models.running.evaluate import Evaluator
from models.stepping.slots import Known, Slot
from models.value import Value

Recipe = Callable[[Evaluator, Sequence[Tensor]], Value]
"""How an input is made, of a run's evaluator and the inputs before it."""

Outside = Callable[[Evaluator], Tensor]
"""How the value of a cell outside of the axis is made in a run."""


class UnsupportedError(Exception):
    """A loop is of a kind that is stepped by the evaluator."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that will be there at a step; see ``Value``."""

    slot: Slot
    rank: int
    batched: bool = True
    row: bool = False


class Inputs:
    """The inputs of a loop, each expression once, with their values in the present run and their ``recipes``."""

    def __init__(self, evaluator: Evaluator, length: int) -> None:
        self.evaluator, self.length = evaluator, length
        self.tensors: list[Tensor] = []
        self.recipes: list[Recipe] = []
        self.sources: dict[int, tuple[Expression, Context]] = {}
        self._kept: dict[object, tuple[Symbol, Expression]] = {}

    def of(self, expression: Expression, context: Context, key: object) -> Symbol:
        """Return an expression's value at all steps, or its one value."""
        if key not in self._kept:
            symbol = self.given(lambda evaluator, before: evaluator.value(expression, context))
            self._kept[key] = symbol, expression
            self.sources[len(self.tensors) - 1] = expression, context
        return self._kept[key][0]

    def given(self, recipe: Recipe) -> Symbol:
        """Return a value whose first dimension, if it has a batch, is the axis that is stepped."""
        value = recipe(self.evaluator, self.tensors)
        tensor, each = laid_out(value, self.length)
        self.tensors.append(tensor)
        self.recipes.append(recipe)
        shape = tuple(tensor.shape[1:] if each else tensor.shape)
        return Symbol(Known(len(self.tensors) - 1, each, shape, value.batched), value.rank, value.batched, value.row)


def laid_out(value: Value, length: int) -> tuple[Tensor, bool]:
    """Return a value without dimensions of one entry in front of the batch, and whether it has steps in front."""
    tensor = value.tensor
    each = value.batched and tensor.shape[0] == length > 1
    if value.batched and not each:
        tensor = tensor[0]
    while value.batched and tensor.dim() > each + 1 + value.rank and tensor.shape[int(each)] == 1:
        tensor = tensor.select(int(each), 0)
    return tensor, each


class Tensors(Sequence[Tensor]):
    """The inputs of one run of a loop, each made when it is first asked for."""

    def __init__(self, recipes: Sequence[Recipe], evaluator: Evaluator, length: int) -> None:
        self.recipes, self.evaluator, self.length = recipes, evaluator, length
        self._made: dict[int, Tensor] = {}

    def __len__(self) -> int:
        return len(self.recipes)

    @overload
    def __getitem__(self, place: int) -> Tensor: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Tensor]: ...

    def __getitem__(self, place: int | slice) -> Tensor | Sequence[Tensor]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = laid_out(self.recipes[place](self.evaluator, self), self.length)[0]
        return self._made[place]
