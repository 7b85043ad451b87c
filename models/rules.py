"""The PyTorch reading: a table from operation to rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.value import Value, aligned

Rule = Callable[[Sequence[Value]], Value]
Dims = tuple[int, ...]


def _elementwise(function: Callable[..., Tensor]) -> Rule:
    """Return the rule of a function that acts on every entry, scalars broadcast."""

    def rule(arguments: Sequence[Value]) -> Value:
        widest, batched = arguments[0], False
        for one in arguments:  # not max and any of a generator: this runs for every operation of every run
            widest, batched = one if one.rank > widest.rank else widest, batched or one.batched
        return Value(function(*aligned(arguments)), widest.rank, batched, widest.row)

    return rule


def _folded(function: Callable[[Tensor, Tensor], Tensor]) -> Rule:
    """Return the rule of an operator on two or more arguments, from left to right."""

    def combined(*tensors: Tensor) -> Tensor:
        total = tensors[0]
        for one in tensors[1:]:
            total = function(total, one)
        return total

    return _elementwise(combined)


def _matmul(arguments: Sequence[Value]) -> Value:
    left, right = arguments
    a, b = left.tensor, right.tensor
    batched = left.batched or right.batched
    if left.rank == 2 and right.rank == 1:
        plain = functional.linear(b, a) if not left.batched else (a @ b.unsqueeze(-1)).squeeze(-1)
        return Value(plain, 1, batched)
    if left.rank == 1 and right.rank == 1 and right.row and not left.row:
        return Value(a.unsqueeze(-1) * b.unsqueeze(-2), 2, batched)
    if left.rank == 1 and right.rank == 1:
        return Value((a * b).sum(-1), 0, batched)
    if left.rank == 1:
        return Value((a.unsqueeze(-2) @ b).squeeze(-2), 1, batched, row=True)
    return Value(a @ b, 2, batched)


def _transpose(arguments: Sequence[Value]) -> Value:
    one = arguments[0]
    if one.rank == 2:
        return Value(one.tensor.mT, 2, one.batched)
    return Value(one.tensor, one.rank, one.batched, row=one.rank == 1 and not one.row)


def _vector(function: Callable[[Tensor], Tensor]) -> Rule:
    return lambda arguments: Value(function(arguments[0].tensor), 1, arguments[0].batched)


def _summary(function: Callable[[Tensor], Tensor]) -> Rule:
    """Return the rule of a function from all entries of a value to one number."""

    def rule(arguments: Sequence[Value]) -> Value:
        one = arguments[0]
        flat = one.tensor.flatten(-one.rank) if one.rank else one.tensor.unsqueeze(-1)
        return Value(function(flat), 0, one.batched)

    return rule


def _concat(arguments: Sequence[Value]) -> Value:
    batched = any(one.batched for one in arguments)
    tensors = [one.tensor for one in arguments]
    leads = [one.shape[:-1] for one in tensors]
    if any(lead != leads[0] for lead in leads):
        tensors = [one.expand(*np.broadcast_shapes(*leads), -1) for one in tensors]
    return Value(torch.cat(tensors, -1), 1, batched)


def _loss(function: Callable[[Tensor, Tensor], Tensor]) -> Rule:
    """Return the rule of a loss; ``function`` gives a number for every vector (the last dimension)."""

    def rule(arguments: Sequence[Value]) -> Value:
        rank = max(one.rank for one in arguments)
        first, second = (one if rank else one.unsqueeze(-1) for one in aligned(arguments))
        first, second = (one.flatten(-rank) if rank == 2 else one for one in (first, second))
        return Value(function(first, second), 0, any(one.batched for one in arguments))

    return rule


def _one_hot(logits: Tensor) -> Tensor:
    hot: Tensor = functional.one_hot(logits.argmax(-1), logits.shape[-1])
    return hot.to(logits.dtype)


def _cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    return -(target * logits.log_softmax(-1)).sum(-1)


def _nll(probabilities: Tensor, target: Tensor) -> Tensor:
    logs: Tensor = torch.special.xlogy(target, probabilities)
    return -logs.sum(-1)


def _binary_cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    logits, target = torch.broadcast_tensors(logits, target)  # type: ignore[no-untyped-call]
    return functional.binary_cross_entropy_with_logits(logits, target, reduction="none").mean(-1)


RULES: dict[str, Rule] = {
    "+": _folded(torch.add),
    "*": _folded(torch.mul),
    "-": _elementwise(torch.sub),
    "/": _elementwise(torch.div),
    "^": _elementwise(torch.pow),
    "neg": _elementwise(torch.neg),
    "@": _matmul,
    "'": _transpose,
    "tanh": _elementwise(torch.tanh),
    "sigmoid": _elementwise(torch.sigmoid),
    "relu": _elementwise(torch.relu),
    "softplus": _elementwise(functional.softplus),
    "exp": _elementwise(torch.exp),
    "log": _elementwise(torch.log),
    "sqrt": _elementwise(torch.sqrt),
    "abs": _elementwise(torch.abs),
    "sin": _elementwise(torch.sin),
    "cos": _elementwise(torch.cos),
    "sign": _elementwise(torch.sign),
    "step": _elementwise(lambda a: (a > 0).to(a.dtype)),
    "maximum": _elementwise(torch.maximum),
    "minimum": _elementwise(torch.minimum),
    "softmax": _vector(lambda a: a.softmax(-1)),
    "one_hot": _vector(_one_hot),
    "layer_norm": _vector(lambda a: functional.layer_norm(a, a.shape[-1:])),
    "concat": _concat,
    "sum": _summary(lambda a: a.sum(-1)),
    "mean": _summary(lambda a: a.mean(-1)),
    "max": _summary(lambda a: a.amax(-1)),
    "min": _summary(lambda a: a.amin(-1)),
    "norm": _summary(lambda a: torch.linalg.vector_norm(a, dim=-1)),
    "cross_entropy": _loss(_cross_entropy),
    "nll": _loss(_nll),
    "mse": _loss(lambda a, b: ((a - b) ** 2).mean(-1)),
    "binary_cross_entropy": _loss(_binary_cross_entropy),
}
"""The rule of every operation of the language."""


def _over_sum(tensor: Tensor, dims: Dims = (0,), inside: Tensor | None = None) -> Tensor:
    return (tensor if inside is None else torch.where(inside, tensor, 0)).sum(dims)


def _over_mean(tensor: Tensor, dims: Dims = (0,), inside: Tensor | None = None) -> Tensor:
    return tensor.mean(dims) if inside is None else _over_sum(tensor, dims, inside) / inside.sum(dims)


def _over_max(tensor: Tensor, dims: Dims = (0,), inside: Tensor | None = None) -> Tensor:
    return (tensor if inside is None else tensor.masked_fill(~inside, -torch.inf)).amax(dims)


OVER_AXIS: dict[str, Callable[..., Tensor]] = {
    "sum": _over_sum,
    "mean": _over_mean,
    "max": _over_max,
}
"""Reductions over dimensions (the first, if not said), of the entries that ``inside`` says.

``softmax`` keeps its axes, so it is no such function: see ``evaluate``.
"""
