"""The next character of a text, from those so far."""

from __future__ import annotations

import torch

from models.errors import ModelError
from models.tasks.task import Task


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
