"""How well a liquid tells two inputs apart, and how it depends on the strength of its coupling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from models.build import RecurrentModel
from models.reservoirs.column import column
from models.reservoirs.liquid import STEP, liquid, spike_trains
from models.reservoirs.ridge import Numbers, ridge_regression

TOGETHER = 50
"""Trials that are run at once: every variable of every step is kept."""


@dataclass(frozen=True, slots=True)
class Separation:
    """The share of new trials told apart rightly, and the mean rate of the neurons in Hz."""

    accuracy: float
    rate: float


def separation(reach: float, *, trials: int = 100, seed: int = 0) -> Separation:
    """Return how well a linear readout of the last state tells two jittered spike patterns apart.

    It is fitted by ridge regression on ``trials`` trials and judged on as many new ones. ``reach`` is λ, the strength
    of the coupling: 0 leaves neurons alone; from about 4 on they drive each other and hardly heed the input.
    """
    model = liquid(column(reach, seed=seed), seed=seed)
    states, labels, _ = _last_states(model, trials, 2 * seed)
    weights = ridge_regression(_with_ones(states), (2.0 * labels[:, None] - 1).astype(np.float64), penalty=1.0)
    new, truth, rate = _last_states(model, trials, 2 * seed + 1)
    said = _with_ones(new) @ weights > 0
    return Separation(float((said[:, 0] == (truth == 1)).mean()), rate)


def _last_states(model: RecurrentModel, trials: int, seed: int) -> tuple[Numbers, npt.NDArray[np.int64], float]:
    inputs, labels = spike_trains(trials, seed=seed)
    states, rates = [], []
    with torch.no_grad():
        for first in range(0, trials, TOGETHER):
            trace = model.run(x=inputs[:, first : first + TOGETHER])
            states.append(np.asarray(trace["h"][-1].double().numpy(), np.float64))
            rates.append(float(trace["z"].mean()) * 1000 / STEP)
    return np.concatenate(states), labels, float(np.mean(rates))


def _with_ones(states: Numbers) -> Numbers:
    return np.concatenate([np.ones((len(states), 1)), states], axis=1)
