"""What is known after an update."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """One update: its number from 1, the loss before it, the gradient's norm before clipping, and the speed.

    ``examples_a_second`` counts the sequences of the batch; it is no part of equality, for it depends on the machine.
    """

    update: int
    loss: float
    gradient_norm: float
    examples_a_second: float = field(default=0.0, compare=False)
