"""The memory capacity of reservoirs: how many past inputs can be read from the state."""

from __future__ import annotations

import numpy as np
import torch

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import load
from models.analysis.memory import memory_capacity
from models.reservoirs.ridge import Numbers
from models.reservoirs.weights import reservoir

WASHOUT, TRAIN, TEST = 200, 3000, 6000


def measured_capacity(between: Numbers, *, scale: float = 0.1, linear: bool = False, seed: int = 0) -> float:
    """Return Σ r² over lags 0 to 2N for recurrent weights (N, N), on 6000 steps held out; it is at most N.

    Inputs are independent and uniform in ±.8, input weights in ±``scale`` (Jaeger 2001, GMD report 152). A ``linear``
    reservoir has no squashing.
    """
    rng = np.random.default_rng(seed)
    inputs = rng.uniform(-0.8, 0.8, WASHOUT + TRAIN + TEST)
    entry = rng.uniform(-scale, scale, (len(between), 1))
    model = reservoir(without_squashing() if linear else load("echo_state"), W=between, U=entry)
    with torch.no_grad():
        states = model.run(x=torch.from_numpy(inputs).reshape(-1, 1, 1))["h"][WASHOUT:, 0].numpy()
    return memory_capacity(states, inputs[WASHOUT:], longest=2 * len(between), train=TRAIN)


def without_squashing() -> Definition:
    """Return the gallery's echo state network with the identity in place of tanh."""
    return parse(load("echo_state").text.replace("= tanh(b + ", "= (b + "))
