"""The two halves of the page on long-term dependencies: powers of a matrix, and gradients of a network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from figures import decay_figure, eigenvalue_figure, gradient_norm_figure, matrix_figure
from graphviz_rnn.shelf import gallery_text
from models import ModelError
from models.analysis.designed import matrix_with, spelled_eigenvalues
from models.analysis.jacobians import jacobian_norms
from models.analysis.linear import norms_and_predictions
from models.analysis.spectrum import eigenvalues
from ui.address import bound
from ui.address.spelling import decimal
from ui.attempt import attempt
from ui.choice import Choice
from ui.controls import choose_definition, choose_number, choose_text
from ui.ground import ground
from ui.lesson import stage
from ui.plots import plot
from ui.runs import Run, run_of
from ui.takeaway import takeaway

NETWORKS = ("elman", "lstm", "gru", "skip", "removed_connections", "leaky_learned", "clockwork", "echo_state")
DEFAULT_EIGENVALUES = "0.98, 0.85+0.3i, 0.5"


def show_powers(choose_seed: Callable[[], int]) -> None:
    """Show h(t) = Wᵀh(t−1) with eigenvalues that are typed."""
    with st.sidebar:
        text = choose_text("Eigenvalues of W", key="eigenvalues", default=DEFAULT_EIGENVALUES, most=200)
        shear = bound(
            st.slider, "Shear (0: normal)", 0.0, 10.0, key="shear", default=0.0, spelling=decimal(0, 10), step=0.5
        )
        steps = choose_number("Steps", range(5, 120), key="steps", default=40)
        seed = choose_seed()
    try:
        given = spelled_eigenvalues(text)
    except ModelError as error:
        st.warning(str(error))
        given = spelled_eigenvalues(DEFAULT_EIGENVALUES)
        st.caption(f"Below are the powers for {DEFAULT_EIGENVALUES}.")
    matrix = matrix_with(given, seed=seed, shear=shear)
    weights = (("W", tuple(map(tuple, matrix.T.tolist()))),)
    name = "linear_recurrence"
    run = attempt(
        Choice(name, gallery_text(name), window=steps, hidden=len(given), seed=seed, weights=weights), page="powers"
    )
    if run is not None and stage(run):
        _plot_powers(run, matrix)
        takeaway(run)


def _plot_powers(run: Run, matrix: np.ndarray) -> None:
    assert run.model is not None
    start = run.model.weights["z"].detach().double().numpy()[None]
    states = np.concatenate([start, run.sequence("h")])
    lines = norms_and_predictions(matrix, states)
    with st.container(key="plots", horizontal=True, gap="small"):
        plot(eigenvalue_figure(eigenvalues(matrix), ground=ground()), "eigenvalues")
        plot(decay_figure(lines, title="the state's norm, log scale", ground=ground()), "decay")


def show_gradients(choose_hidden: Callable[[], int], choose_seed: Callable[[], int]) -> None:
    """Show how gradients fare on their way back through a network."""
    with st.sidebar:
        name = choose_definition(NETWORKS, "elman")
        hidden, seed = choose_hidden(), choose_seed()
    run = attempt(Choice(name, gallery_text(name), hidden=hidden, seed=seed), page="gradients")
    if run is not None and stage(run):
        gradient = run.gradient(run.state)
        with st.container(key="plots", horizontal=True, gap="small"):
            if gradient is not None:
                plot(gradient_norm_figure(gradient, name=run.state, loss=run.loss, ground=ground()), "gradient")
            title = f"‖∂{run.state}(t)/∂{run.state}(t')‖"
            plot(matrix_figure(_norms(run.choice), title=title, ground=ground()), "matrix")
        takeaway(run)


@st.cache_data(max_entries=24, show_spinner=False)
def _norms(choice: Choice) -> np.ndarray:
    run = run_of(choice)
    assert run.model is not None
    assert run.trace is not None
    return jacobian_norms(run.model, run.trace, run.state)
