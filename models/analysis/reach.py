"""Which inputs each output feels, and how much."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers
from models.trace import Trace


def reach(trace: Trace, *, of: str, wrt: str) -> Numbers:
    """Return ‖∂of(t)/∂wrt(s)‖ (Frobenius) of the first sequence for all t and s, shape (T, S).

    A causal network has zeros above the diagonal: no output feels an input that is still to come. A bidirectional one
    has none (Goodfellow et al. 2016, section 10.3). Both variables lie on one axis; raises ``ModelError`` otherwise.
    """
    rows, columns = len(trace[of]), len(trace[wrt])
    table = np.zeros((rows, columns))
    for t in range(rows):
        for s in range(columns):
            jacobian = trace.jacobian(of, at=t + 1, wrt=wrt, index=s + 1)
            table[t, s] = float(jacobian[0].norm())
    return table
