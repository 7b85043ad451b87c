"""Gradients of a network on their way back: how fast they fade, beside what its recurrent weights predict."""

from __future__ import annotations

import streamlit as st

from figures import decay_figure, gradient_norm_figure, matrix_figure
from graphviz_rnn.shelf import gallery_text
from models.analysis import Numbers
from models.analysis.decay import growth, power_line, singular_bounds
from models.analysis.jacobians import jacobian_norms
from models.analysis.recurrence import recurrent_weights
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_definition, choose_hidden, choose_seed
from ui.furniture.ground import ground
from ui.furniture.lesson import stage
from ui.furniture.plots import plot
from ui.running.choice import Choice
from ui.running.runs import Run, run_of

NETWORKS = ("elman", "lstm", "gru", "skip", "removed_connections", "leaky_learned", "clockwork", "echo_state")


def show_gradients() -> Run | None:
    """Show how gradients fare on their way back through a network."""
    with st.sidebar, dials():
        name = choose_definition(NETWORKS, "elman")
        hidden, seed = choose_hidden(), choose_seed()
    run = attempt(Choice(name, gallery_text(name), hidden=hidden, seed=seed), page="gradients")
    if run is not None and stage(run):
        _plots(run)
    return run


def _plots(run: Run) -> None:
    gradient, norms, state = run.gradient(run.state), _norms(run.choice), run.state
    with st.container(key="plots", horizontal=True, gap="small"):
        if gradient is not None:
            plot(gradient_norm_figure(gradient, name=state, loss=run.loss, ground=ground()), "gradient")
        title = f"‖∂{state}(T)/∂{state}(T−k)‖, log scale"
        plot(decay_figure(_lines(run, norms), title=title, axis="k", ground=ground()), "decay")
        plot(matrix_figure(norms, title=f"‖∂{state}(t)/∂{state}(t')‖", ground=ground()), "matrix")


def _lines(run: Run, norms: Numbers) -> dict[str, Numbers]:
    """Return how the last state feels each earlier one, by the steps between, and what the recurrent weights say."""
    assert run.model is not None
    lines, lags = {"measured": norms[-1, ::-1]}, range(len(norms))
    weights = recurrent_weights(run.model, run.state)
    if weights:
        lines["ρᵏ"] = power_line(growth(weights), lags)
    if len(weights) == 1:
        ((delay, matrix),) = weights.items()
        lines["σᵏ"] = power_line(float(singular_bounds(matrix, [1])[1][0]), lags, delay=delay)
    return lines


@st.cache_data(max_entries=24, show_spinner=False)
def _norms(choice: Choice) -> Numbers:
    run = run_of(choice)
    assert run.model is not None
    assert run.trace is not None
    return jacobian_norms(run.model, run.trace, run.state)
