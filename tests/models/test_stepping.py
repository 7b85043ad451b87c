"""A loop run as a program in NumPy equals, in values and gradients, the same loop stepped by PyTorch."""

import copy
import io

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


@pytest.mark.parametrize("name", [one for one in NAMES if one not in ("multiplication", "driven_system")])
def test_derivatives_have_derivatives(name, monkeypatch):
    """The gradient of a penalty on the gradient, as autograd has it through PyTorch's own operations."""
    model = model_named(name)
    data = {one: value.requires_grad_() for one, value in data_of(model, lengths_of(model)).items()}
    sources = [*data.values(), *(one for one in model.weights.values() if one.requires_grad)]

    def everything():
        trace = model.run(data, lengths=lengths_of(model))
        total = sum((trace[one] ** 2).sum() for one in trace.names if trace[one].requires_grad)
        first = torch.autograd.grad(total, sources, create_graph=True, allow_unused=True)
        penalty = sum((one**2).sum() for one in first if one is not None)
        return torch.autograd.grad(penalty, sources, allow_unused=True)

    theirs, ours = by_torch(monkeypatch, everything), everything()
    for one, other in zip(ours, theirs, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-9 * (1 + float(other.abs().max())))


def test_a_model_that_ran_is_copied_and_saved_as_any_module():
    model = model_named("lstm")
    data, lengths = data_of(model, lengths_of(model)), lengths_of(model)
    expected = model.run(data, lengths=lengths)["h"]
    kept = io.BytesIO()
    torch.save(model, kept)
    kept.seek(0)
    for again in (torch.load(kept, weights_only=False), copy.deepcopy(model)):
        with torch.no_grad():
            again.W.add_(0.0)
        assert torch.equal(again.run(data, lengths=lengths)["h"], expected)


def test_single_precision_and_no_gradients_give_the_same_to_a_millionth(monkeypatch):
    for name in ("lstm", "gru", "elman", "lstm_peephole", "gru_before", "clockwork", "attention"):
        model = model_named(name, torch.float32)
        data = {one: value.float() for one, value in data_of(model, lengths_of(model)).items()}
        with torch.no_grad():
            run = lambda model=model, data=data: model.run(data, lengths=lengths_of(model))  # noqa: E731
            ours, theirs = run(), by_torch(monkeypatch, run)
        for one in theirs.names:
            torch.testing.assert_close(ours[one], theirs[one], rtol=1e-6, atol=1e-6, msg=f"{name}: {one}")


@pytest.mark.parametrize("name", ["lstm", "bidirectional", "attention", "echo_state"])
@pytest.mark.parametrize(("limit", "value"), [("SMALL", 1), ("LARGE", 1)], ids=["large", "sparse"])
def test_large_and_sparse_products_are_the_same(name, limit, value, monkeypatch):
    model = model_named(name)
    with torch.no_grad():
        for one in model.weights.values():
            one[..., 1:] = 0  # so few are left that a product leaves the zeros out
    data = {one: given[..., :1, :] for one, given in data_of(model, lengths_of(model)).items()}
    lengths = lengths_of(model)
    theirs = by_torch(monkeypatch, lambda: everything_of(model, data, lengths))
    monkeypatch.setattr(products, limit, value)
    ours = everything_of(model, data, lengths)
    for what, expected in theirs.items():
        torch.testing.assert_close(ours[what], expected, rtol=1e-11, atol=1e-12, msg=what)


@pytest.mark.parametrize(
    "text", ["h[t] = tanh(W @ h[t-40] + x[t])", "h[t] = h[t+300] / 2 + x[t]", "h[t] = sin(h[t-5]) + x[t]"]
)
def test_delays_longer_than_the_sequence_read_the_boundary_alone(text):
    model = model_of(text + "\nh[0] = 0.5\nh[T+1] = 2" if "t+" in text else text + "\nh[0] = 0.5", x=4)
    x = torch.randn(3, 2, 4, dtype=torch.float64)
    start = torch.full((2, 4), 2.0 if "t+" in text else 0.5, dtype=torch.float64)
    once = {
        "tanh": lambda: torch.tanh(start @ model.W.T + x),
        "h[t+": lambda: start / 2 + x,
        "sin(": lambda: start.sin() + x,
    }
    expected = next(made() for part, made in once.items() if part in text)
    torch.testing.assert_close(model.run(x=x)["h"], expected, rtol=1e-12, atol=1e-12)
