"""Make a real matrix that has given eigenvalues."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from models.analysis import Numbers
from models.errors import ModelError

MOST = 16
"""Most eigenvalues that are typed."""


def spelled_eigenvalues(text: str) -> tuple[complex, ...]:
    """Return the eigenvalues that a text spells, a complex one followed by its conjugate.

    >>> spelled_eigenvalues("0.9, 0.5+0.2i")
    ((0.9+0j), (0.5+0.2j), (0.5-0.2j))

    Raises ``ModelError`` for what is no number, and for more than ``MOST`` in all.
    """
    found: list[complex] = []
    for word in filter(None, re.split(r"[,;\s]+", text.replace("−", "-").strip())):
        value = _spelled(word)
        found += [value] if value.imag == 0 else [value, value.conjugate()]
    if not 1 <= len(found) <= MOST:
        raise ModelError(
            f"{len(found)} eigenvalues are given, conjugates included; expected 1 to {MOST}. Write them with commas "
            "between, as in 0.9, 0.5+0.2i."
        )
    return tuple(found)


def _spelled(word: str) -> complex:
    try:
        value = complex(word.lower().replace("i", "j"))
    except ValueError:
        raise ModelError(f"`{word}` is no number; expected one as 0.9 or 0.5+0.2i.") from None
    if not abs(value) <= 10:
        raise ModelError(
            f"The eigenvalue {word} is out of range; expected a modulus of at most 10. Take a smaller one."
        )
    return value


def matrix_with(eigenvalues: Sequence[complex], *, seed: int, shear: float = 0.0) -> Numbers:
    """Return a real n x n matrix W = Q (B + N) Qᵀ with the given eigenvalues, Q orthogonal and drawn from ``seed``.

    B has the real eigenvalues and a block [[a, b], [−b, a]] for each pair a ± ib; N is ``shear`` above the blocks and 0
    else. Without shear W is normal: eigenvalues tell all. With it they stay, but powers may grow before they decay.
    """
    size, blocks = len(eigenvalues), np.zeros((len(eigenvalues), len(eigenvalues)))
    block_of = np.zeros(size, int)
    at = 0
    while at < size:
        value = eigenvalues[at]
        wide = 1 if value.imag == 0 else 2
        block_of[at : at + wide] = at
        blocks[at, at] = value.real
        if wide == 2:
            blocks[at : at + 2, at : at + 2] = [[value.real, value.imag], [-value.imag, value.real]]
        at += wide
    blocks[block_of[:, None] < block_of[None, :]] += shear
    drawn = np.random.default_rng(seed).standard_normal((size, size))
    q, r = np.linalg.qr(drawn)
    q = q * np.sign(np.diag(r))
    return np.asarray(q @ blocks @ q.T)
