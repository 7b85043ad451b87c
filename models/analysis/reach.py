"""Which inputs each output feels, and how much."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from models.analysis import Numbers
from models.trace import Trace


def reach(trace: Trace, *, of: str, wrt: str) -> Numbers:
    """Return ‖∂of(t)/∂wrt(s)‖ (Frobenius) of the first sequence for all t and s, shape (T, S).

    A causal network has zeros above the diagonal: no output feels an input that is still to come. A bidirectional one
    has none (Goodfellow et al. 2016, section 10.3). Both variables lie on one axis. The run was made with gradients.
    """
    return np.stack([_felt(trace, outputs[0], wrt) for outputs in trace[of]])


def _felt(trace: Trace, output: Tensor, wrt: str) -> Numbers:
    """Return the norms of the derivatives of one output, (n,), with respect to every step of a variable, (S,)."""
    series = trace.series[wrt]
    squares = np.zeros(len(trace[wrt]))
    for unit in output.reshape(-1):
        found = torch.autograd.grad(unit, series.nodes, retain_graph=True, allow_unused=True)
        parts = [torch.zeros_like(node) if one is None else one for node, one in zip(series.nodes, found, strict=True)]
        rows = series.shaped(parts)[:, 0].reshape(len(squares), -1)
        squares += rows.double().square().sum(1).numpy()
    return np.asarray(np.sqrt(squares))
