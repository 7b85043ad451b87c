"""From what the caller gave to a run: inputs checked, lengths found."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.inputs import batch_of, converted, refuse_misfits
from models.running.lengths import Lengths, lengths_of, plain
from models.running.plan import Plan, keep
from models.running.run import Run
from models.running.setting import Setting


def start(
    plan: Plan,
    weights: Mapping[str, Tensor],
    *,
    given: Mapping[str, Tensor],
    lengths: Mapping[str, Lengths],
) -> Run:
    """Return a run that is ready; raises ``ModelError`` for inputs and lengths that do not fit."""
    if lengths:
        setting = _setting(plan, weights, given, plain(lengths))
    else:
        form = _form(weights, given)
        setting = plan.settings.get(form) or keep(plan.settings, form, _setting(plan, weights, given, lengths))
    return Run(plan, setting, weights, {name: converted(setting, name, value) for name, value in given.items()})


def _setting(
    plan: Plan, weights: Mapping[str, Tensor], given: Mapping[str, Tensor], lengths: Mapping[str, Lengths]
) -> Setting:
    definition, shapes = plan.definition, plan.shapes
    refuse_misfits(definition, shapes, given)
    batch = batch_of(definition, given, lengths)
    extents, own = lengths_of(definition, given, lengths)
    # a tensor of its own: those given may be of a transformation that ends with the run
    floats = [one for one in given.values() if one.is_floating_point()]
    like = next(iter((*weights.values(), *floats)), torch.zeros(()))
    like = torch.empty(0, dtype=like.dtype, device=like.device)
    return Setting(definition, shapes, extents, batch, like, {axis: one.to(like.device) for axis, one in own.items()})


def _form(weights: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> tuple[object, ...]:
    """Return all that a setting follows from where no lengths are asked for."""
    first = next(iter(weights.values()), None)
    return (
        torch.get_default_dtype() if first is None else (first.dtype, first.device),
        *((name, one.shape, one.dtype, one.device) if isinstance(one, Tensor) else name for name, one in given.items()),
    )
