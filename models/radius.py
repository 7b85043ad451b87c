"""Scale a matrix to a spectral radius, as exactly as double precision has it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.analysis import Numbers
from models.errors import ModelError

Wide = npt.NDArray[np.clongdouble]

MEASURED = 4e-15
"""So near to the radius asked for it is to be measured, of one below 1 as a part of it."""

TRIES, WORK = 26, 2600
"""At most so many factors are tried, and of a matrix with n rows ``WORK``/n, or 2, so that it does not take long."""


def scaled(weights: Numbers, radius: float) -> Numbers:
    """Return a matrix (n, n) times the number that gives it a spectral radius.

    The eigenvalue is refined by its eigenvectors, so that the radius itself is known to the last digit. What
    ``eigvals`` measures has an error of its own, which grows with n to about 1e-14 and differs between libraries and
    from one matrix to the next: of some factors, which differ by less than 3e-15, the first is taken for which NumPy
    and PyTorch both measure the radius to 4e-15, else the best. Raises ``ModelError`` where no factor gives another
    radius.
    """
    found = np.linalg.eigvals(weights)
    largest = complex(found[np.abs(found).argmax()])
    if abs(largest) < 1e-12:
        raise ModelError("The matrix has the spectral radius 0, so no factor gives it another. Draw more weights.")
    factor = radius / _refined(weights, largest)
    best, least = np.asarray(weights), np.inf
    for one in range(max(2, min(TRIES, WORK // len(weights)))):
        digits = (one + 1) // 2 * (-1) ** one * np.finfo(float).eps
        tried = (weights * (factor * (1 + digits))).astype(float)
        off = _off(tried, abs(radius))
        best, least = (tried, off) if off < least else (best, least)
        if least <= MEASURED * min(1.0, abs(radius)):
            break
    return best


def _refined(weights: Numbers, value: complex) -> np.longdouble:
    """Return the modulus of an eigenvalue, from its eigenvectors in extended precision where the machine has it.

    With a right eigenvector x and a left one y it is y* W x / y* x, in which the errors of both count only multiplied
    by each other (Golub & Van Loan 2013, section 7.2.2). One whose vectors are nearly at right angles, as those of a
    defective matrix, is returned as it was measured.
    """
    right, left = _eigenvectors(torch.from_numpy(weights), value)
    wide = weights.astype(np.longdouble)
    overlap = left.conj() @ right
    if abs(overlap) < 1e-4:
        return np.longdouble(abs(value))
    refined = left.conj() @ (wide @ right.real + 1j * (wide @ right.imag)) / overlap
    return np.longdouble(abs(refined))


def _eigenvectors(weights: Tensor, value: complex) -> tuple[Wide, Wide]:
    """Return the right and the left eigenvector of an eigenvalue, (n,) each, by inverse iteration."""
    size = len(weights)
    beside = value * (1 + 1e-12)  # not on it: the matrix would be singular
    parts = torch.linalg.lu_factor(weights - beside * torch.eye(size, dtype=torch.complex128))
    found = []
    for turned in (False, True):
        vector = torch.ones(size, 1, dtype=torch.complex128)
        for _ in range(3):
            vector = torch.linalg.lu_solve(*parts, vector, adjoint=turned)
            vector = vector / vector.norm()
        found.append(vector[:, 0].numpy().astype(np.clongdouble))
    return found[0], found[1]


def _off(weights: Numbers, radius: float) -> float:
    """Return by how much the spectral radius is missed, as NumPy and PyTorch measure it."""
    ours = np.abs(np.linalg.eigvals(weights)).max()
    theirs = torch.linalg.eigvals(torch.from_numpy(weights)).abs().max()
    return max(abs(float(ours) - radius), abs(float(theirs) - radius))
