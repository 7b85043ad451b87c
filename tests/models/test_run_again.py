"""What a model keeps from a run shows in no later one: each run is that of a model that never ran."""

import pytest
import torch

from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import load
from models import build
from models.errors import ModelError
from models.running.plan import MOST_KEPT
from tests.models.cases import classes, model_of, noise

NAMES = ["elman", "lstm_peephole", "gru_before", "bidirectional", "clockwork", "leaky"]
LEAKY = "h[t] = sigmoid(w) * h[t-1] + x[t]\no[t] = V @ h[t]\nloss = sum[t](norm(o[t]))"


def made(name, seed=0):
    if name == "leaky":
        return model_of(LEAKY, seed=seed, x=3, o=5)
    groups = {"h1": 2, "h2": 3, "h3": 4} if name == "clockwork" else {"h": 4}
    return build(load(name), {"x": 3, "o": 5, **groups}, seed=seed).double()


def inputs(model, steps, batch, seed=1):
    given = {"x": noise(steps, batch, 3, seed=seed)}
    if "y" in model.definition.roles:
        given["y"] = noise(steps, batch, 5, seed=seed + 1)
    return given


def everything(model, given, **asked):
    trace = model.run(given, **asked)
    trained = [name for name, one in model.weights.items() if one.requires_grad]
    values = {name: trace[name].detach() for name in trace.names}
    return values | {f"by {name}": one for name, one in trace.grads("loss", [*trace.names, *trained]).items()}


def same(found, expected):
    assert list(found) == list(expected)
    for name, value in expected.items():
        assert torch.equal(found[name], value), name


def never_ran(model):
    """Return the same model without anything that it kept."""
    fresh = build(model.definition, {name: shape[0] for name, shape in model.shapes.items() if len(shape) == 1})
    fresh = fresh.to(next(iter(model.weights.values())).dtype)
    fresh.load_state_dict(model.state_dict())
    return fresh


@pytest.mark.parametrize("name", NAMES)
def test_other_lengths_batches_and_ends_in_any_order(name):
    model = made(name)
    for steps, batch in [(6, 2), (70, 1), (6, 2), (1, 3), (6, 3), (70, 1)]:
        given = inputs(model, steps, batch, seed=steps + batch)
        same(everything(model, given), everything(never_ran(model), given))
        own = {"t": [max(1, steps - row) for row in range(batch)]}
        for lengths in (own, {"t": list(reversed(own["t"]))}, {"t": steps}):
            same(everything(model, given, lengths=lengths), everything(never_ran(model), given, lengths=lengths))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_changed_in_place_replaced_or_of_another_type_are_seen(name):
    model, other = made(name), made(name, seed=7)
    given = inputs(model, 5, 2)
    before = everything(model, given)
    with torch.no_grad():
        for one in model.weights.values():
            one.add_(0.125)
    same(everything(model, given), everything(never_ran(model), given))
    torch.optim.SGD(model.parameters(), lr=0.5).zero_grad()
    model.run(given)["loss"].sum().backward()
    torch.optim.SGD(model.parameters(), lr=0.5).step()
    same(everything(model, given), everything(never_ran(model), given))
    model.load_state_dict(other.state_dict())
    same(everything(model, given), everything(other, given))
    model.float()
    assert model.run(given)["h1" if name == "clockwork" else "h"].dtype == torch.float32
    same(everything(model, given), everything(never_ran(model), given))
    model.double().load_state_dict(made(name).state_dict())
    same(everything(model, given), before)


@pytest.mark.parametrize("name", NAMES)
def test_a_trace_stays_as_it_was_whatever_runs_after_it(name):
    model = made(name)
    for recording in (True, False):
        with torch.set_grad_enabled(recording):
            trace = model.run(inputs(model, 6, 2))
            values = {one: trace[one].detach().clone() for one in trace.names}
            for seed in range(2, 5):
                model.run(inputs(model, 6, 2, seed=seed))
        for one, value in values.items():
            assert torch.equal(trace[one], value), one
    given = inputs(model, 6, 2)
    first, alone = model.run(given), everything(never_ran(model), given)
    model.run(inputs(model, 6, 2, seed=9)).grad("loss", "x")
    assert torch.equal(first.grad("loss", "x"), alone["by x"])


def test_models_of_one_definition_keep_apart():
    definition = load("elman")
    small, large = (build(definition, {"x": 3, "h": size, "o": 5}, seed=size).double() for size in (4, 6))
    given = {"x": noise(5, 2, 3), "y": classes(5, 2, count=5)}
    for _ in range(2):
        for one in (small, large):
            same(everything(one, given), everything(never_ran(one), given))


def test_what_does_not_fit_is_refused_after_a_run_that_did():
    model = made("elman")
    x, y = noise(5, 2, 3), classes(5, 2, count=5)
    model.run(x=x, y=y)
    with pytest.raises(ModelError, match=r"`x` has shape \(5, 2, 4\)"):
        model.run(x=noise(5, 2, 4), y=y)
    with pytest.raises(ModelError, match="`x` is a list; expected a tensor"):
        model.run(x=x.tolist(), y=y)
    with pytest.raises(ModelError, match=r"`y` has 6 steps of axis t, but `x` has 5"):
        model.run(x=x, y=classes(6, 2, count=5))
    with pytest.raises(ModelError, match="The batch sizes differ"):
        model.run(x=x, y=classes(5, 3, count=5))
    with pytest.raises(ModelError, match="`y` has classes from 0 to 7"):
        model.run(x=x, y=y.clone().fill_(0).index_fill(0, torch.tensor([2]), 7))
    with pytest.raises(ModelError, match="`x` holds values that are not finite"):
        model.run(x=x.index_fill(0, torch.tensor([1]), torch.inf), y=y)
    with pytest.raises(ModelError, match="`loss` was not computed, since `y` was not given"):
        model.run(x=x)["loss"]


def test_large_numbers_whose_sum_is_not_finite_are_numbers():
    model = made("elman")
    x = torch.full((4, 2, 3), torch.finfo(torch.float64).max, dtype=torch.float64)
    assert torch.isinf(x.sum())
    assert torch.equal(model.run(x=x)["x"], x)


def test_a_model_without_parameters_takes_the_type_of_its_inputs():
    model = build(parse("h[t] = h[t-1] + x[t]"), {"x": 2})
    for dtype in (torch.float32, torch.float64, torch.float32):
        assert model.run(x=torch.ones(3, 1, 2, dtype=dtype))["h"].dtype == dtype


def test_no_more_is_kept_than_a_bound():
    model = made("elman")
    for steps in range(1, MOST_KEPT + 10):
        model.run(x=noise(steps, 1, 3))
    plan = model._plan(False)
    assert len(plan.settings) == len(plan.kept) == MOST_KEPT
    given = {"x": noise(1, 1, 3), "y": classes(1, 1, count=5)}
    same(everything(model, given), everything(never_ran(model), given))
