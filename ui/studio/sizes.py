"""The controls of a definition of one's own: how far every axis is drawn, and every size that is free."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import runs_with_time
from graphviz_rnn.language.free_sizes import free_sizes
from graphviz_rnn.language.unknowns import DEFAULT_DATA_SIZE

MOST_STEPS = {1: 12, 2: 9, 3: 4}
"""Steps that can be drawn along each of one, two and three axes; along each of more, 2."""

MOST_UNITS = 64
HIDDEN = 8


def choose_lengths(definition: gr.Definition) -> tuple[tuple[str, int], ...]:
    """Offer the steps drawn along every axis whose length the text leaves open."""
    most = MOST_STEPS.get(len(definition.lengths), 2)
    word = "drawn" if runs_with_time(definition) else "run and drawn"
    return tuple(
        (
            axis,
            int(
                st.slider(
                    f"Steps of {axis} {word}",
                    1,
                    most,
                    min(most, 6 - 2 * number if number < 2 else 2),
                    key=f"steps-{axis}",
                    bind="query-params",
                )
            ),
        )
        for number, (axis, own) in enumerate(definition.lengths.items())
        if isinstance(own, str)
    )


def choose_sizes(definition: gr.Definition, *, with_data: bool) -> tuple[tuple[str, int], ...]:
    """Offer every free size; those of inputs and targets only ``with_data``, else the data say them."""
    data = definition.names("input", "target")
    offered = {
        name: group for name, group in free_sizes(definition).items() if with_data or not any(x in data for x in group)
    }
    chosen = []
    for name, group in offered.items():
        usual = DEFAULT_DATA_SIZE if name in data else HIDDEN
        others = ", ".join(one for one in group if one != name)
        said = f"{others}: the same size, since the equations tie them together." if others else None
        units = st.number_input(
            f"Units of {name}", 1, MOST_UNITS, usual, key=f"size-{name}", bind="query-params", help=said
        )
        chosen.append((name, int(units)))
    return tuple(chosen)
