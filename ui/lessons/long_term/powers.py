"""Powers of a matrix: h(t) = Wᵀh(t−1), with eigenvalues that are typed or dragged."""

from __future__ import annotations

import numpy as np
import streamlit as st

from figures import components_figure, decay_figure
from graphviz_rnn.shelf import gallery_text
from models import ModelError
from models.analysis import Numbers
from models.analysis.designed import matrix_with, spelled_eigenvalues
from models.analysis.linear import norms_and_predictions
from models.analysis.spectrum import Complex, alignment, components, decomposed
from ui.address import widget_key
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_decimal, choose_number, choose_seed, choose_text
from ui.furniture.ground import ground
from ui.furniture.lesson import stage
from ui.furniture.plots import plot
from ui.plane import plane
from ui.running.choice import Choice
from ui.running.runs import Run

DEFAULT_EIGENVALUES = "0.98, 0.85+0.3i, 0.5"
PRESETS = {
    "vanish": ("0.9, 0.6+0.3i, 0.4", 0.0),
    "explode": ("1.06, 0.85, 0.5", 0.0),
    "turn": ("0.6+0.8i, 0.5", 0.0),
    "bump": ("0.9, 0.85", 10.0),
}
"""Eigenvalues and shear that show one thing each."""


def show_powers() -> Run | None:
    """Show what powers of a matrix do to a state."""
    with st.sidebar, dials():
        _presets()
        text = choose_text("Eigenvalues of W", key="eigenvalues", default=DEFAULT_EIGENVALUES, most=200)
        shear = choose_decimal("Shear (0: normal)", (0, 10), 0.5, key="shear", default=0.0)
        steps = choose_number("Steps", range(5, 120), key="steps", default=40)
        seed = choose_seed()
    given = _given(text)
    matrix = matrix_with(given, seed=seed, shear=shear)
    weights = (("W", tuple(map(tuple, matrix.T.tolist()))),)
    run = attempt(
        Choice(
            "linear_recurrence",
            gallery_text("linear_recurrence"),
            window=steps,
            hidden=len(given),
            seed=seed,
            weights=weights,
        ),
        page="powers",
    )
    if run is not None and stage(run):
        _plots(run, given, matrix)
    return run


def _presets() -> None:
    with st.container(horizontal=True, gap="small"):
        for name, (eigenvalues, shear) in PRESETS.items():
            st.button(name, on_click=_set, args=(eigenvalues, shear), key=f"preset-{name}", type="tertiary")


def _set(eigenvalues: str, shear: float | None = None) -> None:
    st.session_state[widget_key("eigenvalues")] = eigenvalues
    if shear is not None:
        st.session_state[widget_key("shear")] = shear


def _given(text: str) -> tuple[complex, ...]:
    try:
        return spelled_eigenvalues(text)
    except ModelError as error:
        st.warning(f"{error} Below are the powers for {DEFAULT_EIGENVALUES}.")
        return spelled_eigenvalues(DEFAULT_EIGENVALUES)


def _plots(run: Run, given: tuple[complex, ...], matrix: Numbers) -> None:
    assert run.model is not None
    start = run.model.weights["z"].detach().double().numpy()[None]
    states = np.concatenate([start, np.asarray(run.sequence("h"), float)])
    with st.container(key="plots", horizontal=True, gap="small"):
        with st.container(border=True, key="plot-card-plane"):
            plane(given, steps=len(states) - 1, key="powers", moved=_set)
        title = "‖h(t)‖, and ρᵗ, ‖Wᵗ‖, σᵗ times ‖h(0)‖"
        plot(decay_figure(norms_and_predictions(matrix, states), title=title, ground=ground()), "decay")
        try:
            parts = components(matrix, states)
        except ModelError as error:
            with st.container(border=True, key="plot-card-components"):
                st.caption(str(error))
        else:
            upper = [one for one in given if one.imag >= 0]
            shown = _resolved(parts[:, _as_given(given, matrix)], states)
            plot(components_figure(upper, shown, ground=ground()), "components")
    angles = np.degrees(alignment(matrix, states))
    st.caption(
        f"Angle between h(t) and the eigenvector of the largest |λ| (of a pair, their plane): {angles[0]:.1f}° at "
        f"t = 0, {angles[-1]:.2g}° at t = {len(angles) - 1}. What is not along it is discarded."
    )


def _as_given(given: tuple[complex, ...], matrix: Numbers) -> list[int]:
    """Return for each given eigenvalue, of a pair the upper one, its place among those found, the nearest one free."""
    free = list(enumerate(decomposed(matrix)[0]))
    places = []
    for value in given:
        nearest = min(free, key=lambda one: abs(one[1] - value))
        free.remove(nearest)
        if value.imag >= 0:
            places.append(nearest[0])
    return places


def _resolved(parts: Complex, states: Numbers) -> Complex:
    """Return the components, without those that the single precision of the run cannot tell from 0."""
    least = 1e-6 * np.linalg.norm(states, axis=1, keepdims=True)
    return np.where(np.abs(parts) > least, parts, 0.0)
