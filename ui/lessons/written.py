"""The recurrence written out beside its graph, and what grows with the number of steps."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.language.written_out import MOST_STEPS, numbered_out
from ui.running.runs import Run

_STYLE = (Path(__file__).parent / "written.css").read_text(encoding="utf-8")


def show_written_out(run: Run, columns: int) -> None:
    """Show the recurrence of a run, numbered as in the lecture, and written out for the steps that are drawn."""
    driven = bool(run.definition.names("input"))
    name = run.definition.equations[-1].name
    with st.container(border=True, key="plot-card-written", height="stretch"):
        st.html(f"<style>{_STYLE}</style>")
        steps = min(columns, MOST_STEPS)
        st.markdown(f"written out for τ = {steps}: f is applied {steps - 1} time{'s' * (steps != 2)}")
        st.latex(numbered_out(run.definition, name, columns, numbers=(5,) if driven else (1, 2, 3)))
        st.markdown(f":gray[{_growth(run)}]")


def _growth(run: Run) -> str:
    """Say what grows with the steps, and what does not."""
    count = len(gr.unfold(run.definition, run.drawn))
    said = f"The graph has {count} nodes; θ is the same in every column"
    if run.model is None:
        return f"{said}."
    return f"{said}: {run.model.weights['theta'].numel()} numbers, whatever τ is."
