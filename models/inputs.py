"""Check what a model is given, and find the lengths of its axes."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from graphviz_rnn.language.definition import Definition, Shape
from models.errors import ModelError


def checked(
    definition: Definition, shapes: Mapping[str, Shape], given: Mapping[str, Tensor], dtype: torch.dtype
) -> dict[str, Tensor]:
    """Return the inputs as floating-point tensors of the right shape, one-hot where they were classes.

    Raises ``ModelError`` for a missing, unknown or wrong one.
    """
    wanted = definition.names("input", "target")
    for name in given:
        if name not in wanted:
            raise ModelError(
                f"`{name}` is given, but the definition reads {_listed(wanted)}. Leave it out or rename it."
            )
    for name in definition.names("input"):
        if name not in given:
            raise ModelError(
                f"Input `{name}` is missing; expected a tensor of shape {_shape(definition, shapes, name)}."
            )
    return {name: _fitted(definition, shapes, name, value, dtype) for name, value in given.items()}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "no input"


def _shape(definition: Definition, shapes: Mapping[str, Shape], name: str) -> str:
    axes = [axis.upper() for axis in definition.axes.get(name, ())]
    return f"({', '.join([*axes, 'batch', *map(str, shapes[name])])})"


def _fitted(
    definition: Definition, shapes: Mapping[str, Shape], name: str, value: Tensor, dtype: torch.dtype
) -> Tensor:
    axes, own = len(definition.axes.get(name, ())), shapes[name]
    if not isinstance(value, Tensor):
        raise ModelError(f"`{name}` is a {type(value).__name__}; expected a tensor.")
    if not value.dtype.is_floating_point and value.dim() == axes + 1 and len(own) == 1:
        value = _one_hot(name, value, own[0])
    if value.dim() != axes + 1 + len(own) or tuple(value.shape[axes + 1 :]) != own:
        expected = _shape(definition, shapes, name)
        raise ModelError(
            f"`{name}` has shape {tuple(value.shape)}; expected {expected}. Change the tensor or the sizes."
        )
    if not bool(torch.isfinite(value).all()):
        raise ModelError(f"`{name}` holds values that are not finite numbers. Replace them before running.")
    return value.to(dtype)


def _one_hot(name: str, classes: Tensor, count: int) -> Tensor:
    if classes.numel() and not 0 <= int(classes.min()) <= int(classes.max()) < count:
        raise ModelError(
            f"`{name}` has classes from {int(classes.min())} to {int(classes.max())}; expected 0 to {count - 1}."
        )
    return functional.one_hot(classes.long(), count)


def lengths_of(definition: Definition, inputs: Mapping[str, Tensor], asked: Mapping[str, int]) -> dict[str, int]:
    """Return the length of every axis; raises ``ModelError`` where two inputs disagree or nothing says."""
    found: dict[str, tuple[int, str]] = {
        axis: (own, "the definition") for axis, own in definition.lengths.items() if isinstance(own, int)
    }
    for axis, length in asked.items():
        if axis not in definition.lengths:
            known = ", ".join(definition.lengths) or "none"
            raise ModelError(f"A length is given for axis {axis}, but the axes are {known}. Leave it out.")
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
    missing = next((axis for axis in definition.lengths if axis not in found), None)
    if missing is not None:
        raise ModelError(f"Nothing says how long axis {missing} is. Give lengths={{{missing!r}: 10}}.")
    for axis, (length, source) in found.items():
        if isinstance(length, bool) or not isinstance(length, int) or length < 1:
            raise ModelError(f"Axis {axis} has {length!r} steps in {source}; expected a whole number from 1.")
    return {axis: found[axis][0] for axis in definition.lengths}


def batch_of(definition: Definition, inputs: Mapping[str, Tensor]) -> int:
    """Return the number of sequences; raises ``ModelError`` where two inputs disagree."""
    sizes = {name: int(value.shape[len(definition.axes.get(name, ()))]) for name, value in inputs.items()}
    if len(set(sizes.values())) > 1:
        said = ", ".join(f"`{name}` {size}" for name, size in sizes.items())
        raise ModelError(f"The batch sizes differ: {said}. Give all the same number of sequences.")
    return next(iter(sizes.values()), 1)
