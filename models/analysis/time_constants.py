"""How long a unit remembers: time constants of leaky units and of gates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.analysis import Numbers

Retention = float | npt.NDArray[np.floating]
"""What a unit keeps of its value in one step, 0 to 1: α of μ(t) = α μ(t−1) + (1−α) v(t), or a forget gate.

It is the book's α. Reservoir papers write a = 1 − α, the leak, for the other part.
"""


def e_folding_time(keep: Retention) -> Numbers:
    """Return −1/ln α: the steps after which 1/e is left; 0 for α = 0, infinite for α = 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / np.log(1.0 / np.asarray(keep, float)))


def half_life(keep: Retention) -> Numbers:
    """Return ln ½ / ln α: the steps after which half is left."""
    return np.asarray(np.log(2.0) * e_folding_time(keep))


def rule_of_thumb(keep: Retention) -> Numbers:
    """Return 1/(1−α), the usual approximation to the e-folding time (10 for α = .9, which is 9.49)."""
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / (1.0 - np.asarray(keep, float)))


def mean_lag(keep: Retention) -> Numbers:
    """Return α/(1−α): how many steps old the input is that a leaky unit shows, on average."""
    return np.asarray(keep, float) * rule_of_thumb(keep)


def impulse_response(keep: float, steps: int) -> Numbers:
    """Return (1−α)αᵏ for k = 0 … steps−1: what a leaky unit shows k steps after an input of 1. It adds up to 1."""
    return np.asarray((1.0 - keep) * float(keep) ** np.arange(steps))


def kept(gates: Numbers) -> Numbers:
    """Return how much of what was held at step t' is left at step t: Π gates over t'+1 … t.

    ``gates`` has shape (T,) or (T, n), the result (T, T) or (T, T, n), indexed [t, t'] from 0, with 1 for
    t = t' and 0 for t < t'. For an LSTM's forget gate it is ∂s(t)/∂s(t') along the cell alone.
    """
    gates = np.asarray(gates, float)
    steps = len(gates)
    table = np.zeros((steps, *gates.shape))
    for t in range(steps):
        table[t, t] = 1.0
        if t:
            table[t, :t] = table[t - 1, :t] * gates[t]
    return table
