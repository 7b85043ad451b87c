"""Show figures on cards, as all pages do."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from figures import gradient_norm_figure, hidden_state_figure
from figures.look import enlarged
from ui.chart import chart
from ui.furniture.ground import ground, projected
from ui.running.runs import Run


def plot(figure: go.Figure, key: str) -> None:
    """Show a figure on a card of its own."""
    if projected():
        figure = enlarged(figure)
    with st.container(border=True, key=f"plot-card-{key}"):
        chart(figure, f"plot-{key}")


def plot_run(run: Run) -> None:
    """Show a run's two plots side by side: the state over time, and the loss's gradient with respect to it."""
    states, gradient = run.sequence(run.state), run.gradient(run.state)
    with st.container(key="plots", horizontal=True, gap="small"):
        if states is not None:
            plot(hidden_state_figure(states, name=run.state, ground=ground()), "states")
        if gradient is not None:
            plot(gradient_norm_figure(gradient, name=run.state, loss=run.loss, ground=ground()), "gradient")
