"""The operations of the language: their names, how many arguments each takes, and its group.

Every reading (shapes, LaTeX, labels, PyTorch) is a table with one rule an operation named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["operator", "elementwise", "pair", "vector", "summary", "loss"]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation's name, group, and its least and greatest number of arguments."""

    name: str
    group: Group
    least: int
    most: int

    def takes(self) -> str:
        """Say how many arguments it takes.

        >>> OPERATIONS["tanh"].takes(), OPERATIONS["concat"].takes()
        ('1 argument', 'at least 1 argument')
        """
        if self.most > self.least:
            return f"at least {self.least} argument{'s' * (self.least > 1)}"
        return f"{self.least} argument{'s' * (self.least > 1)}"


MANY = 1_000

_GROUPS: tuple[tuple[Group, int, int, str], ...] = (
    ("operator", 2, MANY, "+ *"),
    ("operator", 2, 2, "- / @ ^"),
    ("operator", 1, 1, "neg '"),
    ("elementwise", 1, 1, "tanh sigmoid relu softplus exp log sqrt abs sin cos sign step"),
    ("pair", 2, 2, "maximum minimum"),
    ("vector", 1, 1, "softmax one_hot layer_norm"),
    ("vector", 1, MANY, "concat"),
    ("summary", 1, 1, "sum mean max min norm"),
    ("loss", 2, 2, "cross_entropy nll mse binary_cross_entropy"),
)

OPERATIONS: dict[str, Operation] = {
    name: Operation(name, group, least, most) for group, least, most, names in _GROUPS for name in names.split()
}
"""Every operation by name; operators stand under their sign ("neg" is unary minus, "'" transpose)."""

FUNCTIONS: tuple[str, ...] = tuple(name for name, one in OPERATIONS.items() if one.group != "operator")
"""The names that may be called in a definition, beside ``where`` and the definition's own functions."""

USAGE: dict[str, str] = {
    "maximum": "a, b", "minimum": "a, b", "concat": "a, b, …", "cross_entropy": "logits, target",
    "nll": "probabilities, target", "mse": "a, b", "binary_cross_entropy": "logits, target",
}  # fmt: skip
"""What a function is given, where that is not one ``x``."""

ALIASES: dict[str, str] = {"σ": "sigmoid"}
"""Other spellings of a function."""

REDUCTIONS: tuple[str, ...] = ("sum", "mean", "max", "softmax")
"""The functions that may run over an axis: ``sum[t](…)``."""

LOSSES: tuple[str, ...] = tuple(name for name, one in OPERATIONS.items() if one.group == "loss")
"""The functions whose second argument, if nothing defines it, is a target."""

INITIALISERS: dict[str, dict[str, float]] = {
    "constant": {"value": 0.0},
    "zeros": {},
    "ones": {},
    "normal": {"std": 1.0},
    "uniform": {"low": -1.0, "high": 1.0},
    "xavier": {},
    "orthogonal": {"gain": 1.0},
    "identity": {"scale": 1.0},
    "reservoir": {"radius": 0.9, "density": 0.1},
}
"""Every initialiser with its settings and their defaults."""

SETTING_RANGES: dict[str, tuple[float, float]] = {"std": (0.0, 1e9), "density": (0.0, 1.0), "radius": (0.0, 1e9)}
"""The least and greatest value of the settings that cannot be any number."""
