"""One batch of a task: what is read and what should be answered."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from graphviz_rnn.language.definition import Definition
from models.errors import ModelError


@dataclass(frozen=True)
class Task:
    """Inputs (T, batch, n) and targets, with a word for every step.

    Targets have shape (T, batch, m), or (batch, m) where there is one answer at the end; classes are
    integers without the last dimension, or one-hot. ``loss`` names the loss that fits: "mse" for numbers,
    "cross_entropy" for symbols, "binary_cross_entropy" for yes or no.
    """

    inputs: Tensor
    targets: Tensor
    ticks: tuple[str, ...]
    loss: str

    @property
    def size(self) -> int:
        """Numbers in one input."""
        return int(self.inputs.shape[-1])


def given(definition: Definition, task: Task) -> dict[str, Tensor]:
    """Return a task's data under the names of a definition's input and target, as far as it has them.

    Raises ``ModelError`` for a definition with several of either.
    """
    inputs, targets = definition.names("input"), definition.names("target")
    if len(inputs) > 1 or len(targets) > 1:
        names = ", ".join(f"`{one}`" for one in (inputs if len(inputs) > 1 else targets))
        raise ModelError(f"There is one sequence of data here, but {names} each need one. Keep one of them.")
    return dict(zip(inputs, [task.inputs], strict=False)) | dict(zip(targets, [task.targets], strict=False))
