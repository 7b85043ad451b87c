"""Check what a model is given, and make of it the tensors to compute with."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

import torch
from torch import Tensor
from torch.nn import functional

from graphviz_rnn.language.definition import Definition, Shape
from models.errors import ModelError
from models.running.setting import Setting

_UNSIGNED = (torch.uint16, torch.uint32, torch.uint64)


def refuse_misfits(definition: Definition, shapes: Mapping[str, Shape], given: Mapping[str, Tensor]) -> None:
    """Raise ``ModelError`` where an input is missing, unknown or of a wrong shape; targets may be missing."""
    wanted = definition.names("input", "target")
    for name in given:
        if name not in wanted:
            listed = ", ".join(f"`{one}`" for one in wanted) or "no input"
            raise ModelError(f"`{name}` is given, but the definition reads {listed}. Leave it out or rename it.")
    for name in definition.names("input"):
        if name not in given:
            raise ModelError(
                f"Input `{name}` is missing; expected a tensor of shape {_shape(definition, shapes, name)}."
            )
    for name, value in given.items():
        _refuse_misfit(definition, shapes, name, value)


def _shape(definition: Definition, shapes: Mapping[str, Shape], name: str) -> str:
    axes = [axis.upper() for axis in definition.axes.get(name, ())]
    return f"({', '.join([*axes, 'batch', *map(str, shapes[name])])})"


def _refuse_misfit(definition: Definition, shapes: Mapping[str, Shape], name: str, value: Tensor) -> None:
    lead, own = len(definition.axes.get(name, ())) + 1, shapes[name]
    if not isinstance(value, Tensor):
        raise ModelError(f"`{name}` is a {type(value).__name__}; expected a tensor.")
    if value.is_complex():
        raise ModelError(f"`{name}` has type {value.dtype}; expected real numbers or classes. Give its parts as units.")
    if value.dtype in _UNSIGNED:
        raise ModelError(f"`{name}` has type {value.dtype}, in which torch computes little. Call `.long()` on it.")
    if value.is_meta or value.layout is not torch.strided:
        kind = "on the meta device and holds no numbers" if value.is_meta else f"stored as {value.layout}"
        raise ModelError(f"`{name}` is {kind}; expected a dense tensor with its numbers.")
    if value.dim() == lead and len(own) == 1 and not value.is_floating_point():
        return
    if value.dim() != lead + len(own) or tuple(value.shape[lead:]) != own:
        also = _classes_hint(definition, name, value) if value.dim() == lead and len(own) == 1 else ""
        raise ModelError(
            f"`{name}` has shape {tuple(value.shape)}; expected {_shape(definition, shapes, name)}{also}. "
            "Change the tensor or the sizes."
        )


def _classes_hint(definition: Definition, name: str, value: Tensor) -> str:
    axes = ", ".join([*(axis.upper() for axis in definition.axes.get(name, ())), "batch"])
    return f", or classes as integers ({axes}), not {str(value.dtype).removeprefix('torch.')}"


def converted(setting: Setting, name: str, value: Tensor) -> Tensor:
    """Return an input in the type and on the device of a run, one-hot if it was classes.

    What lies after the own end of a sequence becomes zero, whatever it held. Raises ``ModelError`` for
    numbers that are not finite and for classes that the size does not have.
    """
    if value.is_inference() and not torch.is_inference_mode_enabled():
        value = value.clone()  # one that derivatives can be recorded of
    shape, inside = setting.shapes[name], setting.inside_of(name)
    lead = len(setting.definition.axes.get(name, ())) + 1
    if inside is not None:
        counts = inside.to(value.device).reshape(*inside.shape, *[1] * (value.dim() - lead))
        value = torch.where(counts, value, torch.zeros((), dtype=value.dtype, device=value.device))
    if value.dim() == lead and len(shape) == 1:
        return _one_hot(name, value, shape[0]).to(setting.like)
    if not isfinite(value.detach().sum().item()) and not bool(torch.isfinite(value).all()):  # a sum may overflow
        raise ModelError(f"`{name}` holds values that are not finite numbers. Replace them before running.")
    return value.to(setting.like)


def _one_hot(name: str, classes: Tensor, count: int) -> Tensor:
    if classes.numel() and not 0 <= int(classes.min()) <= int(classes.max()) < count:
        raise ModelError(
            f"`{name}` has classes from {int(classes.min())} to {int(classes.max())}; expected 0 to {count - 1}."
        )
    return functional.one_hot(classes.long(), count)


def batch_of(definition: Definition, inputs: Mapping[str, Tensor], lengths: Mapping[str, object]) -> int:
    """Return the number of sequences; raises ``ModelError`` where two inputs disagree, or there is none.

    Without inputs it is that of ``lengths`` that differ between the sequences, or 1.
    """
    sizes = {f"`{name}`": int(value.shape[len(definition.axes.get(name, ()))]) for name, value in inputs.items()}
    for axis, one in lengths.items():
        if isinstance(one, list | tuple) or (isinstance(one, Tensor) and one.dim() == 1):
            sizes[f"lengths of axis {axis}"] = len(one)
    if len(set(sizes.values())) > 1:
        said = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise ModelError(f"The batch sizes differ: {said}. Give all the same number of sequences.")
    batch = next(iter(sizes.values()), 1)
    if batch < 1:
        raise ModelError(f"{next(iter(sizes))} has a batch of 0 sequences; expected at least 1.")
    return batch
