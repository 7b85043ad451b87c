"""What outputs feel of inputs, worked out once for each choice."""

from __future__ import annotations

import streamlit as st

from models.analysis import Numbers
from models.analysis.reach import reach
from ui.running.choice import Choice
from ui.running.runs import run_of


@st.cache_data(max_entries=24, show_spinner=False)
def reach_of(choice: Choice) -> Numbers:
    """Return ‖∂o(t)/∂x(s)‖ of a choice's run, for all t and s."""
    trace = run_of(choice).trace
    assert trace is not None
    return reach(trace, of="o", wrt="x")
