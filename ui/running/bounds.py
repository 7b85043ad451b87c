"""What one visitor may ask of the server: more is refused with a sentence before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import prod

import graphviz_rnn as gr
from graphviz_rnn.language.definition import Shape
from models import ModelError

MOST_NODES = 5_000
"""Nodes of a drawing; browsers draw this many, slowly."""

MOST_PARAMETERS = 2_000_000
"""Numbers in all parameters."""

MOST_VALUES = 1_000_000
"""Numbers in all variables over all steps; each is kept, sent and has a gradient."""


def refuse_large_drawing(definition: gr.Definition, lengths: Mapping[str, int], detail: gr.Detail) -> None:
    """Raise ``ModelError`` for a drawing of more than ``MOST_NODES``, counted without drawing it."""
    columns = prod(lengths.values())
    nodes = columns * _folded_nodes(definition.text, detail)
    if nodes > MOST_NODES:
        raise ModelError(
            f"Unfolded over {columns} steps this has about {nodes} nodes; at most {MOST_NODES} are drawn. Draw fewer "
            "steps, or variables in place of operations."
        )


@lru_cache(maxsize=64)
def _folded_nodes(text: str, detail: gr.Detail) -> int:
    return len(gr.fold(gr.parse(text), detail))


def refuse_large_run(definition: gr.Definition, shapes: Mapping[str, Shape], lengths: Mapping[str, int]) -> None:
    """Raise ``ModelError`` for a run that would take too much of a server which others use too."""
    parameters = sum(prod(shapes[name]) for name in definition.names("parameter"))
    _refuse(parameters, MOST_PARAMETERS, "numbers in its parameters", "Choose smaller sizes.")
    values = sum(
        prod(shapes[name]) * prod(lengths[axis] for axis in definition.axes.get(name, ()))
        for name in definition.names("input", "target", "state", "variable")
    )
    _refuse(values, MOST_VALUES, "numbers to record", "Choose smaller sizes, or fewer steps.")


def _refuse(seen: int, most: int, what: str, advice: str) -> None:
    if seen > most:
        raise ModelError(f"This definition has {seen} {what}; at most {most} are run here. {advice}")
