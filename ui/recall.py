"""What a state still holds of its inputs, measured once for each choice."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr
from models.analysis import Numbers
from models.analysis.summary import recall_of_state
from ui.choice import Choice
from ui.live_graph.drawing import focus

LONGEST = 30
"""The longest lag that is measured."""


@st.cache_data(max_entries=24, show_spinner=False)
def recall_of(choice: Choice) -> Numbers:
    """Return r² of reading x(t−k) from the choice's state, for k = 0 … ``LONGEST``."""
    definition = gr.parse(choice.text)
    return recall_of_state(definition, focus(definition), units=choice.hidden, longest=LONGEST, seed=choice.seed)
