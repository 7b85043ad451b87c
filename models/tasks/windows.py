"""Windows of one long series, as many as wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.errors import ModelError
from models.tasks.drawn import floats, random
from models.tasks.task import Task


@dataclass(frozen=True)
class Windows:
    """The task to say the next value of a series in windows of ``steps`` steps, drawn anywhere.

    Values are standardised, so the loss of saying the mean is 1 over the whole series. Raises ``ModelError``
    for a series that is too short.
    """

    values: npt.NDArray[np.float64]
    steps: int

    def __post_init__(self) -> None:
        if len(self.values) <= self.steps or self.steps < 1:
            raise ModelError(
                f"The series has {len(self.values)} values; a window of {self.steps} steps and the value after it "
                f"takes {self.steps + 1}. Take a shorter window."
            )

    @property
    def chance(self) -> float:
        """The variance of standardised values."""
        return 1.0

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` windows, the same for the same seed."""
        scaled = (self.values - self.values.mean()) / (self.values.std() or 1.0)
        first = random(seed).integers(0, len(scaled) - self.steps, count)
        windows = scaled[first[None, :] + np.arange(self.steps + 1)[:, None]][..., None]
        return Task(floats(windows[:-1]), floats(windows[1:]), (), "mse")
