"""How much of the past can be read from the present state: the lossy summary, measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.analysis import Numbers
from models.errors import ModelError
from models.reservoirs.ridge import ridge_regression


def recall(states: Numbers, inputs: Numbers, *, lags: Sequence[int], train: int, ridge: float = 0.0) -> Numbers:
    """Return r² of the best linear reading of x(t−k) from h(t), for every lag k.

    ``states`` (T, n) and ``inputs`` (T,). The reading, with a bias, is fitted by least squares on the first
    ``train`` steps and judged on the others: on the steps it was fitted to it reads more than is there
    (Jaeger 2001). ``ridge`` is the weight of a penalty on the reading. Raises ``ModelError`` where
    too few steps are left to fit or judge.
    """
    longest = max(lags)
    fitted = train - longest
    if fitted <= states.shape[1] + 1 or len(states) - train < 2:
        raise ModelError(
            f"{len(states)} steps, {train} of them to fit, are too few for {states.shape[1]} units and lags up to "
            f"{longest}. Give more steps than units and the longest lag together on both sides."
        )
    past = np.stack([inputs[longest - lag : len(inputs) - lag] for lag in lags], axis=1)
    features = np.concatenate([np.ones((len(states) - longest, 1)), states[longest:]], axis=1)
    weights = ridge_regression(features[:fitted], past[:fitted], penalty=ridge)
    return _squared_correlation(features[fitted:] @ weights, past[fitted:])


def memory_capacity(states: Numbers, inputs: Numbers, *, longest: int, train: int, ridge: float = 0.0) -> float:
    """Return MC = Σ_k r²(k) for k = 0 … ``longest``, on steps that were not fitted.

    For independent inputs it cannot exceed the number of units, except by chance (Jaeger 2001, GMD report 152).
    """
    return float(recall(states, inputs, lags=range(longest + 1), train=train, ridge=ridge).sum())


def linear_capacity(recurrent: Numbers, entry: Numbers) -> int:
    """Return the memory capacity of h(t) = W h(t−1) + w x(t): the rank of [w, Ww, …, W^(N−1)w].

    It is found as the rank of a Krylov basis that is made orthogonal on the way, so that powers do not fade
    into rounding.
    """
    basis: list[Numbers] = []
    vector = np.asarray(entry, float)
    for _ in range(len(recurrent)):
        size = float(np.linalg.norm(vector))
        for _ in range(2):
            for one in basis:
                vector = vector - (one @ vector) * one
        left = float(np.linalg.norm(vector))
        if left <= 1e-10 * max(size, 1e-300):
            break
        basis.append(vector / left)
        vector = recurrent @ basis[-1]
    return len(basis)


def _squared_correlation(read: Numbers, true: Numbers) -> Numbers:
    one, other = read - read.mean(0), true - true.mean(0)
    scale = (one**2).sum(0) * (other**2).sum(0)
    shared = (one * other).sum(0) ** 2
    return np.asarray(np.divide(shared, scale, out=np.zeros_like(shared), where=scale > 0))
