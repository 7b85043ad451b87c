"""Turn data into what a model reads and what it should answer: the next value, the next character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.errors import ModelError


@dataclass(frozen=True)
class Task:
    """Inputs and targets of one sequence, (T, 1, n) each, with a word for every step.

    ``loss`` names the loss that fits the targets: "mse" for numbers, "cross_entropy" for symbols.
    """

    inputs: Tensor
    targets: Tensor
    ticks: tuple[str, ...]
    loss: str

    @property
    def size(self) -> int:
        """Numbers in one input."""
        return int(self.inputs.shape[-1])


def next_value(values: npt.NDArray[np.float64], *, window: int, start: int = 0, ticks: Sequence[str] = ()) -> Task:
    """Return the task to say the next value of a series from those so far.

    ``window`` values are read from position ``start`` on. Values are standardised by the mean and
    the standard deviation of the whole series. Raises ``ModelError`` if the series is too short.
    """
    left = len(values) - start
    if window < 1 or left < window + 1:
        raise ModelError(
            f"From its position {start + 1} on the series has {max(left, 0)} values; reading {window} and predicting "
            f"the one after each takes {window + 1}. Read fewer, or start earlier."
        )
    scaled = (values - values.mean()) / (values.std() or 1.0)
    part = torch.tensor(scaled[start : start + window + 1], dtype=torch.get_default_dtype()).reshape(-1, 1, 1)
    return Task(part[:-1], part[1:], tuple(ticks[start : start + window]), "mse")


def next_character(text: str, alphabet: str | None = None) -> Task:
    """Return the task to say the next character of a text, characters being one-hot.

    The alphabet is the text's own, sorted, unless one is given. Raises ``ModelError`` for a text
    with fewer than two characters and for characters that are not in the alphabet.
    """
    if len(text) < 2:
        raise ModelError(
            f"The text has {len(text)} character{'s' * (len(text) != 1)}; predicting the next one takes at least 2. "
            "Type a longer text."
        )
    letters = "".join(sorted(set(text))) if alphabet is None else alphabet
    for position, letter in enumerate(text, start=1):
        if letter not in letters:
            raise ModelError(
                f"Character {position} of the text is {letter!r}, which is not in the alphabet {letters!r}. "
                "Remove it, or add it to the alphabet."
            )
    classes = torch.tensor([letters.index(one) for one in text])
    hot = torch.nn.functional.one_hot(classes, len(letters)).to(torch.get_default_dtype()).unsqueeze(1)
    return Task(hot[:-1], hot[1:], tuple(f"“{one}”" for one in text[:-1]), "cross_entropy")
