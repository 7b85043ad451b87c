"""Every network of the gallery computes, and differentiates, what an explicit loop of its equations does."""

from types import SimpleNamespace

import pytest
import torch

import graphviz_rnn as gr
from models import build
from tests.models import loops, loops_gated
from tests.models.cases import classes, difference, noise

RUNNABLE = [name for name in gr.gallery() if not gr.load(name).abstract_functions]
BATCH = 2
LENGTHS = {"t": 9, "s": 4, "i": 3, "j": 4}
SIZES = {"bidirectional": {"g": 3}, "encoder_decoder": {"g": 3}, "deep": {"z": 3}, "clockwork": {"h1": 2, "h3": 3}}


def made(name, seed=5):
    """Return a model in double precision with all weights drawn anew, so that none is zero, one or shared."""
    definition = gr.load(name)
    sizes = {"o": 5} if "o" in definition.roles and "loss" in definition.roles else {}
    model = build(definition, sizes | SIZES.get(name, {}), seed).double()
    with torch.no_grad():
        for number, (one, weight) in enumerate(model.weights.items()):
            if one not in ("alpha", "a"):
                weight.copy_(0.6 * noise(*weight.shape, seed=100 * seed + number))
    return model


def given_to(model):
    """Return random inputs, and targets that are one-hot where the loss is of classes."""
    definition, given = model.definition, {}
    for number, name in enumerate(definition.names("input", "target")):
        lead = [LENGTHS[axis] for axis in definition.axes.get(name, ())]
        given[name] = noise(*lead, BATCH, *model.shapes[name], seed=number + 1)
        if name in definition.names("target") and "cross_entropy" in definition.text:
            count = model.shapes[name][0]
            given[name] = torch.nn.functional.one_hot(classes(*lead, BATCH, count=count), count).double()
    return given


def counted(definition, name, value, number):
    """Return one sequence's values by index from 1: by step on one axis, by pair on two, as it is on none."""
    axes = len(definition.axes.get(name, ()))
    return dict(indexed(value.select(axes, number), axes)) if axes else value[number]


def indexed(value, axes):
    """Yield every index of a variable with the value there."""
    if axes == 0:
        yield None, value
    elif axes == 1:
        yield from ((t + 1, one) for t, one in enumerate(value))
    else:
        yield from (((i + 1, j + 1), one) for i, row in enumerate(value) for j, one in enumerate(row))


def looped(name, model, given):
    """Return the loop's variables for every sequence, and the weights and inputs that they were made from."""
    loop = getattr(loops, name, None) or getattr(loops_gated, name)
    weights = {one: value.detach().clone().requires_grad_() for one, value in model.weights.items()}
    inputs = {one: value.clone().requires_grad_() for one, value in given.items()}
    found = []
    for number in range(BATCH if given else 1):
        own = {one: counted(model.definition, one, value, number) for one, value in inputs.items()}
        found.append(loop(SimpleNamespace(**weights), **own or {"steps": LENGTHS["t"]}))
    return found, weights, inputs


def ran(model, given):
    free = {axis: LENGTHS[axis] for axis in model.definition.lengths}
    return model.run(given, lengths=free)


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_variable_at_every_index_is_the_loops(name):
    model = made(name)
    given = given_to(model)
    trace, (found, _, _) = ran(model, given), looped(name, model, given)
    assert set(found[0]) == {one.name for one in model.definition.equations}
    for variable, axes in ((one.name, len(one.axes)) for one in model.definition.equations):
        for number, theirs in enumerate(one[variable] for one in found):
            for index, ours in indexed(trace[variable].select(axes, number), axes):
                assert difference(ours, theirs if index is None else theirs[index]) < 1e-12, (variable, index)


def total(found, name):
    """Return the loss of all sequences; where there is none, the sum of the last variable."""
    parts = []
    for one in found:
        value = one[name]
        parts += [v.sum() for t, v in value.items() if t != 0] if isinstance(value, dict) else [value.sum()]
    return sum(parts)


@pytest.mark.parametrize("name", RUNNABLE)
def test_gradients_of_all_weights_and_inputs_are_the_loops(name):
    model = made(name)
    given = given_to(model)
    trace, (found, weights, inputs) = ran(model, given), looped(name, model, given)
    last = model.definition.equations[-1].name
    free = {one: value for one, value in weights.items() if model.weights[one].requires_grad}
    leaves = free | {one: inputs[one] for one in model.definition.names("input")}
    grads = torch.autograd.grad(total(found, last), leaves.values(), allow_unused=True)
    for (one, value), theirs in zip(leaves.items(), grads, strict=True):
        expected = torch.zeros_like(value) if theirs is None else theirs
        assert difference(trace.grad(last, one), expected) < 1e-11, one
