"""Repeated multiplication by one matrix, seen along its eigenvectors: h(t) = M h(t−1) = Mᵗ h(0)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.analysis import Numbers
from models.errors import ModelError

Complex = npt.NDArray[np.complex128]


def eigenvalues(matrix: Numbers) -> Complex:
    """Return the eigenvalues, the largest modulus first (of a pair, the one with positive imaginary part)."""
    return decomposed(matrix)[0]


def spectral_radius(matrix: Numbers) -> float:
    """Return ρ, the greatest modulus of an eigenvalue."""
    _check_square(matrix)
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def decomposed(matrix: Numbers) -> tuple[Complex, Complex]:
    """Return the eigenvalues, the largest modulus first, and the unit eigenvectors as columns in the same order.

    A symmetric matrix gets an orthonormal basis. Raises ``ModelError`` for a matrix that is not square.
    """
    _check_square(matrix)
    symmetric = np.array_equal(matrix, matrix.T)
    values, vectors = np.linalg.eigh(matrix) if symmetric else np.linalg.eig(matrix)
    order = np.lexsort((-values.imag, -np.round(np.abs(values), 12)))
    return values[order].astype(complex), vectors[:, order].astype(complex)


def _check_square(matrix: Numbers) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ModelError(f"A matrix of shape {matrix.shape} has no eigenvalues; expected a square one. Take W.")


def powers(matrix: Numbers, start: Numbers, steps: int) -> Numbers:
    """Return h(0) … h(steps) of h(t) = M h(t−1), shape (steps + 1, n), by multiplying step after step.

    The book's h(t) = Wᵀh(t−1) (equation 10.36) is M = Wᵀ. With M = QΛQᵀ, Q orthogonal, h(t) = QΛᵗQᵀ h(0);
    equation 10.39 prints QᵀΛᵗQ, which is right only if 10.38 is read as W = QᵀΛQ.
    """
    states = [np.asarray(start, float)]
    for _ in range(steps):
        states.append(matrix @ states[-1])
    return np.stack(states)


def components(matrix: Numbers, states: Numbers) -> Complex:
    """Return the components of states (T, n) along the eigenvectors, the leading one first; shape (T, n).

    Of h(t) = Mᵗh(0), component i is λᵢᵗ times what it was. They add up to the state, but unless
    the matrix is normal they may be far longer than it. Raises ``ModelError`` where the
    eigenvectors are no basis.
    """
    _, vectors = decomposed(matrix)
    # rounding alone moves the eigenvectors of a defective matrix apart by the square root of its error, 1e-8
    if np.linalg.cond(vectors) > 1e7:
        raise ModelError(
            "The eigenvectors of this matrix are no basis: it is defective, or nearly so. See ‖Wᵗ‖ instead."
        )
    return np.asarray(np.linalg.solve(vectors, states.T.astype(complex)).T)


def power_norms(matrix: Numbers, steps: int) -> Numbers:
    """Return ‖M⁰‖, …, ‖M^steps‖ in the spectral norm.

    A matrix that is not normal may grow for many steps although ρ < 1: [[.9, 10], [0, .9]] reaches 38.7.
    """
    power, norms = np.eye(len(matrix)), []
    for _ in range(steps + 1):
        norms.append(float(np.linalg.norm(power, 2)))
        power = matrix @ power
    return np.array(norms)


def departure_from_normality(matrix: Numbers) -> float:
    """Return ‖MMᵀ − MᵀM‖ / ‖M‖² in the Frobenius norm: 0 where eigenvalues tell all."""
    size = float(np.linalg.norm(matrix)) ** 2
    return float(np.linalg.norm(matrix @ matrix.T - matrix.T @ matrix)) / size if size else 0.0


def alignment(matrix: Numbers, states: Numbers) -> Numbers:
    """Return the angle in radians between each state (T, n) and the leading eigenvector, 0 to π/2.

    If a complex pair leads, it is the angle to the plane of the pair. For symmetric matrices
    tan∠(h(t), q₁) ≤ |λ₂/λ₁|ᵗ tan∠(h(0), q₁): what is not aligned with it is discarded in the end
    (Goodfellow et al. 2016, section 10.7). The angle of a zero state is not a number.
    """
    values, vectors = decomposed(matrix)
    lead = vectors[:, :1]
    span = lead.real if abs(values[0].imag) < 1e-12 else np.concatenate([lead.real, lead.imag], axis=1)
    basis = np.linalg.qr(span)[0]
    along = states @ basis @ basis.T
    across = np.linalg.norm(states - along, axis=1)
    angles = np.arctan2(across, np.linalg.norm(along, axis=1))
    return np.where(np.linalg.norm(states, axis=1) > 0, angles, np.nan)
