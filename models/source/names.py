"""Python names for a definition's names: safe, readable, and all different."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Iterable

from torch import nn

from graphviz_rnn.language.definition import Definition

_OWN = ("torch", "nn", "functional", "reservoir", "batch", "like", "Model", "self")
_TAKEN = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *dir(nn.Module()), *_OWN])


def python_names(definition: Definition) -> dict[str, str]:
    """Return the Python name of every name of a definition.

    It is the same where Python allows it; names that mean something in Python or to every module (``lambda``,
    ``sum``, ``train``) and those that would be equal get an underscore behind; letters that Python does not take are
    spelled by their number.
    """
    axes = [*definition.lengths, *(one for one in definition.lengths.values() if isinstance(one, str))]
    taken = {*_TAKEN, *map(_spelled, axes)}
    names: dict[str, str] = {}
    for name in definition.roles:
        names[name] = _free(_spelled(name), taken)
        taken.add(names[name])
    return names


def axis_name(letter: str) -> str:
    """Return the Python name of an axis or of its length."""
    spelled = _spelled(letter)
    return f"{spelled}_" if spelled in _TAKEN else spelled


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _spelled(name: str) -> str:
    """Return a name with every character that Python reads as another or not at all spelled by its number.

    >>> _spelled("W_h"), _spelled("θ"), _spelled("h²")
    ('W_h', 'θ', 'hu178')
    """
    kept = [one if _plain(one) else f"u{ord(one)}" for one in unicodedata.normalize("NFC", name)]
    spelled = "".join(kept)
    return spelled if spelled.isidentifier() else f"v_{spelled}"


def _plain(character: str) -> bool:
    return f"a{character}".isidentifier() and unicodedata.normalize("NFKC", character) == character
