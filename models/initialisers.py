"""The first values of parameters, drawn in double precision from a seed."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import torch
from torch import Generator, Tensor

from graphviz_rnn.language.operations import INITIALISERS
from graphviz_rnn.language.records import Initialiser
from models.errors import ModelError
from models.radius import scaled

Shape = tuple[int, ...]


def initial(name: str, shape: Shape, initialiser: Initialiser | None, generator: Generator) -> Tensor:
    """Return a parameter's first value, in float64.

    Without an initialiser it is uniform in ±1/√n, n being the columns of a matrix or the length of
    a vector, as ``torch.nn.RNN`` does for its hidden size. Raises ``ModelError`` for a shape that
    an initialiser cannot fill.
    """
    if initialiser is None:
        bound = 1 / sqrt(shape[-1]) if shape else 1.0
        return _uniform(shape, generator, low=-bound, high=bound)
    settings = INITIALISERS[initialiser.name] | dict(initialiser.settings)
    if initialiser.name in _SQUARE and (len(shape) != 2 or shape[0] != shape[1]):
        raise ModelError(f"`{name}` has shape {shape}; `{initialiser.name}` fills square matrices. Use another.")
    if initialiser.name == "orthogonal" and len(shape) != 2:
        raise ModelError(f"`{name}` has shape {shape}; `orthogonal` fills matrices. Use another initialiser.")
    return _TABLE[initialiser.name](shape, generator, **settings)


def _uniform(shape: Shape, generator: Generator, *, low: float, high: float) -> Tensor:
    drawn: Tensor = torch.rand(shape, generator=generator, dtype=torch.float64)
    return drawn * (high - low) + low


def _normal(shape: Shape, generator: Generator, *, std: float) -> Tensor:
    drawn: Tensor = torch.randn(shape, generator=generator, dtype=torch.float64)
    return drawn * std


def _xavier(shape: Shape, generator: Generator) -> Tensor:
    """Uniform in ±√(6/(fan in + fan out)) (Glorot & Bengio 2010)."""
    bound = sqrt(6 / (shape[0] + shape[-1])) if shape else 1.0
    return _uniform(shape, generator, low=-bound, high=bound)


def _orthogonal(shape: Shape, generator: Generator, *, gain: float) -> Tensor:
    """A matrix with orthonormal rows or columns, uniformly drawn (Saxe, McClelland & Ganguli 2014)."""
    rows, columns = shape
    flat = _normal((max(shape), min(shape)), generator, std=1.0)
    q, r = torch.linalg.qr(flat)
    q = q * torch.diagonal(r).sign()
    turned: Tensor = q if rows >= columns else q.mT
    return gain * turned


def _reservoir(shape: Shape, generator: Generator, *, radius: float, density: float) -> Tensor:
    """A sparse random matrix scaled to a spectral radius (Jaeger 2001); one without any keeps every unit itself."""
    drawn = _uniform(shape, generator, low=-1.0, high=1.0)
    weights = (drawn * (torch.rand(shape, generator=generator, dtype=torch.float64) < density)).numpy()
    try:
        made = scaled(weights, radius)
    except ModelError:
        made = scaled(weights + np.eye(shape[0]), radius)
    return torch.from_numpy(made)


_SQUARE = ("identity", "reservoir")
_TABLE: dict[str, Callable[..., Tensor]] = {
    "constant": lambda shape, generator, value: torch.full(shape, value, dtype=torch.float64),
    "zeros": lambda shape, generator: torch.zeros(shape, dtype=torch.float64),
    "ones": lambda shape, generator: torch.ones(shape, dtype=torch.float64),
    "normal": _normal,
    "uniform": _uniform,
    "xavier": _xavier,
    "orthogonal": _orthogonal,
    "identity": lambda shape, generator, scale: scale * torch.eye(shape[0], dtype=torch.float64),
    "reservoir": _reservoir,
}
