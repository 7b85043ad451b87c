"""Jacobians of any definition: a probe picks one unit at one step, and one backward pass says what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from models.analysis import Numbers
from models.analysis.one_step import fresh, with_text
from models.build import RecurrentModel

SEQUENCES = 1024
"""Most copies of a sequence that are run at once."""


def probed_jacobians(model: RecurrentModel, given: Mapping[str, Tensor], state: str, ends: Sequence[int]) -> Numbers:
    """Return ∂state(t)/∂state(t') of the first sequence for t in ``ends``, shape (len(ends), T, n, n).

    The sequence is copied, once for every unit and step asked for; each copy's probe is 1 there and 0 elsewhere.
    """
    size = max(1, int(np.prod(model.shapes[state])))
    many = max(1, SEQUENCES // size)
    parts = [_probed(model, given, state, ends[first : first + many]) for first in range(0, len(ends), many)]
    return np.concatenate(parts)


def _probed(model: RecurrentModel, given: Mapping[str, Tensor], state: str, ends: Sequence[int]) -> Numbers:
    axis, shape = model.definition.axes[state][0], model.shapes[state]
    probe, total = fresh(model.definition, "probe"), fresh(model.definition, "probed")
    picked = f"{probe}[{axis}] * {state}[{axis}]"
    text = "\n".join(
        [
            model.definition.text,
            f"input {probe}[{axis}] : {' x '.join(map(str, shape)) or 'scalar'}",
            f"{total} = sum[{axis}]({f'sum({picked})' if shape else picked})",
        ]
    )
    size = max(1, int(np.prod(shape)))
    copies = {name: _copied(model, name, value, len(ends) * size) for name, value in given.items()}
    steps = len(model.run(given)[state])
    probes = _probes(ends, steps, size).reshape(steps, -1, *shape).to(_dtype(model))
    trace = with_text(model, text).run({**copies, probe: probes})
    grad = trace.grad(total, state).double().numpy().reshape(steps, len(ends), size, size)
    return np.asarray(grad.transpose(1, 0, 2, 3))


def _probes(ends: Sequence[int], steps: int, size: int) -> Tensor:
    """Return (T, ends, n, n): copy (t, i) picks unit i at step t."""
    probes = torch.zeros(steps, len(ends), size, size)
    for row, end in enumerate(ends):
        probes[end - 1, row] = torch.eye(size)
    return probes


def _copied(model: RecurrentModel, name: str, value: Tensor, times: int) -> Tensor:
    """Return the first sequence, ``times`` times along the batch."""
    batch = len(model.definition.axes.get(name, ()))
    return value.narrow(batch, 0, 1).repeat_interleave(times, dim=batch)


def _dtype(model: RecurrentModel) -> torch.dtype:
    return next((one.dtype for one in model.weights.values()), torch.get_default_dtype())
