"""Show figures on cards, as all pages do."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from figures import gradient_norm_figure, hidden_state_figure
from figures.look import enlarged
from ui.chart import chart
from ui.furniture.ground import ground, projected
from ui.furniture.lesson import stage
from ui.running.runs import Run


def plot(figure: go.Figure, key: str) -> None:
    """Show a figure on a card of its own."""
    if projected():
        figure = enlarged(figure)
    chart(figure, f"plot-{key}")


def show_run(run: Run) -> None:
    """Show a run's live graph and two plots side by side: the state over time, and the loss's gradient by it.

    The plots are made before anything is shown, so that the browser gets all at once and draws it in one go.
    """
    states, gradient = run.sequence(run.state), run.gradient(run.state)
    figures = {}
    if states is not None:
        figures["states"] = hidden_state_figure(states, name=run.state, ground=ground())
    if gradient is not None:
        figures["gradient"] = gradient_norm_figure(gradient, name=run.state, loss=run.loss, ground=ground())
    if stage(run):
        with st.container(key="plots", horizontal=True, gap="small"):
            for name, figure in figures.items():
                plot(figure, name)
