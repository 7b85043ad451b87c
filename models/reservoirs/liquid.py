"""The liquid state machine of Maass, Natschläger & Markram (2002): spiking neurons and the input to them."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from models.build import RecurrentModel
from models.reservoirs.column import Column

STEP = 0.5
"""Milliseconds a step."""
CHANNELS, REACHED, INPUT = 4, 0.3, 18.0
"""Input channels, the share of neurons that an input reaches, and its current in nA."""

TEXT = """
# Column of spiking neurons: leaky integrate-and-fire, exponential synapses, delays, refractory times
# Maass, Natschläger & Markram (2002), with static synapses; half a millisecond a step, in nA and mV.

def decay(tau) = exp(-0.5 / tau)

param W fixed
param M fixed
param Q fixed
param U fixed
param n fixed

v[0] = 13.5
# the current of excitatory synapses: 1.5 ms late between excitatory neurons, else about 0.8 ms; it decays with 3 ms
i[t] = decay(3) * i[t-1] + W @ z[t-3] + M @ z[t-2] + U @ x[t]
# the current of inhibitory synapses; it decays with 6 ms
j[t] = decay(6) * j[t-1] + Q @ z[t-2]
# the potential that background and currents draw towards, at 1 MΩ
d[t] = 13.5 + i[t] + j[t]
# whether a neuron is out of its refractory time
f[t] = 1 - step(q[t-1])
# the potential reached: exact for a current that is constant within the step
u[t] = f[t] * (d[t] + decay(30) * (v[t-1] - d[t])) + (1 - f[t]) * 13.5
# the spikes
z[t] = step(u[t] - 15)
# the potential left
v[t] = (1 - z[t]) * u[t] + z[t] * 13.5
# the steps of refractory time that are left
q[t] = z[t] * n + (1 - z[t]) * maximum(q[t-1] - 1, 0)
# the liquid's state: spikes, low-passed with 30 ms
h[t] = decay(30) * h[t-1] + z[t]
"""


@cache
def liquid_definition() -> Definition:
    """Return the definition of the column's neurons."""
    return parse(TEXT)


def liquid(wiring: Column, *, seed: int = 0) -> RecurrentModel:
    """Return the running column; input channels reach 30 % of the neurons each."""
    rng, size, inhibits = np.random.default_rng(seed), len(wiring.positions), wiring.inhibitory
    weights: dict[str, npt.NDArray[np.floating]] = {
        "W": wiring.currents * (~inhibits[:, None] & ~inhibits[None, :]),
        "M": wiring.currents * (inhibits[:, None] & ~inhibits[None, :]),
        "Q": wiring.currents * inhibits[None, :],
        "U": INPUT * (rng.random((size, CHANNELS)) < REACHED),
        "n": np.where(inhibits, 2.0, 3.0) / STEP,
    }
    definition = liquid_definition()
    model = RecurrentModel(definition, definition.shapes({"u": size, "x": CHANNELS}), seed=0)
    with torch.no_grad():
        for name, one in model.weights.items():
            one.copy_(torch.as_tensor(weights[name]))
    return model


LENGTH, RATE, JITTER = 250.0, 20.0, 4.0
"""Of a template: milliseconds, spikes a second in each channel, and by how many milliseconds trials move them."""


def spike_trains(trials: int, *, seed: int) -> tuple[Tensor, npt.NDArray[np.int64]]:
    """Return trials of two templates, (T, trials, channels) of 0 and 1, and which template each is, (trials,).

    A template is Poisson spikes in each channel, of which a trial moves each by a normal time. The templates are the
    same for all seeds, the trials are not.
    """
    rng, fixed = np.random.default_rng(seed), np.random.default_rng(1)
    steps = round(LENGTH / STEP)
    templates = [
        [fixed.uniform(0, LENGTH, fixed.poisson(RATE * LENGTH / 1000)) for _ in range(CHANNELS)] for _ in range(2)
    ]
    which, trains = rng.integers(0, 2, trials), np.zeros((steps, trials, CHANNELS))
    for trial, one in enumerate(which):
        for channel, times in enumerate(templates[one]):
            moved = np.round((times + rng.normal(0, JITTER, len(times))) / STEP).astype(int)
            trains[np.clip(moved, 0, steps - 1), trial, channel] = 1
    return torch.from_numpy(trains).float(), which
