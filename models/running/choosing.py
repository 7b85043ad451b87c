"""Static choices along a dimension: which entries a condition takes, and how two branches become one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from graphviz_rnn.language.conditions import holds
from graphviz_rnn.language.records import Condition
from models.running.context import Context
from models.value import Value, aligned


def names_in(condition: Condition) -> list[str]:
    """Return the axes, lengths and constants that a condition reads."""
    own = [str(condition.value)] if condition.operation == "name" else []
    return own + [name for one in condition.arguments for name in names_in(one)]


def decided(condition: Condition, context: Context, sequences: Sequence[Mapping[str, int]]) -> list[bool]:
    """Return whether a condition holds at every entry of the dimensions it reads, for every sequence of the batch.

    ``sequences`` has what each sequence knows beside the steps; it runs fastest.
    """
    entries: list[dict[str, int]] = [context.steps()]
    for dim in context.dims(names_in(condition)):
        entries = [{**one, **more} for one in entries for more in context.entries(dim)]
    return [bool(holds(condition, {**known, **entry})) for entry in entries for known in sequences]


def merged(parts: Sequence[tuple[Value, Sequence[int]]], dim: int) -> Value:
    """Return values that hold some entries of a dimension as one that holds all; scalars are spread beside vectors."""
    values = [value for value, _ in parts]
    widest = max(values, key=lambda one: one.rank)
    tensors = aligned(values)
    shapes = [(*one.shape[:dim], 1, *one.shape[dim + 1 :]) for one in tensors]
    shape = torch.broadcast_shapes(*shapes)  # type: ignore[no-untyped-call]
    laid = [
        one.expand(*shape[:dim], len(entries), *shape[dim + 1 :])
        for one, (_, entries) in zip(tensors, parts, strict=True)
    ]
    order = [entry for _, entries in parts for entry in entries]
    places = sorted(range(len(order)), key=order.__getitem__)
    return Value(
        torch.cat(laid, dim).index_select(dim, torch.tensor(places, device=laid[0].device)),
        widest.rank,
        True,
        widest.row,
    )
