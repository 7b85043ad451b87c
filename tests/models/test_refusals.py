"""What cannot be built, run or differentiated is refused in one sentence; odd but lawful names and texts work."""

import pytest
import torch
from torch import nn

from graphviz_rnn.language.parse import parse
from models import ModelError, build, from_torch, train
from tests.models.cases import ENCODER_DECODER, difference, model_of, noise

RNN = "h[t] = tanh(W @ h[t-1] + U @ x[t])"


@pytest.mark.parametrize(
    ("lengths", "said"),
    [
        ({"t": 0}, "Axis t has 0 steps in lengths; expected a whole number from 1."),
        ({"t": "a"}, "Axis t has 'a' steps in lengths; expected a whole number from 1."),
        ({"t": 3, "q": 3}, "A length is given for axis q, but the axes are t. Leave it out."),
        ({}, "Nothing says how long axis t is. Give lengths={'t': 10}."),
    ],
    ids=["zero", "no number", "unknown axis", "none"],
)
def test_lengths_that_cannot_be_are_refused(lengths, said: str) -> None:
    model = model_of("h[t] = tanh(W @ h[t-1])")
    with pytest.raises(ModelError) as caught:
        model.run(lengths=lengths)
    assert str(caught.value) == said


def test_a_length_the_definition_fixes_cannot_be_changed() -> None:
    model = model_of("axis t = 1..5\nh[t] = tanh(W @ h[t-1])")
    with pytest.raises(ModelError, match="lengths has 7 steps of axis t, but the definition says 5"):
        model.run(lengths={"t": 7})


def test_a_torch_module_that_is_not_supported_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        from_torch(nn.Linear(2, 2))
    assert str(caught.value) == (
        "The module is a Linear; expected torch.nn.RNN, LSTM or GRU, one of their cells, or a cell with forward(x, h), "
        "and its forward takes 1 argument. Write others as a text."
    )


def test_an_initialiser_that_does_not_fit_names_the_shape() -> None:
    definition = parse("param W : 2 x 3 ~ reservoir\nh[t] = W @ x[t]")
    with pytest.raises(ModelError, match=r"`W` has shape \(2, 3\); `reservoir` fills square matrices"):
        build(definition)


@pytest.mark.parametrize("name", ["train", "forward", "values", "weights", "definition", "parameters", "θ", "Ŵ"])
def test_a_parameter_may_have_any_name(name: str) -> None:
    model = model_of(f"h[t] = tanh({name} @ h[t-1] + U @ x[t])\nL[t] = mse(h[t], y[t])\nloss = sum[t](L[t])")
    assert list(dict(model.named_parameters())) == list(model.state_dict()) == [name, "U"]
    before = model.weights[name].detach().clone()
    given = {"x": noise(4, 2, 3), "y": noise(4, 2, 3, seed=2)}
    list(train(model, given, updates=1))
    assert difference(before, model.weights[name]) > 0


def test_inputs_may_be_named_like_arguments_of_run() -> None:
    model = model_of("h[t] = tanh(U @ lengths[t] + V @ given[t])")
    data = {"lengths": noise(4, 2, 3), "given": noise(4, 2, 3)}
    assert model.run(data)["h"].shape == (4, 2, 4)


def test_asking_for_an_unknown_variable_lists_those_there_are() -> None:
    trace = model_of(RNN).run(x=noise(3, 1, 3))
    with pytest.raises(ModelError, match="`q` is no variable of this trace; it has h, x"):
        trace["q"]


@pytest.mark.parametrize("call", ["run", "forward"])
def test_a_tensor_without_a_name_is_asked_for_it(call: str) -> None:
    with pytest.raises(ModelError, match=r"A tensor is given without a name; expected `run\(x=…\)`"):
        getattr(model_of(RNN), call)(noise(3, 2, 3))


def test_a_step_outside_of_the_axis_has_no_jacobian() -> None:
    trace = model_of(RNN).run(x=noise(3, 1, 3))
    with pytest.raises(ModelError, match="`h` has no step 4; its steps are 1 to 3"):
        trace.jacobian("h", at=4, wrt="h", index=1)


def test_gradients_after_backward_say_that_the_graph_is_gone() -> None:
    trace = model_of(RNN).run(x=noise(3, 1, 3))
    trace["h"].sum().backward()
    with pytest.raises(ModelError, match="The gradient of `h` is gone: backward"):
        trace.grad("h", "x")


def test_values_looked_at_without_gradients_still_have_them() -> None:
    trace = model_of(RNN).run(x=noise(3, 1, 3))
    with torch.no_grad():
        looked = trace["h"].shape
        grad = trace.grad("h", "h")
    assert grad.shape == looked
    assert float(grad.norm()) > 0


def test_gradients_flow_into_an_input_that_asks_for_them() -> None:
    x = noise(3, 1, 3).requires_grad_()
    model_of(RNN).run(x=x)["h"].sum().backward()
    assert x.grad is not None
    assert float(x.grad.norm()) > 0


def test_without_parameters_the_inputs_say_the_precision() -> None:
    assert model_of("z[t] = x[t] + x[t-1]").run(x=noise(3, 1, 3))["z"].dtype == torch.float64


def test_a_decoder_may_start_from_the_encoders_last_state() -> None:
    model = model_of("h[t] = tanh(W @ h[t-1] + U @ x[t])\ng[s] = tanh(Q @ g[s-1])\ng[0] = h[T]")
    trace = model.run(x=noise(4, 2, 3), lengths={"s": 3})
    assert difference(trace.boundary("g", 0), trace["h"][-1]) == 0
    assert difference(trace["g"][0], torch.tanh(trace["h"][-1] @ model.weights["Q"].T)) < 1e-12
    assert float(trace.grad("g", "h").norm()) > 0


def test_a_model_is_copied_by_its_state() -> None:
    one, other = model_of(ENCODER_DECODER, seed=0), model_of(ENCODER_DECODER, seed=1)
    data = {"x": noise(4, 2, 3), "y": torch.zeros(3, 2, dtype=torch.long)}
    assert difference(one.run(data)["loss"], other.run(data)["loss"]) > 0
    other.load_state_dict(one.state_dict())
    assert difference(one.run(data)["loss"], other.run(data)["loss"]) == 0
