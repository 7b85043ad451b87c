"""How to train: the choices that stay the same from the first update to the last."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, isfinite, pi
from typing import Literal, get_args

from models.errors import ModelError

Optimiser = Literal["adam", "sgd"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is minimised and how; the mean of ``loss`` over the batch, by Adam (Kingma & Ba 2015) or plain SGD.

    Gradients longer than ``clip`` are shortened to it (Pascanu et al. 2013); None leaves them. The rate falls along a
    half cosine from ``rate`` to ``last_rate``, a fraction of it. ``free_running`` trains a model on its own
    outputs in place of the targets that teacher forcing would feed to it. Raises ``ModelError`` for an unknown
    optimiser, and for a rate or length that cannot be.
    """

    loss: str = "loss"
    optimiser: Optimiser = "adam"
    rate: float = 0.01
    last_rate: float = 1.0
    clip: float | None = 1.0
    free_running: bool = False

    def __post_init__(self) -> None:
        if self.optimiser not in get_args(Optimiser):
            raise ModelError(f"The optimiser is {self.optimiser!r}; expected one of {', '.join(get_args(Optimiser))}.")
        for name, rate in (("rate", self.rate), ("last_rate", self.last_rate)):
            if not (isfinite(rate) and rate >= 0):
                raise ModelError(f"`{name}` is {rate}; expected a number from 0 up.")
        if self.clip is not None and not self.clip > 0:
            raise ModelError(f"`clip` is {self.clip}; expected a length above 0, or None to leave them all.")

    def rate_at(self, update: int, updates: int) -> float:
        """Return the rate of an update, counted from 1, of ``updates`` in all."""
        done = (update - 1) / max(updates - 1, 1)
        return self.rate * (self.last_rate + (1 - self.last_rate) * (1 + cos(pi * done)) / 2)
