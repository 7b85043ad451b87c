"""What is added to stacked products, of values known before the loop: as one product of matrices where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import torch
from torch import Tensor
from torch.nn import functional

from graphviz_rnn.language.records import Call, Expression
from models.running.context import Context
from models.running.evaluate import Evaluator
from models.stepping.known import Inputs, Recipe
from models.stepping.scope import terms
from models.stepping.slots import Known, Slot
from models.value import Value

LARGE = 1 << 18
"""From so many numbers on, what is added at all steps is made in blocks of steps, which stay near the processor."""


@dataclass(frozen=True)
class Place:
    """Where a known value goes: to a product of some ``shape`` at a step, with its sign ``turned`` or not."""

    slot: Slot | None
    shape: tuple[int, ...]
    turned: bool


def side_by_side(places: Sequence[Place], inputs: Inputs) -> Recipe:
    """Return how known values are put side by side; zeros where there is none."""
    steps = inputs.length if any(isinstance(one.slot, Known) and one.slot.each for one in places) else 1

    def together(evaluator: Evaluator, before: Sequence[Tensor]) -> Value:
        zero = evaluator.setting.like.new_zeros(1)
        parts = []
        for one in places:
            part = zero if one.slot is None else _in_front(before[place_of(one.slot)], one.slot, len(one.shape))
            parts.append((-part if one.turned else part).expand(steps, *one.shape))
        return Value(torch.cat(parts, -1), 1)

    return together


def _in_front(tensor: Tensor, slot: Slot, width: int) -> Tensor:
    """Return what is known for each step with the steps in front of ``width`` other dimensions."""
    if isinstance(slot, Known) and slot.each:
        return tensor.reshape(len(tensor), *[1] * (width + 1 - tensor.dim()), *tensor.shape[1:])
    return tensor


@dataclass(frozen=True)
class _Part:
    """A sum that is known before the loop: at most one product, and parameters."""

    product: Call | None = None
    rest: Expression | None = None

    def weights(self, evaluator: Evaluator, context: Context, shape: tuple[int, int]) -> Tensor:
        """Return the matrix of the product, zeros if there is none."""
        if self.product is None:
            return evaluator.setting.like.new_zeros(shape)
        return evaluator.value(self.product.arguments[0], context).tensor

    def bias(self, evaluator: Evaluator, context: Context, size: int) -> Tensor:
        """Return the sum of the parameters, zeros if there are none."""
        like = evaluator.setting.like
        return like.new_zeros(size) if self.rest is None else evaluator.value(self.rest, context).tensor.expand(size)


def one_product(places: Sequence[Place], inputs: Inputs) -> tuple[Recipe, ...]:
    """Return how sums such as ``b + U @ x`` and ``c + V @ x`` are made by one matrix; none for others.

    It is their value at all steps; or, if that is large, x, the matrix and what is added, for the value to be made in
    blocks of steps.
    """
    sources = [inputs.sources.get(place_of(one.slot)) for one in places if one.slot is not None]
    contexts = [one[1] for one in sources if one is not None]
    if None in sources or any(one != contexts[0] for one in contexts):
        return ()
    context, given = contexts[0], iter(sources)
    parts = [_Part() if one.slot is None else _split(next(given), inputs.evaluator, context) for one in places]
    vectors = [one.product.arguments[1] for one in parts if one and one.product]
    if None in parts or not vectors or any(one != vectors[0] for one in vectors):
        return ()
    pairs = [(part, place) for part, place in zip(parts, places, strict=True) if part]
    width, lead = inputs.evaluator.value(vectors[0], context).tensor.shape[-1], places[0].shape[:-1]
    if inputs.length * prod(lead) * sum(one.shape[-1] for one in places) < LARGE or len(lead) > 1:
        return (lambda evaluator, before: _together(pairs, vectors[0], width, evaluator, context),)
    return (
        lambda evaluator, before: evaluator.value(vectors[0], context),
        lambda evaluator, before: Value(_side(pairs, width, evaluator, context)[0], 2, batched=False),
        lambda evaluator, before: Value(_side(pairs, width, evaluator, context)[1], 1, batched=False),
    )


def _together(
    pairs: Sequence[tuple[_Part, Place]], vector: Expression, width: int, evaluator: Evaluator, context: Context
) -> Value:
    """Return the product of all matrices with the vector, parameters added."""
    return Value(
        functional.linear(evaluator.value(vector, context).tensor, *_side(pairs, width, evaluator, context)), 1
    )


def _side(
    pairs: Sequence[tuple[_Part, Place]], width: int, evaluator: Evaluator, context: Context
) -> tuple[Tensor, Tensor]:
    """Return all matrices, of vectors ``width`` long, as one, and all parameters that are added."""
    weights, bias = [], []
    for part, place in pairs:
        size = place.shape[-1]
        own = (part.weights(evaluator, context, (size, width)), part.bias(evaluator, context, size))
        weights.append(-own[0] if place.turned else own[0])
        bias.append(-own[1] if place.turned else own[1])
    return (torch.cat(weights), torch.cat(bias)) if pairs[1:] else (weights[0], bias[0])


def _split(source: tuple[Expression, Context] | None, evaluator: Evaluator, context: Context) -> _Part | None:
    """Return a sum as a product of a matrix with a vector that has a batch, and parameters; None if it is no such."""
    assert source is not None
    product: Call | None = None
    rest: list[Expression] = []
    for term in terms(source[0]):
        if not evaluator.value(term, context).batched:
            rest.append(term)
        elif product is None and isinstance(term, Call) and term.operation == "@" and not term.axes:
            left, right = (evaluator.value(one, context) for one in term.arguments)
            product = term
            if left.batched or left.rank != 2 or right.rank != 1 or right.row:
                return None
        else:
            return None
    together = Call("+", tuple(rest), source[0].place) if rest[1:] else next(iter(rest), None)
    return _Part(product, together)


def place_of(slot: Slot) -> int:
    """Return where among the inputs a slot is that is known before the loop."""
    assert isinstance(slot, Known)
    return slot.place
