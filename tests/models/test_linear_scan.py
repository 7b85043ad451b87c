"""Linear recurrences are computed at once, equal to SciPy's filter and, in values and gradients, to the steps."""

import numpy as np
import pytest
import torch
from scipy.signal import lfilter

from models.running import run
from models.running.linear_scan import scan
from models.running.plan import Plan
from tests.models.cases import model_of, noise

LEAKY = "param alpha : scalar ~ 0.9 fixed\nmu[t] = alpha * mu[t-1] + (1 - alpha) * v[t]"
KINDS = {
    "leaky": LEAKY + "\nloss = sum[t](norm(mu[t] - v[t]))",
    "delay": "const d = 3\nh[0] = z\nh[t] = (w * h[t-d] - x[t]) / 2 + sigmoid(b)\nloss = sum[t](norm(h[t]))",
    "backward": "g[T+1] = 1\ng[t] = x[t] - (1 - sigmoid(W @ x[t])) * g[t+2]\nloss = sum[t](sum(g[t] * x[t-1]))",
    "twice": "h[t] = h[t-1] + sigmoid(x[t]) * (v[t] - h[t-1])\nloss = sum[t](norm(h[t]))\ninput v[t] : 3",
    "gates known": """
        f[t] = sigmoid(b_f + U_f @ x[t])
        s[t] = f[t] * s[t-1] + (1 - f[t]) * tanh(U @ x[t])
        h[t] = s[t] * sigmoid(U_q @ x[t])
        loss = sum[t](norm(h[t]))""",
    "two axes": "h[0,s] = v[s]\nh[t,s] = -0.5 * h[t-1,s] + W @ x[t]\nloss = sum[t,s](norm(h[t,s] * v[s]))",
    "shrinking": "h[t] = -(h[t-1] * 0.001) / 3 + x[t]\nloss = sum[t](sum(h[t]))",
    "no input": "h[0] = z\nh[t] = a * h[t-1]\nparam a : scalar ~ 0.97\nloss = sum[t](norm(h[t]))",
}
NONLINEAR = [
    "tanh(w * h[t-1]) + x[t]",
    "W @ h[t-1] + x[t]",
    "h[t-1] * h[t-2] + x[t]",
    "x[t] / h[t-1]",
    "h[t-1] + h[t-2] + x[t]",
]


@pytest.fixture
def never_stepped(monkeypatch):
    """Fail where a loop is stepped."""
    monkeypatch.setattr(Plan, "program", lambda *given: pytest.fail("the loop is stepped"))


@pytest.mark.parametrize("alpha", [0.0, 1e-300, 1e-12, 0.3, 0.9, 0.9999, 1.0, -0.7])
def test_a_leaky_unit_of_any_time_constant_equals_scipys_filter(alpha, never_stepped) -> None:
    """F5, for 5000 steps: no factor is too small, and rounding does not add up."""
    model = model_of(LEAKY, v=1)
    model.alpha.data.fill_(alpha)
    v = noise(5000, 2, 1)
    with torch.no_grad():
        found = model.run(v=v)["mu"][..., 0].numpy()
    np.testing.assert_allclose(found, lfilter([1 - alpha], [1, -alpha], v[..., 0].numpy(), axis=0), atol=1e-10, rtol=0)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 64, 101])
def test_a_scan_is_the_steps(length: int) -> None:
    a, b = noise(length, 4, seed=3), noise(length, 4, seed=4)
    x, expected = torch.zeros(4, dtype=torch.float64), []
    for a_k, b_k in zip(a, b, strict=True):
        x = a_k * x + b_k
        expected.append(x)
    torch.testing.assert_close(scan(a, b), torch.stack(expected), atol=1e-12, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_gradients_are_those_of_the_steps(kind: str, monkeypatch) -> None:
    model = model_of(KINDS[kind], seed=5)
    data = {}
    for seed, name in enumerate(model.definition.names("input")):
        axes = model.definition.axes[name]
        data[name] = noise(*({"t": 70, "s": 4}[axis] for axis in axes), 2, *model.shapes[name], seed=seed)
    lengths = {"t": 70}

    def everything():
        trace = model.run(data, lengths=lengths)
        trained = [name for name, one in model.weights.items() if one.requires_grad]
        return {name: trace[name].detach() for name in trace.names} | {
            f"by {name}": grad for name, grad in trace.grads("loss", [*trace.names, *trained]).items()
        }

    with monkeypatch.context() as patch:
        patch.setattr(run, "LONG", 1000)
        expected = everything()
    monkeypatch.setattr(Plan, "program", lambda *given: pytest.fail("the loop is stepped"))
    found = everything()
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, atol=1e-11, rtol=1e-11, msg=name)


@pytest.mark.parametrize("body", NONLINEAR)
def test_what_is_not_linear_in_every_entry_is_stepped(body: str) -> None:
    model = model_of(f"h[t] = {body}\nh[0] = 1", x=8)
    given = {"x": 3 + noise(70, 1, 8).abs()} if "x" in model.definition.roles else {}
    trace = model.run(given, lengths={"t": 70})
    assert Plan(model.definition, model.shapes).linear == {}
    assert bool(torch.isfinite(trace["h"][:5]).all())
