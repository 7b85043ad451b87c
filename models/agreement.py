"""Hold a model against torch.nn: how far apart are the states for the same weights and inputs."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.shelf import load
from models.build import RecurrentModel
from models.torch_modules import copied_in
from models.trace import Trace


@dataclass(frozen=True, slots=True)
class Agreement:
    """The torch module that computes the same, and the greatest difference of h over all steps and units."""

    module: str
    difference: float


_MODULES: dict[str, type[nn.RNN | nn.LSTM | nn.GRU]] = {"elman": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def torch_agreement(model: RecurrentModel, trace: Trace) -> Agreement | None:
    """Return how far the trace's h is from torch.nn's with the same weights; None if torch has no such module.

    A module is found by equations: those of the gallery's "elman" are ``torch.nn.RNN``'s, those of
    "lstm" ``torch.nn.LSTM``'s, those of "gru" ``torch.nn.GRU``'s.
    """
    for name, kind in _MODULES.items():
        if _same_recurrence(model, load(name)):
            module = kind(*_sizes(model), dtype=trace["h"].dtype)
            copied_in(module, model.weights)
            with torch.no_grad():
                theirs = module(trace["x"])[0]
                return Agreement(f"torch.nn.{kind.__name__}", float((theirs - trace["h"]).abs().max()))
    return None


def _same_recurrence(model: RecurrentModel, other: Definition) -> bool:
    """Say whether a model steps a definition's states by the same equations, from zero, with the same shapes."""
    one = model.definition
    states = other.names("state")
    if one.boundaries or any(one.inlined.get(name) != other.inlined[name] for name in states):
        return False
    return all(model.shapes[name] == shape for name, shape in _shapes_of(other, model).items())


def _sizes(model: RecurrentModel) -> tuple[int, int]:
    """Return the numbers of inputs and of hidden units."""
    return model.shapes["x"][0], model.shapes["h"][0]


def _shapes_of(other: Definition, model: RecurrentModel) -> dict[str, tuple[int, ...]]:
    """Return the shapes that a definition's names have with a model's numbers of units, as far as both have them."""
    inputs, hidden = _sizes(model)
    shapes = other.shapes({"h": hidden, "x": inputs})
    return {name: shape for name, shape in shapes.items() if name[0] in "UWbd"}
