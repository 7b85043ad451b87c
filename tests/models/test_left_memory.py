"""Memory that runs have left is used again, and only what nobody sees any more; what it held shows nowhere."""

import gc

import numpy as np
import pytest
import torch

from models.stepping import left
from tests.models.test_against_naive import data_of, lengths_of
from tests.models.test_stepping import NAMES, by_torch, everything_of, model_named

FLOATS = np.dtype(np.float64)


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch):
    """Start without anything left; make large what is not, and leave it full of what is no number."""
    taken_back = left._leave

    def spoiled(memory):
        memory.fill(255)
        taken_back(memory)

    monkeypatch.setattr(left, "_LEFT", {})
    monkeypatch.setattr(left, "LARGE", 1)
    monkeypatch.setattr(left, "_leave", spoiled)


@pytest.mark.parametrize("name", NAMES)
def test_values_and_gradients_in_memory_full_of_no_numbers(name, monkeypatch):
    model = model_named(name)
    data, lengths = data_of(model, lengths_of(model)), lengths_of(model)
    theirs = by_torch(monkeypatch, lambda: everything_of(model, data, lengths))
    for _ in range(2):
        ours = everything_of(model, data, lengths)
        for what, value in theirs.items():
            torch.testing.assert_close(ours[what], value, rtol=1e-11, atol=1e-12, msg=what)
        del ours
        gc.collect()
        assert all(np.isnan(one.view(FLOATS)).all() for one in left._LEFT.values())


@pytest.mark.parametrize("recording", [True, False])
def test_what_a_trace_or_a_part_of_it_holds_is_not_used_again(recording):
    model = model_named("lstm")
    data, lengths = data_of(model, lengths_of(model)), lengths_of(model)
    with torch.set_grad_enabled(recording):
        row = model.run(data, lengths=lengths)["f"][2].detach()
        before = row.clone()
        gc.collect()
        for _ in range(3):
            model.run({one: value[:, :] * 2 if one == "x" else value for one, value in data.items()}, lengths=lengths)
    assert torch.equal(row, before)


@pytest.mark.parametrize("name", ["lstm", "clockwork", "attention", "encoder_decoder", "leaky", "where"])
def test_a_run_is_gone_with_its_trace_without_the_garbage_collector(name):
    """What holds itself would hold its memory until the collector comes by, and runs would take fresh memory."""
    model = model_named(name)
    data, lengths = data_of(model, lengths_of(model)), lengths_of(model)
    everything_of(model, data, lengths)
    gc.collect()
    gc.disable()
    try:
        everything_of(model, data, lengths)
        with torch.no_grad():
            model.run(data, lengths=lengths)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_memory_is_left_with_its_last_view_and_no_sooner():
    first = left.empty((3, 4), FLOATS)
    place = first.__array_interface__["data"][0]
    tensor = torch.from_numpy(first[1:])[:, 2]
    del first
    assert not left._LEFT
    del tensor
    assert [one.nbytes for one in left._LEFT.values()] == [96]
    assert left.empty((2, 2), FLOATS).__array_interface__["data"][0] != place
    again = left.zeros((12,), FLOATS)
    assert again.__array_interface__["data"][0] == place
    assert not again.any()


def test_no_more_is_left_than_a_bound_and_the_oldest_goes_first(monkeypatch):
    monkeypatch.setattr(left, "MOST", 100)
    for size in (5, 4, 3):  # 40, 32 and 24 bytes, then 64
        del [left.empty((size,), FLOATS)][0]
    assert [one.nbytes for one in left._LEFT.values()] == [40, 32, 24]
    del [left.empty((8,), FLOATS)][0]
    assert [one.nbytes for one in left._LEFT.values()] == [24, 64]
    del [left.empty((20,), FLOATS)][0]
    assert not left._LEFT
