"""The controls of a definition of one's own: how far every axis is drawn, and every size that is free."""

from __future__ import annotations

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import runs_with_time
from graphviz_rnn.language.free_sizes import free_sizes
from graphviz_rnn.language.unknowns import DEFAULT_DATA_SIZE
from ui.furniture.controls import choose_number, choose_whole

MOST_STEPS = {1: 12, 2: 9, 3: 4}
"""Steps that can be drawn along each of one, two and three axes; along each of more, 2."""

MOST_SIZES = 12
"""Sizes that are offered; a definition that has more is better served by `param` lines."""

MOST_UNITS = 64
HIDDEN = 8


def choose_lengths(definition: gr.Definition) -> tuple[tuple[str, int], ...]:
    """Offer the steps drawn along every axis whose length the text leaves open."""
    most = MOST_STEPS.get(len(definition.lengths), 2)
    word = "drawn" if runs_with_time(definition) else "run and drawn"
    chosen = []
    for number, (axis, own) in enumerate(definition.lengths.items()):
        if isinstance(own, str):
            usual = min(most, max(2, 6 - 2 * number))
            steps = choose_number(f"Steps of {axis} {word}", range(1, most), key=f"steps-{axis}", default=usual)
            chosen.append((axis, steps))
    return tuple(chosen)


def choose_sizes(definition: gr.Definition, *, with_data: bool) -> tuple[tuple[str, int], ...]:
    """Offer every free size; those of inputs and targets only ``with_data``, else the data say them."""
    data = definition.names("input", "target")
    return tuple(
        (name, _choose_units(name, group, DEFAULT_DATA_SIZE if name in data else HIDDEN))
        for name, group in free_sizes(definition, MOST_SIZES).items()
        if with_data or not any(one in data for one in group)
    )


def _choose_units(name: str, group: tuple[str, ...], usual: int) -> int:
    others = ", ".join(one for one in group if one != name)
    said = f"So many units have {others} too: the equations tie them together." if others else ""
    return choose_whole(f"Units of {name}", range(1, MOST_UNITS), key=f"size-{name}", default=usual, said=said)
