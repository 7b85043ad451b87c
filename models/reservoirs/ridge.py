"""Linear regression in closed form, as a readout is learned: the loss is convex, so there is one answer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.errors import ModelError

Numbers = npt.NDArray[np.float64]


def ridge_regression(features: Numbers, targets: Numbers, *, penalty: float = 0.0) -> Numbers:
    """Return the W (n, m) that minimises ‖XW − Y‖² + penalty·‖W‖², for X (T, n) and Y (T, m).

    Solved through the singular values of X with √penalty·I below it. The normal equations
    (XᵀX + λI)⁻¹XᵀY are the same on paper and lose half of the digits: states of a reservoir are nearly dependent.
    Without penalty it is least squares, of least norm where the features are dependent. Raises ``ModelError``
    for a negative penalty and for numbers of rows that differ.
    """
    if penalty < 0:
        raise ModelError(f"The penalty is {penalty}; expected 0 or more. Take 0 for plain least squares.")
    if len(features) != len(targets):
        raise ModelError(f"There are {len(features)} rows of features and {len(targets)} of targets; expected as many.")
    if penalty:
        size = features.shape[1]
        features = np.concatenate([features, np.sqrt(penalty) * np.eye(size)])
        targets = np.concatenate([targets, np.zeros((size, targets.shape[1]))])
    return np.asarray(np.linalg.lstsq(features, targets, rcond=None)[0])
