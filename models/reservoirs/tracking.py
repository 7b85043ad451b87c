"""Echo state networks that follow an input: a distorted sine, NARMA-10, and the next value of Mackey-Glass."""

from __future__ import annotations

import numpy as np
import torch

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import load
from models.build import RecurrentModel
from models.continuation import continued
from models.data.mackey_glass import mackey_glass
from models.data.narma import narma10
from models.radius import scaled
from models.reservoirs.readout import fit_readout
from models.reservoirs.ridge import Numbers
from models.reservoirs.weights import reservoir, reservoir_weights


def sine_errors(*, seed: int = 0) -> tuple[float, float]:
    """Return the mean squared error of ½ sin⁷(n/5) from sin(n/5), in training (steps 101 to 300) and after.

    Jaeger (2001, GMD report 148, section 3.1): 100 units, published 3.3e-15 and 3.7e-15.
    """
    rng = np.random.default_rng(seed)
    between = scaled(rng.choice([0.0, 0.4, -0.4], (100, 100), p=[0.95, 0.025, 0.025]), 0.88)
    model = reservoir(load("echo_state"), W=between, U=rng.choice([1.0, -1.0], (100, 1)))
    x = np.sin(np.arange(1, 501) / 5)
    errors = _squared_errors(model, x, 0.5 * x**7, washout=100, train=300)
    return float(errors[100:300].mean()), float(errors[300:].mean())


def squared_states() -> Definition:
    """Return the echo state network whose readout sees squares of states too (Jaeger 2003)."""
    text = load("echo_state").text.replace("V @ h[t]", "V @ concat(h[t], q[t])")
    return parse(text + "\n# the squares of the states\nq[t] = h[t] * h[t]\n")


def narma_error(*, units: int = 100, squares: bool = False, seed: int = 0) -> float:
    """Return the normalised mean squared error on NARMA-10, on 2000 steps after 2000 of training.

    Spectral radius .9, one weight in ten, input weights and biases in ±.2. Reported: about .032 with 100 units and
    squares (Jaeger 2003).
    """
    rng = np.random.default_rng(seed)
    u, y = narma10(4200, seed=seed)
    model = reservoir(
        squared_states() if squares else load("echo_state"),
        W=reservoir_weights(units, radius=0.9, density=0.1, seed=seed),
        U=rng.uniform(-0.2, 0.2, (units, 1)),
        b=rng.uniform(-0.2, 0.2, units),
    )
    errors = _squared_errors(model, u, y, washout=200, train=2200)
    return float(errors[2200:].mean() / y[2200:].var())


def minimal_error(*, steps: int = 500) -> float:
    """Return the mean squared error of Lukoševičius's minimal network, generating Mackey-Glass for ``steps`` steps.

    minimalESN (Lukoševičius 2012): 1000 leaky units (a = .3), spectral radius 1.25, weights in ±.5 from seed 42,
    2000 steps of training, the first 100 left out, ridge penalty 1e-8.
    """
    rng = np.random.RandomState(42)  # numpy's old generator, as in the published program
    entry, between = rng.rand(1000, 2) - 0.5, rng.rand(1000, 1000) - 0.5
    model = reservoir(load("echo_state_leaky"), W=scaled(between, 1.25), U=entry[:, 1:], b=entry[:, 0], a=np.array(0.3))
    series = mackey_glass(2000 + steps + 1)
    with torch.no_grad():
        trace = model.run(x=_column(series[:2000]), y=_column(series[1:2001]))
        fit_readout(model, trace, washout=100, penalty=1e-8)
        free = continued(model, model.run(x=_column(series[:2000])), steps=steps, feed={"x": "o"})
    return float(((free["x"][:, 0, 0].numpy() - series[2000 : 2000 + steps]) ** 2).mean())


def _squared_errors(model: RecurrentModel, x: Numbers, y: Numbers, *, washout: int, train: int) -> Numbers:
    """Fit the readout to steps ``washout`` to ``train`` and return the squared error at every step."""
    with torch.no_grad():
        fit_readout(model, model.run(x=_column(x[:train]), y=_column(y[:train])), washout=washout)
        said = model.run(x=_column(x))["o"][:, 0, 0].numpy()
    return np.asarray((said - y) ** 2)


def _column(series: Numbers) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(series)).reshape(-1, 1, 1)
