"""Clipping: one descent falls off a cliff of the loss, the other, whose gradient is shortened, walks down beside it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from figures import cliff_figure, norms_figure
from models.analysis import Numbers
from models.analysis.cliff import STEPS, Descent, Walk, cliff_text, losses, walk
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_decimal
from ui.furniture.ground import ground
from ui.furniture.lesson import stage
from ui.furniture.plots import plot
from ui.running.choice import Choice
from ui.running.runs import Run

START, UPDATES = (4.6, -1.9), 30
W, B = np.linspace(3, 7, 121), np.linspace(-4, -0.5, 91)


def show_clipping() -> Run | None:
    """Show descents with and without clipping on the loss of one unit."""
    with st.sidebar, dials():
        most = choose_decimal("Clip to the norm v", (0.05, 2), 0.05, key="clip", default=0.3)
        rate = choose_decimal("Learning rate", (0.25, 2), 0.25, key="rate", default=1.0)
    weights = (("w", START[0]), ("b", START[1]))
    run = attempt(Choice("cliff", cliff_text(), window=STEPS, weights=weights), page="clipping")
    if run is not None and stage(run):
        free, clipped = _walk(rate, float("inf")), _walk(rate, most)
        names = ("not clipped", f"clipped to {most:g}")
        with st.container(key="plots", horizontal=True, gap="small"):
            walks = dict(zip(names, (free.places, clipped.places), strict=True))
            plot(cliff_figure(W, B, _losses(), walks, ground=ground()), "cliff")
            norms = dict(zip(names, (free.norms, clipped.norms), strict=True))
            plot(norms_figure(norms, most, ground=ground()), "norms")
    return run


@st.cache_data(show_spinner=False)
def _losses() -> Numbers:
    return losses(W, B)


@st.cache_data(max_entries=64, show_spinner=False)
def _walk(rate: float, most: float) -> Walk:
    return walk(Descent(START, rate, most, UPDATES))
