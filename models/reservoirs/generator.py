"""Jaeger's generator of the Mackey-Glass series, as published in 2001 and 2004."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from graphviz_rnn.shelf import load
from models.build import RecurrentModel
from models.continuation import continued
from models.data.mackey_glass import mackey_glass
from models.radius import scaled
from models.reservoirs.readout import fit_readout
from models.reservoirs.ridge import Numbers
from models.reservoirs.weights import reservoir

BIAS, WASHOUT, FORCED, AHEAD = 0.2, 1000, 1000, 84
SERIES = 10_000
"""Where the seeds of test series begin, far from those of networks and training series."""


def jaeger_network(units: int, *, seed: int) -> RecurrentModel:
    """Return the untrained network of Jaeger (2001, GMD report 148, section 6), of 400 units there.

    Leaky units (C = .44, a = .9), one weight in 80 between them, spectral radius .79; a constant input of .2 that
    reaches half of the units with ±.14; the output comes back with weights in ±.56.
    """
    rng = np.random.default_rng(seed)
    between = rng.choice([0.0, 0.4, -0.4], (units, units), p=[0.9875, 0.00625, 0.00625])
    return reservoir(
        load("echo_state_feedback"),
        W=scaled(between, 0.79),
        U=rng.choice([0.0, 0.14, -0.14], (units, 1), p=[0.5, 0.25, 0.25]),
        B=rng.uniform(-0.56, 0.56, (units, 1)),
        C=np.array(0.44),
        a=np.array(0.9),
    )


def generation_error(
    *, units: int = 400, steps: int = 3000, trials: int = 50, delay: float = 17.0, seed: int = 0
) -> float:
    """Return NRMSE₈₄: how far the network is off after 84 steps alone, over the deviation of the series.

    It reads ``steps`` steps and learns from those after the first 1000 by linear regression; then ``trials`` new
    series are read for 1000 steps and continued for 84. Published: 2.8e-4 with 400 units (Jaeger 2001),
    10^-4.2 with 1000 (Jaeger & Haas 2004); the best of other methods was 8.8e-3.
    """
    model, series = jaeger_network(units, seed=seed), mackey_glass(steps, delay=delay, start=seed)
    with torch.no_grad():
        trace = model.run(x=_bias(steps, 1), y=squashed(series[:, None]))
        fit_readout(model, trace, washout=WASHOUT)
        tests = [mackey_glass(FORCED + AHEAD, delay=delay, start=SERIES + one) for one in range(trials)]
        new = np.stack(tests, axis=1)
        forced = model.run(x=_bias(FORCED, trials), y=squashed(new[:FORCED]))
        free = continued(model, forced, steps=AHEAD, given={"x": _bias(AHEAD, trials)})
    said = stretched(free["o"])[-1]
    return float(np.sqrt(((said - new[-1]) ** 2).mean() / series.var()))


def squashed(series: Numbers) -> Tensor:
    """Return a series (T, batch) as the network sees it, (T, batch, 1): tanh(y − 1)."""
    return torch.from_numpy(np.tanh(series - 1)).unsqueeze(-1)


def stretched(outputs: Tensor) -> Numbers:
    """Return outputs (T, batch, 1) in the units of the series, (T, batch)."""
    return np.asarray(torch.atanh(outputs.clamp(-1 + 1e-12, 1 - 1e-12))[..., 0].numpy() + 1)


def _bias(steps: int, batch: int) -> Tensor:
    return torch.full((steps, batch, 1), BIAS, dtype=torch.float64)
