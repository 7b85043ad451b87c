"""What a node or chip shows: its runs of text and how wide they are."""

from __future__ import annotations

from collections.abc import Iterable

from graphviz_rnn.language.typeset import Run, name_runs, upright

LABEL_SIZE = 21.0
"""Font size of a variable's letter, in pixels."""

SMALL = 0.58
"""Size of superscripts and subscripts beside the letter's."""

_NARROW = set("()|,.iljtfr'1 \u2009I")
_WIDE = set("mwMWΣ@")

OPERATION_SIGNS: dict[str, str] = {
    "+": "+",
    "-": "−",
    "*": "⊙",
    "/": "÷",
    "@": "×",
    "^": "^",
    "neg": "−",
    "'": "⊤",
    "sigmoid": "σ",
    "sum": "Σ",
    "cross_entropy": "CE",
    "binary_cross_entropy": "BCE",
    "one_hot": "1-hot",
    "layer_norm": "LN",
}
"""What stands in an operation's node, where it is not the function's own name."""


def width(runs: Iterable[Run], size: float) -> float:
    """Return the width of runs in pixels, from the usual widths of letters at the given font size."""
    total = 0.0
    for run in runs:
        scale = size if run.height == "base" else size * SMALL
        total += scale * sum(0.33 if c in _NARROW else 0.86 if c in _WIDE else 0.52 for c in run.text)
    return total


def fitted(runs: Iterable[Run], room: float, size: float = LABEL_SIZE) -> float:
    """Return the font size, at most ``size``, at which runs are no wider than ``room``."""
    return size * min(1.0, room / max(width(runs, size), 1.0))


def vertex_label(name: str, kind: str, index: dict[str, int]) -> tuple[Run, ...]:
    """Return a node's label: the symbol with its index as a superscript, or the operation's sign."""
    if kind in ("operation", "constant"):
        return (upright(OPERATION_SIGNS.get(name, name)),)
    return name_runs(name, [str(value) for value in index.values()])


def chip_label(name: str) -> tuple[Run, ...]:
    """Return a chip's label: the parameter's symbol."""
    return tuple(run._replace(slant="upright") for run in name_runs(name))
