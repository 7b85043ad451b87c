"""How long every axis is: for all sequences alike, or for each of the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from graphviz_rnn.language import limits
from graphviz_rnn.language.definition import Definition
from models.errors import ModelError

Lengths = int | Sequence[int] | Tensor
"""The steps of an axis: one number for all, or one for each sequence of the batch."""


def plain(asked: Mapping[str, Lengths]) -> dict[str, Lengths]:
    """Return the lengths asked for, NumPy's as Python's; raises ``ModelError`` for what is no mapping."""
    if not isinstance(asked, Mapping):
        raise ModelError(f"lengths is {asked!r}; expected the steps by axis, such as {{'t': 10}}.")
    return {axis: one.tolist() if isinstance(one, np.ndarray | np.generic) else one for axis, one in asked.items()}


def lengths_of(
    definition: Definition, inputs: Mapping[str, Tensor], asked: Mapping[str, Lengths]
) -> tuple[dict[str, int], dict[str, Tensor]]:
    """Return the number of steps of every axis, and those of each sequence (batch,) where they differ.

    Raises ``ModelError`` where two inputs disagree, or nothing says.
    """
    for axis in asked:
        if axis not in definition.lengths:
            known = ", ".join(definition.lengths) or "none"
            raise ModelError(f"A length is given for axis {axis}, but the axes are {known}. Leave it out.")
    each = {axis: _each(axis, one) for axis, one in asked.items() if isinstance(one, list | tuple | Tensor)}
    alike = {axis: one for axis, one in asked.items() if axis not in each}
    found = _extents(definition, inputs, alike)  # type: ignore[arg-type]
    for axis, own in each.items():
        length, source = found.setdefault(axis, (int(own.max()), "lengths"))
        if int(own.max()) > length:
            raise ModelError(
                f"lengths has a sequence of {int(own.max())} steps of axis {axis}, but {source} has {length}. "
                "Give all of its steps."
            )
    missing = next((axis for axis in definition.lengths if axis not in found), None)
    if missing is not None:
        raise ModelError(f"Nothing says how long axis {missing} is. Give lengths={{{missing!r}: 10}}.")
    for axis, (length, source) in found.items():
        _refuse_number(axis, length, source)
    extents = {axis: found[axis][0] for axis in definition.lengths}
    return extents, {axis: own for axis, own in each.items() if bool((own < extents[axis]).any())}


def _each(axis: str, given: Sequence[int] | Tensor) -> Tensor:
    """Return the steps of each sequence, (batch,)."""
    if isinstance(given, Tensor) and (given.is_floating_point() or given.is_complex() or given.dim() != 1):
        raise ModelError(
            f"The lengths of axis {axis} are a tensor of shape {tuple(given.shape)} and type {given.dtype}; expected "
            "one whole number, or one for each sequence: shape (batch,)."
        )
    numbers = given.tolist() if isinstance(given, Tensor) else list(given)
    if not numbers:
        raise ModelError(f"The lengths of axis {axis} are empty; expected a whole number for each sequence.")
    for number in numbers:
        _refuse_number(axis, number, "lengths")
    return torch.tensor(numbers)


def _extents(
    definition: Definition, inputs: Mapping[str, Tensor], asked: Mapping[str, int]
) -> dict[str, tuple[int, str]]:
    """Return the steps of every axis of which something says them, and what says so."""
    found: dict[str, tuple[int, str]] = {
        axis: (own, "the definition") for axis, own in definition.lengths.items() if isinstance(own, int)
    }
    for axis, length in asked.items():
        _refuse_number(axis, length, "lengths")
        if axis in found and found[axis][0] != length:
            raise ModelError(f"lengths has {length} steps of axis {axis}, but the definition says {found[axis][0]}.")
        found[axis] = (length, "lengths")
    for name, value in inputs.items():
        for axis, length in zip(definition.axes.get(name, ()), value.shape, strict=False):
            if axis in found and found[axis][0] != length:
                raise ModelError(
                    f"`{name}` has {length} steps of axis {axis}, but {found[axis][1]} has {found[axis][0]}. "
                    "Give all the same length."
                )
            found.setdefault(axis, (length, f"`{name}`"))
    return found


def _refuse_number(axis: str, length: object, source: str) -> None:
    if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= limits.SIZE:
        most = "" if not isinstance(length, int) or length < 1 else f" to {limits.SIZE}"
        raise ModelError(f"Axis {axis} has {length!r} steps in {source}; expected a whole number from 1{most}.")
