"""How much of its past inputs a network's state still holds: the lossy summary, measured."""

from __future__ import annotations

import torch

from graphviz_rnn.language.definition import Definition
from models.analysis import Numbers
from models.analysis.memory import recall
from models.build import build

STEPS = 4000
TRAIN = 1000


def recall_of_state(definition: Definition, state: str, *, units: int, longest: int, seed: int) -> Numbers:
    """Return r² of the best linear reading of x(t−k) from the state, for k = 0 … ``longest``, shape (longest + 1,).

    The network has its first weights, drawn from ``seed``, and reads one number a step, independent and uniform in ±1,
    for ``STEPS`` steps; the reading is fitted on the first ``TRAIN`` and judged on the others (Jaeger 2001). The
    definition must have one input. r² cannot sum to more than the number of units, but for chance.
    """
    (name,) = definition.names("input")
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.rand(STEPS, 1, 1, generator=generator) * 2 - 1
    model = build(definition, {name: 1, state: units}, seed)
    with torch.no_grad():
        states = model.run({name: inputs})[state][:, 0].double().numpy()
    return recall(states, inputs[:, 0, 0].double().numpy(), lags=range(longest + 1), train=TRAIN)
