"""Reservoirs: published results beside ours, and the states of large ones beside reservoirpy's on the same matrices.

Run with ``python -m benchmarks.reservoirs``; the second table needs benchmarks/requirements.txt.
"""

from __future__ import annotations

import importlib.util
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from benchmarks.side_by_side import Row, header, least
from graphviz_rnn.shelf import load
from models import RecurrentModel
from models.data.mackey_glass import mackey_glass
from models.reservoirs.capacity import measured_capacity
from models.reservoirs.generator import generation_error
from models.reservoirs.ridge import Numbers
from models.reservoirs.separation import separation
from models.reservoirs.tracking import minimal_error, narma_error, sine_errors
from models.reservoirs.weights import reservoir, reservoir_weights

STEPS = 3000


@dataclass(frozen=True)
class Result:
    """A published result, ours, and how far ours may be off: a number between ``least`` and ``most``."""

    what: str
    published: str
    measure: Callable[[], float]
    least: float
    most: float

    def text(self) -> tuple[str, bool]:
        """Return the row of the table, and whether ours is in its bounds."""
        before = time.process_time()
        ours = self.measure()
        took = time.process_time() - before
        holds = self.least <= ours <= self.most
        verdict = "holds" if holds else f"OFF: expected {self.least:g} to {self.most:g}"
        return f"{self.what:<66}{self.published:>20}{ours:>11.3g}{took:>7.1f}  {verdict}", holds


def large_error(seed: int) -> float:
    """Return the error of one large network; how far it is off differs tenfold from one network to the next."""
    return generation_error(units=1000, steps=4000, trials=20, seed=seed)


RESULTS = (
    Result("Mackey-Glass 17, NRMSE84, 400 units (Jaeger 2001)", "2.8e-4", generation_error, 0, 6e-4),
    Result(
        "log10 of the same, 1000 units, median of 3 (Jaeger & Haas 2004)",
        "-4.2",
        lambda: statistics.median(math.log10(large_error(seed)) for seed in range(3)),
        -6,
        -4,
    ),
    Result("distorted sine, MSE (Jaeger 2001)", "3.7e-15", lambda: max(sine_errors()), 0, 3.7e-15),
    Result(
        "memory of 50 linear orthogonal units (Jaeger 2002)",
        "at most 50",
        lambda: measured_capacity(reservoir_weights(50, radius=0.98, kind="orthogonal"), linear=True),
        47,
        51,
    ),
    Result(
        "memory of 100 linear orthogonal units",
        "at most 100",
        lambda: measured_capacity(reservoir_weights(100, radius=0.98, kind="orthogonal"), linear=True),
        94,
        101,
    ),
    Result(
        "NARMA-10, NMSE, 100 units and squares, median of 5 (Jaeger 2003)",
        "reported 0.032",
        lambda: statistics.median(narma_error(squares=True, seed=seed) for seed in range(5)),
        0,
        0.06,
    ),
    Result("MSE of 500 steps alone, on our series (Lukoševičius 2012 on his)", "1.02e-6", minimal_error, 0, 1e-5),
    Result("liquid, accuracy, λ = 2 (Maass et al. 2002)", "best near 2", lambda: separation(2.0).accuracy, 0.95, 1),
    Result("liquid, accuracy, λ = 8: coupled too strongly", "worse", lambda: separation(8.0).accuracy, 0, 0.9),
)


def against_reservoirpy() -> Iterator[Row]:
    """Yield the states of reservoirs of three sizes and two densities beside reservoirpy's."""
    from reservoirpy.nodes import Reservoir
    from scipy import sparse

    signal = mackey_glass(STEPS).reshape(-1, 1)
    for units in (100, 500, 1000):
        for density in (0.02, 0.1):
            between = reservoir_weights(units, radius=0.9, kind="uniform", density=density)
            entry = np.random.default_rng(1).uniform(-0.5, 0.5, (units, 1))
            model = reservoir(load("echo_state"), W=between, U=entry)
            peer = Reservoir(
                W=sparse.csr_matrix(between), Win=entry, bias=np.zeros(units), lr=1.0, input_dim=1, units=units
            )
            yield _states(model_run(model, signal), partial(peer.run, signal), units, density)


def model_run(model: RecurrentModel, signal: Numbers) -> Callable[[], Numbers]:
    """Return work that runs a reservoir from rest and returns its states, (steps, units)."""
    x: Tensor = torch.from_numpy(signal).unsqueeze(1)

    def run() -> Numbers:
        with torch.no_grad():
            return np.asarray(model.run(x=x)["h"][:, 0].numpy())

    return run


def _states(ours: Callable[[], Numbers], peer: Callable[[], Numbers], units: int, density: float) -> Row:
    np.testing.assert_allclose(ours(), peer(), atol=1e-12)
    found = least({"ours": ours, "peer": peer}, 4)
    return Row(f"{units} units, density {density:g}, {STEPS} steps; reservoirpy", found["ours"], found["peer"], 1.0)


def main() -> int:
    """Print both tables; 1 if a result is off or we are slower."""
    torch.set_num_threads(1)
    print(f"{'':<66}{'published':>20}{'ours':>11}{'s':>7}")
    missed = 0
    for result in RESULTS:
        text, holds = result.text()
        print(text, flush=True)
        missed += not holds
    if importlib.util.find_spec("reservoirpy") is None:
        print("reservoirpy is not installed: pip install -r benchmarks/requirements.txt for the second table.")
        return int(missed > 0)
    print(header("states"))
    for row in against_reservoirpy():
        print(row.text(), flush=True)
        missed += not row.holds
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
