"""The Mackey-Glass series: a chaotic signal from one equation with delay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.errors import ModelError


def mackey_glass(
    steps: int, *, delay: float = 17.0, substeps: int = 10, skip: int = 1000, start: float | int = 0
) -> npt.NDArray[np.float64]:
    """Return ``steps`` values, one a unit of time, of dy/dt = 0.2 y(t−τ)/(1 + y(t−τ)¹⁰) − 0.1 y(t).

    Mackey & Glass (1977), by Euler steps of 1/``substeps``, which with 10 is what Jaeger (2001, GMD report 148) and
    most after him call Mackey-Glass. A delay of 17 is mildly, one of 30 more chaotic. The first ``skip`` values
    are left out. ``start`` is a seed, which sets the past to 1.2 ± 0.1, or a float, which the past then is.
    Raises ``ModelError`` for a delay that is not a whole number of Euler steps.
    """
    back = round(delay * substeps)
    if steps < 1 or back < 1 or abs(back - delay * substeps) > 1e-9:
        raise ModelError(f"{steps} steps, delay {delay}: expected at least 1 step and a delay that {substeps} divides.")
    past = start if isinstance(start, float) else 1.2 + 0.2 * (np.random.default_rng(start).random() - 0.5)
    values, size = [float(past)] * (back + 1), 1 / substeps
    for now in range(back, back + (skip + steps - 1) * substeps):
        delayed = values[now - back]
        values.append(values[now] + size * (0.2 * delayed / (1 + delayed**10) - 0.1 * values[now]))
    return np.array(values[back::substeps][skip:])
