"""Numbers that a visitor gives by hand to inputs and parameters without axes."""

from __future__ import annotations

from math import prod

import torch

import graphviz_rnn as gr
from models import ModelError, RecurrentModel

Given = tuple[tuple[str, tuple[float, ...]], ...]


def sizes_given(definition: gr.Definition, given: Given) -> tuple[tuple[str, int], ...]:
    """Return the sizes of vectors that follow from how many numbers they are given."""
    shapes = definition.shapes()
    return tuple((name, len(numbers)) for name, numbers in given if len(shapes.get(name, ())) == 1)


def give(model: RecurrentModel, given: Given) -> dict[str, torch.Tensor]:
    """Give parameters their numbers and return those of inputs and targets; raises ``ModelError`` for others."""
    roles, inputs = model.definition.roles, {}
    for name, numbers in given:
        if roles.get(name) not in ("input", "parameter", "target") or model.definition.axes.get(name):
            known = ", ".join(model.definition.names("input", "parameter", "target")) or "none"
            raise ModelError(f"`{name}` is given a value, but values can be given to {known} only. Leave it out.")
        value = _shaped(name, numbers, model.shapes[name])
        if roles[name] == "parameter":
            with torch.no_grad():
                model.weights[name].copy_(value)
        else:
            inputs[name] = value[None]
    return inputs


def _shaped(name: str, numbers: tuple[float, ...], shape: tuple[int, ...]) -> torch.Tensor:
    if len(numbers) != prod(shape):
        raise ModelError(f"`{name}` is given {len(numbers)} numbers; it has {prod(shape)}. Give as many.")
    return torch.tensor(numbers).reshape(shape)
