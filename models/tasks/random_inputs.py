"""Random inputs and targets for any definition: what it runs on where no data fits."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Reference

CLASSES = frozenset(("cross_entropy", "nll"))


def random_inputs(
    definition: Definition, shapes: Mapping[str, Shape], lengths: Mapping[str, int], seed: int
) -> dict[str, Tensor]:
    """Return every input and target, (steps of its axes, 1, n), drawn from ``seed``.

    Numbers are standard normal; a target of a loss of classes is one-hot, one of yes or no is 0 or 1.
    """
    generator = torch.Generator().manual_seed(seed)
    return {
        name: _drawn(
            [*(lengths[axis] for axis in definition.axes.get(name, ())), 1, *shapes[name]],
            _loss_of(definition, name),
            generator,
        )
        for name in definition.names("input", "target")
    }


def _loss_of(definition: Definition, target: str) -> str:
    """Return the first loss that compares something with a name; "" for none."""
    for body in definition.inlined.values():
        for part in parts(body):
            if isinstance(part, Call) and len(part.arguments) == 2 and part.operation.endswith(("entropy", "nll")):
                second = part.arguments[1]
                if isinstance(second, Reference) and second.name == target:
                    return part.operation
    return ""


def _drawn(shape: list[int], loss: str, generator: torch.Generator) -> Tensor:
    values = torch.randn(shape, generator=generator)
    if loss in CLASSES:
        return torch.nn.functional.one_hot(values.argmax(-1), shape[-1]).to(values.dtype)
    return (values > 0).to(values.dtype) if loss == "binary_cross_entropy" else values
