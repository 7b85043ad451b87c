"""Every kind of definition computes what a plain reading, index by index and sequence by sequence, says."""

import numpy as np
import pytest
import torch

from graphviz_rnn.shelf import gallery, load
from models import build
from tests.models.cases import model_of, noise
from tests.models.definitions import DEFINITIONS
from tests.models.naive import naive_run

BATCH, LENGTHS = 3, {"t": 6, "s": 4, "k": 3, "i": 3, "j": 4}


def data_of(model, lengths, batch=BATCH):
    """Return inputs and targets for every name that needs one; targets are distributions."""
    made = {}
    for seed, name in enumerate(model.definition.names("input", "target")):
        extents = [lengths[axis] for axis in model.definition.axes.get(name, ())]
        value = noise(*extents, batch, *model.shapes[name], seed=seed + 1)
        target = model.definition.roles[name] == "target"
        made[name] = value.softmax(-1) if target and len(model.shapes[name]) == 1 else value
    return made


def lengths_of(model):
    return {axis: own if isinstance(own, int) else LENGTHS[axis] for axis, own in model.definition.lengths.items()}


def assert_same(trace, expected, own):
    for row, values in enumerate(expected[: trace.setting.batch]):
        for name, value in values.items():
            axes = trace.definition.axes.get(name, ())
            found = trace[name].detach().numpy()[(*(slice(own[row][axis]) for axis in axes), row)]
            np.testing.assert_allclose(found, value, rtol=1e-10, atol=1e-12, err_msg=f"{name}, sequence {row}")


def _gallery():
    return [name for name in gallery() if not load(name).abstract_functions]


@pytest.mark.parametrize("recorded", [True, False], ids=["with gradients", "without"])
@pytest.mark.parametrize("name", [*DEFINITIONS, *_gallery()])
def test_a_definition_computes_what_it_says(name: str, recorded: bool) -> None:
    model = model_of(DEFINITIONS[name], seed=3) if name in DEFINITIONS else build(load(name), seed=3).double()
    lengths = lengths_of(model)
    data = data_of(model, lengths)
    with torch.set_grad_enabled(recorded):
        trace = model.run(data, lengths=lengths)
    own = [lengths] * BATCH
    assert_same(trace, naive_run(model, data, own), own)


@pytest.mark.parametrize("recorded", [True, False], ids=["with gradients", "without"])
@pytest.mark.parametrize("name", [*DEFINITIONS, *_gallery()])
def test_sequences_of_different_lengths_are_computed_as_if_alone(name: str, recorded: bool) -> None:
    model = model_of(DEFINITIONS[name], seed=3) if name in DEFINITIONS else build(load(name), seed=3).double()
    lengths = lengths_of(model)
    free = [axis for axis, own in model.definition.lengths.items() if isinstance(own, str)]
    own = [
        {**lengths, **{axis: max(1, lengths[axis] - (row + place) % 3) for place, axis in enumerate(free)}}
        for row in range(BATCH)
    ]
    data = data_of(model, lengths)
    asked = {axis: [one[axis] for one in own] for axis in free}
    with torch.set_grad_enabled(recorded):
        trace = model.run(data, lengths=asked)
    assert_same(trace, naive_run(model, data, own), own)
