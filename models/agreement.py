"""Hold a model against torch.nn: how far apart are the outputs for the same weights and inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import torch
from torch import nn

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from models.build import RecurrentModel
from models.torch_modules import GATES, Recurrence, copied_in
from models.trace import Trace


@dataclass(frozen=True, slots=True)
class Agreement:
    """The torch module that computes the same, and the greatest difference of its output over all steps and units."""

    module: str
    difference: float


def torch_agreement(model: RecurrentModel, trace: Trace) -> Agreement | None:
    """Return how far the trace is from torch.nn's with the same weights; None if torch has no such module.

    A module is found by equations: those of the gallery's "elman" are ``torch.nn.RNN``'s, those of "lstm" and "gru"
    ``torch.nn.LSTM``'s and ``GRU``'s; several layers and two directions are named as ``from_torch`` names them.
    """
    for one in _candidates(model.definition):
        if _same(model, one, _definition(one)):
            module = _module(model, one)
            with torch.no_grad():
                theirs = module(trace["x"])[0]
                return Agreement(f"torch.nn.{one.kind}", float((theirs - trace[one.output]).abs().max()))
    return None


def _candidates(definition: Definition) -> Iterator[Recurrence]:
    """Yield what the names of a definition allow."""
    layers = max(
        [int(found[1]) for name in definition.roles if (found := re.match(r"h_(\d{1,2})(_rev)?$", name))] or [1]
    )
    directions = 1 + any(name.endswith("_rev") for name in definition.roles)
    bias = any(name.startswith("b") for name in definition.names("parameter"))
    for mode in ("RNN_TANH", "RNN_RELU", "LSTM", "GRU"):
        for projects in (False, True)[: 1 + (mode == "LSTM")]:
            yield Recurrence(mode, layers, directions, bias, projects)


@cache
def _definition(one: Recurrence) -> Definition:
    return parse(one.text())


def _same(model: RecurrentModel, one: Recurrence, theirs: Definition) -> bool:
    """Say whether a model computes a module's output by its equations, from zero, with its shapes."""
    ours = model.definition
    if ours.boundaries or any(ours.inlined.get(name) != theirs.inlined[name] for name in theirs.inlined):
        return False
    sizes = {name: model.shapes[name][0] for name in theirs.roles if model.shapes[name] and name in ours.axes}
    return all(model.shapes[name] == shape for name, shape in theirs.shapes(sizes).items())


def _module(model: RecurrentModel, one: Recurrence) -> nn.RNNBase:
    """Return the module with the model's weights."""
    ending = one.endings[0][0]
    matrix = model.weights[f"U{GATES[one.kind][0]}{ending}"]
    made = {"num_layers": one.layers, "bidirectional": one.directions == 2, "bias": one.bias, "dtype": matrix.dtype}
    if one.projects:
        made["proj_size"] = model.shapes[f"h{ending}"][0]
    if one.mode == "RNN_RELU":
        made["nonlinearity"] = "relu"
    module: nn.RNNBase = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}[one.kind](matrix.shape[1], len(matrix), **made)
    copied_in(module, model.weights)
    return module
