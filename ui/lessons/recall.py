"""What a state still holds of its inputs, measured once for each definition, size and seed."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr
from figures import recall_figure
from models.analysis import Numbers
from models.analysis.summary import recall_of_state
from ui.furniture.ground import ground
from ui.furniture.plots import plot
from ui.live_graph.drawing import focus
from ui.running.runs import Run

LONGEST = 30
"""The longest lag that is measured."""
SIZES = (1, 2, 4, 8, 16, 32)
"""Numbers of units to compare with."""


@st.cache_data(max_entries=120, show_spinner=False)
def recall_of(text: str, units: int, seed: int) -> Numbers:
    """Return r² of reading x(t−k) from the state of a definition, for k = 0 … ``LONGEST``."""
    definition = gr.parse(text)
    return recall_of_state(definition, focus(definition), units=units, longest=LONGEST, seed=seed)


def plot_recall(run: Run) -> None:
    """Show what the state of a run's definition holds, against the lag and against its size."""
    choice = run.choice
    others = {size: recall_of(choice.text, size, choice.seed) for size in SIZES}
    mine = recall_of(choice.text, choice.hidden, choice.seed)
    plot(recall_figure(mine, others, state=run.state, units=choice.hidden, ground=ground()), "recall")
