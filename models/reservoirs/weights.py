"""The fixed weights of a reservoir: draw them, scale them, put them into a model."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch

from graphviz_rnn.language.definition import Definition
from models.build import RecurrentModel
from models.errors import ModelError
from models.radius import scaled
from models.reservoirs.ridge import Numbers

Kind = Literal["uniform", "normal", "orthogonal"]


def reservoir_weights(
    size: int, *, radius: float, kind: Kind = "uniform", density: float = 1.0, seed: int = 0
) -> Numbers:
    """Return a random matrix (size, size) of a spectral radius; about ``density`` of its entries are not 0.

    An orthogonal one has all eigenvalues on the circle of that radius, and no zeros. Raises ``ModelError`` where
    so few entries are left that the spectral radius is 0.
    """
    rng = np.random.default_rng(seed)
    if kind == "orthogonal":
        q, r = np.linalg.qr(rng.standard_normal((size, size)))
        return np.asarray(radius * q * np.sign(np.diag(r)))
    drawn = rng.uniform(-1, 1, (size, size)) if kind == "uniform" else rng.standard_normal((size, size))
    return scaled(drawn * (rng.random((size, size)) < density), radius)


def reservoir(definition: Definition, **weights: Numbers) -> RecurrentModel:
    """Return a model in double precision with the given weights; its sizes follow from W (units) and U (inputs).

    Weights that are not given are 0: biases, and the readout that is still to be learned. Raises ``ModelError``
    for a name that is no parameter.
    """
    unknown = next((name for name in weights if definition.roles.get(name) != "parameter"), None)
    if unknown is not None:
        known = ", ".join(definition.names("parameter"))
        raise ModelError(f"`{unknown}` is no parameter of this definition; it has {known}.")
    units, inputs = len(weights["W"]), weights["U"].shape[1]
    model = RecurrentModel(definition, definition.shapes({"h": units, "x": inputs, "o": 1}), seed=0).double()
    with torch.no_grad():
        for name, one in model.weights.items():
            one.copy_(torch.as_tensor(weights.get(name, np.zeros(())), dtype=torch.float64))
    return model
