"""Hold a model against torch.nn: how far apart are the states for the same weights and inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.shelf import load
from models.build import RecurrentModel
from models.trace import Trace

Module = TypeVar("Module", bound=nn.RNNBase)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The torch module that computes the same, and the greatest difference of h over all steps and units."""

    module: str
    difference: float


def torch_agreement(model: RecurrentModel, trace: Trace) -> Agreement | None:
    """Return how far the trace's h is from torch.nn's with the same weights; None if torch has no such module.

    A module is found by equations: those of the gallery's "elman" are ``torch.nn.RNN``'s, those of
    "lstm" ``torch.nn.LSTM``'s.
    """
    for name, make in (("elman", _rnn), ("lstm", _lstm)):
        if _same_recurrence(model.definition, load(name)):
            module = make(model)
            with torch.no_grad():
                theirs: Tensor = module(trace["x"])[0]
                return Agreement(f"torch.nn.{type(module).__name__}", float((theirs - trace["h"]).abs().max()))
    return None


def _same_recurrence(one: Definition, other: Definition) -> bool:
    """Say whether two definitions step the same variables by the same equations from zero."""
    states = other.names("state")
    same = all(one.inlined.get(name) == other.inlined[name] for name in states)
    return same and not one.boundaries and one.constants == other.constants


def _rnn(model: RecurrentModel) -> nn.RNN:
    hidden, inputs = model.U.shape
    return _filled(nn.RNN(inputs, hidden, dtype=model.U.dtype), model, [""])


def _lstm(model: RecurrentModel) -> nn.LSTM:
    """Rows in torch's order: input gate (g here), forget gate, candidate, output gate."""
    hidden, inputs = model.U.shape
    return _filled(nn.LSTM(inputs, hidden, dtype=model.U.dtype), model, ["_g", "_f", "", "_q"])


def _filled(module: Module, model: RecurrentModel, gates: list[str]) -> Module:
    with torch.no_grad():
        for theirs, ours in (("weight_ih_l0", "U"), ("weight_hh_l0", "W"), ("bias_ih_l0", "b")):
            stacked = torch.cat([model.weights[f"{ours}{gate}"] for gate in gates])
            module.get_parameter(theirs).copy_(stacked)
        module.get_parameter("bias_hh_l0").zero_()
    return module
