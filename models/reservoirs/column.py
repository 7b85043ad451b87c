"""A column of neurons that are wired by distance, as in the liquid state machine of Maass et al. (2002)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from models.reservoirs.ridge import Numbers

SHAPE = (15, 3, 3)
INHIBITORY = 0.2
CONNECTED = {"EE": 0.3, "EI": 0.2, "IE": 0.4, "II": 0.1}
"""C of the probability C exp(−(D/λ)²), from the first kind of neuron to the second, D being their distance."""
AMPLITUDES = {"EE": 30.0, "EI": 60.0, "IE": -19.0, "II": -19.0}
"""A, the mean greatest current of a synapse in nA."""
DYNAMICS = {"EE": (0.5, 1.1, 0.05), "EI": (0.05, 0.125, 1.2), "IE": (0.25, 0.7, 0.02), "II": (0.32, 0.144, 0.06)}
"""U, D and F: the share that a first spike uses, and the seconds to recover from depression and from facilitation."""
STEADY = 2.0
"""The rate in Hz at which the static synapses here pass what the dynamic ones of the paper do."""


@dataclass(frozen=True)
class Column:
    """Neurons on a grid: ``positions`` (N, 3), which are ``inhibitory`` (N,), and ``currents`` (N, N) between them.

    A current flows from the neuron of the matrix's column to that of its row; where two are not connected it is 0.
    """

    positions: Numbers
    inhibitory: npt.NDArray[np.bool_]
    currents: Numbers


def column(reach: float, *, shape: tuple[int, int, int] = SHAPE, seed: int = 0) -> Column:
    """Return a column of 135 neurons, 27 of them inhibitory, connected within about ``reach``, the paper's λ.

    λ sets how many connections there are and how long: the strength of the coupling. Currents vary between synapses as
    a Gamma distribution with a deviation of 100 %.
    """
    rng = np.random.default_rng(seed)
    positions = np.array(list(product(*map(range, shape))), float)
    size = len(positions)
    inhibitory = np.zeros(size, bool)
    inhibitory[rng.permutation(size)[: round(INHIBITORY * size)]] = True
    kinds = np.where(inhibitory[None, :], "I", "E").astype(object) + np.where(inhibitory[:, None], "I", "E")
    joined = rng.random((size, size)) < probabilities(positions, kinds, reach)
    passed = {kind: AMPLITUDES[kind] * efficacy(*DYNAMICS[kind], rate=STEADY) for kind in AMPLITUDES}
    means = np.vectorize(passed.__getitem__, otypes=[float])(kinds)
    return Column(positions, inhibitory, joined * means * rng.gamma(1.0, 1.0, (size, size)))


def efficacy(use: float, depression: float, facilitation: float, *, rate: float) -> float:
    """Return the share u·R of its greatest current that a dynamic synapse passes in steady firing at ``rate`` Hz.

    Markram, Wang & Tsodyks (1998): from spike to spike u ← U + u (1 − U) exp(−Δ/F) and
    R ← 1 + (R − u R − 1) exp(−Δ/D); this is where both stand still.
    """
    fades, recovers = np.exp(-1 / (rate * facilitation)), np.exp(-1 / (rate * depression))
    used = use / (1 - (1 - use) * fades)
    return float(used * (1 - recovers) / (1 - (1 - used) * recovers))


def probabilities(positions: Numbers, kinds: npt.NDArray[np.object_], reach: float) -> Numbers:
    """Return C exp(−(D/λ)²) for every pair, (N, N) from column to row; no neuron is connected to itself."""
    squares = ((positions[:, None] - positions[None, :]) ** 2).sum(-1)
    if reach <= 0:
        return np.zeros_like(squares)
    found = np.vectorize(CONNECTED.__getitem__, otypes=[float])(kinds) * np.exp(-squares / reach**2)
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)
