"""Series that ship with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

_HERE = Path(__file__).parent


@cache
def sunspots() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the years 1700 to 2008 and the yearly mean sunspot number of each (309 values; SILSO, public domain)."""
    table = np.loadtxt(_HERE / "sunspots.csv", delimiter=",", skiprows=2)
    return table[:, 0].astype(np.int64), table[:, 1]
