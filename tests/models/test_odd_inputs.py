"""What a run is given in odd ways either works or is refused in a sentence that names it."""

import numpy as np
import pytest
import torch

from models import ModelError
from tests.models.cases import difference, model_of, noise

RNN = "h[t] = tanh(W @ h[t-1] + U @ x[t])"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (torch.zeros(4, 2, dtype=torch.uint16), "`x` has type torch.uint16, in which torch computes little. "
         "Call `.long()` on it."),
        (noise(4, 2, 3).to_sparse(), "`x` is stored as torch.sparse_coo; expected a dense tensor with its numbers."),
        (noise(4, 2, 3).to("meta"), "`x` is on the meta device and holds no numbers; expected a dense tensor with its "
         "numbers."),
    ],
    ids=["unsigned", "sparse", "meta"],
)  # fmt: skip
def test_a_tensor_that_torch_cannot_compute_with_is_refused(value: torch.Tensor, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_of(RNN).run(x=value)
    assert str(caught.value) == said


@pytest.mark.parametrize("lengths", [5, "t"], ids=["number", "text"])
def test_lengths_that_are_no_mapping_are_refused(lengths) -> None:
    with pytest.raises(ModelError) as caught:
        model_of("h[t] = tanh(W @ h[t-1])").run(lengths=lengths)
    assert str(caught.value) == f"lengths is {lengths!r}; expected the steps by axis, such as {{'t': 10}}."


def test_a_length_as_text_beside_an_input_is_refused_as_text() -> None:
    with pytest.raises(ModelError, match="Axis t has '6' steps in lengths; expected a whole number from 1"):
        model_of(RNN).run(x=noise(6, 2, 3), lengths={"t": "6"})


@pytest.mark.parametrize("lengths", [np.int64(3), np.array(3)], ids=["number", "array"])
def test_lengths_may_be_numpys(lengths) -> None:
    model = model_of("h[0] = z\nh[t] = tanh(W @ h[t-1])")
    assert difference(model.run(lengths={"t": lengths})["h"], model.run(lengths={"t": 3})["h"]) == 0


def test_lengths_of_each_sequence_may_be_numpys() -> None:
    model, x = model_of(RNN), noise(4, 2, 3)
    both = [model.run(x=x, lengths={"t": own})["h"] for own in (np.array([4, 2]), [4, 2])]
    assert difference(*both) == 0
    assert difference(both[0], model.run(x=x)["h"]) > 0


@pytest.mark.parametrize("at", [2.0, 0, 5, "2"], ids=str)
def test_a_jacobian_at_no_step_is_refused(at) -> None:
    trace = model_of(RNN).run(x=noise(4, 2, 3))
    with pytest.raises(ModelError, match=f"`h` has no step {at}; its steps are 1 to 4"):
        trace.jacobian("h", at=at, wrt="h", index=1)


def test_an_input_made_in_inference_mode_has_the_gradients_of_any_other() -> None:
    model = model_of(f"{RNN}\nloss = sum(h[T])")
    x = noise(4, 2, 3)
    with torch.inference_mode():
        made = x + 0
    assert made.is_inference()
    found = [model.run(x=one).grad("loss", "U") for one in (made, x)]
    assert difference(*found) == 0
    assert float(found[0].abs().max()) > 0


@pytest.mark.parametrize(("read", "step"), [("s-1", 0), ("s+1", 4), ("0", 0)])
def test_a_softmax_has_no_share_outside_of_its_axis(read: str, step: int) -> None:
    model = model_of(f"k[s] = tanh(sum[t](x[t,s]))\nh[0,s] = softmax[s](k[s])\nh[t,s] = tanh(h[t-1,{read}] + x[t,s])")
    with pytest.raises(ModelError, match=rf"`softmax\[s\]` is read at s = {step}, but has shares from 1 to 3 only"):
        model.run(x=noise(4, 3, 2, *model.shapes["x"]))


def test_a_softmax_as_a_first_value_is_read_inside_of_its_axis() -> None:
    model = model_of("k[s] = tanh(sum[t](x[t,s]))\nh[0,s] = softmax[s](k[s])\nh[t,s] = tanh(h[t-1,s] + x[t,s])")
    x = noise(4, 3, 2, *model.shapes["x"])
    trace = model.run(x=x)
    h = trace["k"].softmax(0)
    for t in range(4):
        h = torch.tanh(h + x[t])
        assert difference(trace["h"][t], h) < 1e-6
