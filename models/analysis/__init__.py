"""What a recurrence does to signals and gradients over time: spectra, Jacobians, decay, memory, time constants."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
"""An array of real numbers in double precision."""
