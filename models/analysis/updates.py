"""Which units change at which step: groups of units that run at different speeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


def clock(periods: Sequence[int], steps: int, *, first: int = 1) -> Flags:
    """Return which group is updated at which step, shape (steps, groups): those with t mod T_i = 0.

    Steps are numbered from ``first`` (Koutník et al. 2014; from 0 group i updates ⌈τ/T_i⌉ times, from 1 ⌊τ/T_i⌋).
    """
    times = np.arange(first, first + steps)
    return np.asarray(times[:, None] % np.asarray(periods)[None, :] == 0)


def changed(states: npt.NDArray[np.floating]) -> Flags:
    """Return which unit of states (T, n) differs, in any bit, from its value one step before; the start was 0."""
    before = np.concatenate([np.zeros_like(states[:1]), states[:-1]])
    return np.asarray(states != before)


def recurrent_weights(units: int, groups: int) -> int:
    """Return how many recurrent weights a clockwork network has: n²/2 · (1 + 1/g), groups reading only slower ones."""
    size = units // groups
    return size * size * groups * (groups + 1) // 2


def slower_or_equal(groups: int, size: int) -> Flags:
    """Return the mask (n, n) of a clockwork recurrent matrix: a group reads groups of its own period or longer.

    With the fastest group first it is block upper triangular.
    """
    block = np.triu(np.ones((groups, groups), bool))
    return np.asarray(np.kron(block, np.ones((size, size), bool)))
