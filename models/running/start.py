"""From what the caller gave to a run: inputs checked, lengths found."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.inputs import batch_of, converted, fitting
from models.running.lengths import Lengths, lengths_of
from models.running.plan import Plan
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
    definition, shapes = plan.definition, plan.shapes
    inputs = fitting(definition, shapes, given)
    batch = batch_of(definition, inputs, lengths)
    extents, own = lengths_of(definition, inputs, lengths)
    like = _like(weights, given)
    own = {axis: one.to(like.device) for axis, one in own.items()}
    setting = Setting(definition, shapes, extents, batch, like, own)
    ready = {name: converted(setting, name, value) for name, value in inputs.items()}
    return Run(plan, setting, weights, ready)


def _like(weights: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Tensor:
    """Return a tensor of the type to compute in: the parameters', else the inputs'."""
    floats = [one for one in given.values() if one.is_floating_point()]
    return next(iter((*weights.values(), *floats)), torch.zeros(()))
