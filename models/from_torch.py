"""Turn a recurrent module of torch.nn into a definition and a model with the same weights."""

from __future__ import annotations

import torch
from torch import nn

from graphviz_rnn.language.parse import parse
from models.build import RecurrentModel, build
from models.errors import ModelError
from models.torch_modules import copied_out, recurrence


def from_torch(module: nn.Module) -> RecurrentModel:
    """Return a model of ``torch.nn.RNN``, ``LSTM`` or ``GRU`` whose h are the module's outputs.

    The equations are the gallery's, with torch's weights under the names they have there; the two biases of
    torch become one. Inputs have shape (T, batch, n) whatever ``batch_first`` says. Raises ``ModelError``
    for other modules, more than one layer, two directions and projections.
    """
    if not isinstance(module, nn.RNN | nn.LSTM | nn.GRU):
        raise ModelError(
            f"The module is a {type(module).__name__}; expected torch.nn.RNN, LSTM or GRU. Write others as a text."
        )
    _check(module)
    model = build(parse(_text(module)), sizes={"x": module.input_size, "h": module.hidden_size})
    model.to(module.get_parameter("weight_hh_l0").dtype)
    weights = model.weights
    with torch.no_grad():
        for name, value in copied_out(module).items():
            weights[name].copy_(value)
    return model


def _check(module: nn.RNNBase) -> None:
    said = f"The {type(module).__name__}"
    if module.num_layers != 1:
        raise ModelError(f"{said} has {module.num_layers} layers; expected 1. Convert each layer as its own module.")
    if module.bidirectional:
        raise ModelError(
            f"{said} runs in two directions; expected one. Write the second as `g[t]` that reads `g[t+1]`."
        )
    if module.proj_size:
        raise ModelError(f"{said} projects h to {module.proj_size} units; expected no projection. Set proj_size=0.")


def _text(module: nn.RNNBase) -> str:
    """Return the definition's text; biases that the module does not have stay zero."""
    texts = {"RNN_TANH": recurrence("elman"), "LSTM": recurrence("lstm"), "GRU": recurrence("gru")}
    texts["RNN_RELU"] = texts["RNN_TANH"].replace("tanh", "relu")
    text = texts[module.mode]
    if module.bias:
        return text
    biases = [name for name in parse(text).names("parameter") if name[0] in "bd"]
    return "\n".join([*(f"param {name} ~ zeros fixed" for name in biases), text])
