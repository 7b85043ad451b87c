"""A cliff in the loss of one recurrent unit, and how gradient descent falls off it or, with clipping, walks down.

Pascanu, Mikolov & Bengio (2013, Figure 6); Goodfellow, Bengio & Courville (2016), Figure 10.17.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor

import graphviz_rnn as gr
from models.analysis import Numbers
from models.build import RecurrentModel, build
from models.trace import Trace

STEPS = 50
"""Steps of the recurrence, as in the paper."""

_TEXT = """# A cliff: one unit, fifty steps
# Pascanu, Mikolov & Bengio (2013), section 2.3 and Figure 6

{role} w : scalar
{role} b : scalar

# where every run starts
h[0] = 0.5
# the unit: the same w and b at every step
h[t] = w * sigmoid(h[t-1]) + b
# how far its last value is from 0.7
loss = (sigmoid(h[T]) - 0.7)^2
"""


def cliff_text() -> str:
    """Return the definition, with w and b as parameters."""
    return _TEXT.format(role="param")


@dataclass(frozen=True)
class Descent:
    """Gradient descent from ``start`` (w, b): ``updates`` steps of ``rate``, gradients clipped to the norm ``most``."""

    start: tuple[float, float]
    rate: float
    most: float
    updates: int


@dataclass(frozen=True)
class Walk:
    """Where a descent went, (updates + 1, 2), and the gradient's norm before clipping at each update, (updates,)."""

    places: Numbers
    norms: Numbers


def losses(w: Numbers, b: Numbers) -> Numbers:
    """Return the loss at every w and b, shape (len(b), len(w)): the definition run once on the whole grid."""
    across, along = np.meshgrid(w, b)
    with torch.no_grad():
        found = _run(torch.tensor(across.ravel()), torch.tensor(along.ravel()))["loss"]
    return np.asarray(found.numpy().reshape(across.shape))


def walk(descent: Descent) -> Walk:
    """Descend: place ← place − rate · g, g the gradient, shortened to ``most`` if it is longer (10.48, 10.49)."""
    place = torch.tensor(descent.start, dtype=torch.float64)
    places, norms = [place], []
    for _ in range(descent.updates):
        trace = _run(place[:1], place[1:])
        gradient = torch.cat([trace.grad("loss", "w"), trace.grad("loss", "b")])
        norm = float(gradient.norm())
        if norm > descent.most:
            gradient = gradient * (descent.most / norm)
        place = place - descent.rate * gradient
        places.append(place)
        norms.append(norm)
    return Walk(torch.stack(places).numpy(), np.array(norms))


def _run(w: Tensor, b: Tensor) -> Trace:
    return _model().run({"w": w, "b": b}, lengths={"t": STEPS})


@cache
def _model() -> RecurrentModel:
    """Return the definition with w and b as inputs, so that a batch runs many places at once."""
    return build(gr.parse(_TEXT.format(role="input"))).double()
