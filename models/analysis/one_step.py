"""The Jacobian of every single step: all steps of a run are one batch of runs of length one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from models.analysis import Numbers
from models.build import RecurrentModel
from models.trace import Trace
from models.variants import started, twin


def one_step_jacobians(model: RecurrentModel, trace: Trace, bearing: Sequence[str]) -> Numbers:
    """Return ∂z(t)/∂z(t−1), shape (T, N, N), of the first sequence; z stacks the variables ``bearing``.

    Each must carry the past by its value one step back alone (see ``carriers``).
    """
    definition, names = started(model.definition, bearing)
    single = twin(model, definition, {new: model.shapes[old] for old, new in names.items()})
    axis = model.definition.axes[bearing[0]]
    read = [one for one in trace.names if model.definition.roles[one] in ("input", "target")]
    given = {one: trace[one].detach()[:, 0].unsqueeze(0) for one in read if model.definition.axes.get(one) == axis}
    before = [_shifted(trace[one].detach()[:, 0], trace.boundary(one, 0)).requires_grad_() for one in bearing]
    others = {one: 1 for one in model.definition.lengths if (one,) != axis or not given}
    after = single.run({**given, **dict(zip(names.values(), before, strict=True))}, lengths=others)
    rows = [unit for one in bearing for unit in after[one][0].reshape(len(before[0]), -1).T]
    return np.stack([_row(unit, before) for unit in rows], axis=1)


def _shifted(values: Tensor, start: Tensor | None) -> Tensor:
    """Return the value before each step; before the first it is ``start``, or 0."""
    first = torch.zeros_like(values[:1]) if start is None else start.detach()[:1]
    return torch.cat([first, values[:-1]])


def _row(unit: Tensor, before: Sequence[Tensor]) -> Numbers:
    """Return the derivatives of one unit at all steps, (T,), with respect to all units before, (T, N)."""
    found: Sequence[Tensor | None] = [None] * len(before)
    if unit.requires_grad:  # spikes, made by a step function, do not
        found = torch.autograd.grad(unit.sum(), before, retain_graph=True, allow_unused=True)
    parts = [torch.zeros_like(one) if got is None else got for one, got in zip(before, found, strict=True)]
    return np.asarray(torch.cat([one.reshape(len(one), -1) for one in parts], dim=1).double().numpy())
