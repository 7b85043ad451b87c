"""Clip a gradient: keep its direction, bound its norm."""

from __future__ import annotations

import numpy as np

from models.analysis import Numbers


def clipped(gradient: Numbers, *, most: float) -> Numbers:
    """Return the gradient, shortened to the norm ``most`` if it is longer.

    if ‖g‖ > v: g ← g v/‖g‖ (Pascanu et al. 2013; Goodfellow et al. 2016, equations 10.48 and 10.49).
    """
    norm = float(np.linalg.norm(gradient))
    return gradient * (most / norm) if norm > most else gradient


def clipped_elementwise(gradient: Numbers, *, most: float) -> Numbers:
    """Return the gradient with every entry held in ±most (Mikolov 2012): bounded, but of another direction."""
    return np.clip(gradient, -most, most)
