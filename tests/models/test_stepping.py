"""A loop run as a program in NumPy equals, in values and gradients, the same loop stepped by PyTorch."""

import pytest
import torch

from graphviz_rnn.shelf import load
from models import build
from models.running.setting import Setting
from models.stepping import added, products
from tests.models.cases import model_of
from tests.models.definitions import DEFINITIONS
from tests.models.test_against_naive import _gallery, data_of, lengths_of

NAMES = [*DEFINITIONS, *_gallery()]


def model_named(name, dtype=torch.float64):
    model = model_of(DEFINITIONS[name], seed=3) if name in DEFINITIONS else build(load(name), seed=3)
    return model.to(dtype)


def by_torch(monkeypatch, run):
    """Return what ``run`` gives where no loop is run as a program."""
    with monkeypatch.context() as patch:
        patch.setattr(Setting, "plain", property(lambda setting: False))
        return run()


def lengths_asked(model, ragged):
    lengths = lengths_of(model)
    free = [axis for axis, own in model.definition.lengths.items() if isinstance(own, str)]
    if not ragged:
        return lengths
    return {axis: [max(1, lengths[axis] - (row + place) % 3) for row in range(3)] for place, axis in enumerate(free)}


def everything_of(model, data, lengths):
    """Return all values of a run, and the gradients of its last variable, together and one by one."""
    trace = model.run(data, lengths=lengths)
    last = trace.names[-1]
    sources = [*trace.names, *(one for one, weight in model.weights.items() if weight.requires_grad)]
    found = {f"{last} by {one}": value for one, value in trace.grads(last, sources).items()}
    found |= {f"{last} by {one} alone": trace.grad(last, one) for one in sources}
    return found | {one: trace[one].detach() for one in trace.names}


@pytest.mark.parametrize("ragged", [False, True], ids=["alike", "of different lengths"])
@pytest.mark.parametrize("name", NAMES)
def test_values_and_all_gradients_equal_those_of_torch(name, ragged, monkeypatch):
    model = model_named(name)
    data = data_of(model, lengths_of(model))
    lengths = lengths_asked(model, ragged)

    def everything():
        return everything_of(model, data, lengths)

    ours, theirs = everything(), by_torch(monkeypatch, everything)
    for what, value in theirs.items():
        torch.testing.assert_close(ours[what], value, rtol=1e-11, atol=1e-12, msg=what)


@pytest.mark.parametrize(
    "name", ["elman", "lstm", "gru", "bidirectional", "clockwork", "encoder_decoder", "several states"]
)
def test_what_is_added_is_made_in_blocks_of_steps_where_it_is_large(name, monkeypatch):
    model = model_named(name)
    data, lengths = data_of(model, lengths_of(model)), lengths_of(model)
    theirs = by_torch(monkeypatch, lambda: everything_of(model, data, lengths))
    monkeypatch.setattr(added, "LARGE", 1)
    monkeypatch.setattr(products, "BLOCK", 4 * 3 * 16)  # four steps, of the six, of four units' four gates
    ours = everything_of(model_named(name), data, lengths)
    for what, value in theirs.items():
        torch.testing.assert_close(ours[what], value, rtol=1e-11, atol=1e-12, msg=what)
