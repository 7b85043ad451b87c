"""The hand-worked example: the engine gives the numbers that plain arithmetic gave."""

import pytest
import torch

from graphviz_rnn.shelf import load
from models import Trace, build
from models.hand_example import DATA, GRADIENTS, SIZES, VALUES, WEIGHTS
from tests.models.cases import difference


@pytest.fixture(scope="module")
def trace() -> Trace:
    model = build(load("elman"), sizes=SIZES).double()
    model.load_state_dict({name: torch.tensor(value, dtype=torch.float64) for name, value in WEIGHTS.items()})
    series = {name: torch.tensor(value, dtype=torch.float64).unsqueeze(1) for name, value in DATA.items()}
    return model.run(series)


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_the_one_worked_out(trace: Trace, name: str) -> None:
    assert difference(trace[name].squeeze(), torch.tensor(VALUES[name], dtype=torch.float64)) < 1e-9


@pytest.mark.parametrize("name", GRADIENTS)
def test_every_gradient_is_the_one_worked_out(trace: Trace, name: str) -> None:
    expected = torch.tensor(GRADIENTS[name], dtype=torch.float64)
    assert difference(trace.grad("loss", name).reshape(expected.shape), expected) < 1e-9
