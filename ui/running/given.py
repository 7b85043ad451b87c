"""Numbers that a visitor gives by hand to inputs and parameters without axes."""

from __future__ import annotations

from math import prod

import torch

import graphviz_rnn as gr
from models import ModelError, RecurrentModel

Given = tuple[tuple[str, tuple[float, ...]], ...]


def used(definition: gr.Definition, given: Given) -> Given:
    """Return the values that a definition has a place for: those of inputs, targets and parameters without axes."""
    taken = set(definition.names("input", "target", "parameter")) - set(definition.axes)
    return tuple(one for one in given if one[0] in taken)


def sizes_given(definition: gr.Definition, given: Given) -> tuple[tuple[str, int], ...]:
    """Return the sizes of vectors that follow from how many numbers they are given."""
    shapes = definition.shapes()
    return tuple((name, len(numbers)) for name, numbers in given if len(shapes[name]) == 1)


def give(model: RecurrentModel, given: Given) -> dict[str, torch.Tensor]:
    """Give parameters their numbers and return those of inputs and targets; raises ``ModelError`` for a wrong count."""
    inputs = {}
    for name, numbers in given:
        value = _shaped(name, numbers, model.shapes[name])
        if name in model.weights:
            with torch.no_grad():
                model.weights[name].copy_(value)
        else:
            inputs[name] = value[None]
    return inputs


def _shaped(name: str, numbers: tuple[float, ...], shape: tuple[int, ...]) -> torch.Tensor:
    if len(numbers) != prod(shape):
        many = f"{len(numbers)} number{'s' * (len(numbers) != 1)}"
        raise ModelError(f"`{name}` is given {many}; it has {prod(shape)}. Give as many, or leave it out.")
    return torch.tensor(numbers).reshape(shape)
