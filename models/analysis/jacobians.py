"""The Jacobians ∂h(t)/∂h(t') between any two steps of a run, and their norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import torch

from models.analysis import Numbers
from models.analysis.carriers import carriers
from models.analysis.one_step import one_step_jacobians
from models.analysis.probe import probed_jacobians
from models.build import RecurrentModel
from models.errors import ModelError
from models.trace import Trace

Norm = Literal["spectral", "frobenius"]


def jacobians(model: RecurrentModel, trace: Trace, state: str = "h", *, ends: Sequence[int] | None = None) -> Numbers:
    """Return ∂state(t)/∂state(t') of a run of ``model``, of its first sequence, shape (len(ends), T, n, n).

    ``ends`` are the steps t, counted from 1 (default: all); t' runs over all steps. It is the total derivative,
    through all paths and steps between: I for t' = t, 0 for t' > t. Where the past comes in by values one step
    back alone, the Jacobians of single steps are multiplied; else every entry is asked of autograd.
    Outputs that were fed back in a free run count as given. Raises ``ModelError`` for a state that is
    not on exactly one axis and for steps that are not there.
    """
    definition = model.definition
    axes = definition.axes.get(state, ())
    if definition.roles.get(state) not in ("state", "variable") or len(axes) != 1:
        raise ModelError(f"`{state}` is no variable on one axis. Jacobians go from step to step of one that is.")
    steps = len(trace[state])
    asked = list(range(1, steps + 1)) if ends is None else list(ends)
    wrong = next((one for one in asked if not 1 <= one <= steps), None)
    if wrong is not None:
        raise ModelError(f"`{state}` has no step {wrong}; its steps are 1 to {steps}.")
    bearing = carriers(definition, state)
    if not bearing:
        return probed_jacobians(model, trace, state, asked)
    size = max(1, int(np.prod(model.shapes[state])))
    return _chained(one_step_jacobians(model, trace, bearing), size, asked)


def step_jacobians(model: RecurrentModel, trace: Trace, state: str = "h") -> Numbers:
    """Return ∂state(t)/∂state(t−1) for t = 2 … T, shape (T−1, n, n); raises ``ModelError`` as ``jacobians`` does."""
    bearing = carriers(model.definition, state)
    if len(bearing) == 1:
        return one_step_jacobians(model, trace, bearing)[1:]
    table = jacobians(model, trace, state)
    later = np.arange(1, len(table))
    return table[later, later - 1]


def _chained(steps: Numbers, size: int, ends: Sequence[int]) -> Numbers:
    """Multiply the Jacobians of single steps, (T, N, N), and keep the first ``size`` units of the product."""
    table = np.zeros((len(ends), len(steps), size, size))
    for row, end in enumerate(ends):
        product = np.eye(steps.shape[-1])[:size]
        for start in range(end, 0, -1):
            table[row, start - 1] = product[:, :size]
            product = product @ steps[start - 1]
    return table


def jacobian_norms(
    model: RecurrentModel,
    trace: Trace,
    state: str = "h",
    *,
    ends: Sequence[int] | None = None,
    norm: Norm = "spectral",
) -> Numbers:
    """Return ‖∂state(t)/∂state(t')‖ of the first sequence, shape (len(ends), T): how much of t' is felt at t.

    "spectral" is the largest singular value, the most that a change can grow; raises what ``jacobians`` does.
    """
    table = torch.from_numpy(jacobians(model, trace, state, ends=ends))
    order = 2 if norm == "spectral" else "fro"
    return np.asarray(torch.linalg.matrix_norm(table, ord=order).numpy())
