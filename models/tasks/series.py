"""The next value of a series, from those so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from models.errors import ModelError
from models.tasks.task import Task


def next_value(values: npt.NDArray[np.float64], *, window: int, start: int = 0, ticks: Sequence[str] = ()) -> Task:
    """Return the task to say the next values of one series, (steps,), or of several, (steps, columns), from the last.

    ``window`` values are read from position ``start`` on. Values are standardised by the mean and the standard
    deviation of each whole series. Raises ``ModelError`` if the series is too short.
    """
    left = len(values) - start
    if window < 1 or left < window + 1:
        raise ModelError(
            f"From its position {start + 1} on the series has {max(left, 0)} values; reading {window} and predicting "
            f"the one after each takes {window + 1}. Read fewer, or start earlier."
        )
    spread = values.std(0)
    scaled = (values - values.mean(0)) / np.where(spread > 0, spread, 1.0)
    part = torch.tensor(scaled[start : start + window + 1], dtype=torch.get_default_dtype())
    part = part.reshape(window + 1, 1, -1)
    return Task(part[:-1], part[1:], tuple(ticks[start : start + window]), "mse")
