"""Unfolding: one equation applied again and again, and what a state keeps of all it has read."""

import streamlit as st

from figures import hidden_state_figure
from graphviz_rnn.shelf import gallery_text
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import MOST_COLUMNS, choose_definition, choose_hidden, choose_number, choose_seed
from ui.furniture.ground import ground
from ui.furniture.lesson import closing, opening, page, stage
from ui.furniture.plots import plot
from ui.lessons.recall import plot_recall
from ui.lessons.written import show_written_out
from ui.running.choice import Choice
from ui.running.runs import Run

SYSTEMS = ("dynamical_system", "dynamical_system_tanh", "driven_system")

with st.sidebar:
    name = choose_definition(SYSTEMS, "driven_system")

opening(
    "Unfolding",
    "A recurrence names a step by the one before it. Written out for τ steps the definition is applied τ − 1 "
    "times and the cycle is gone: every copy of f is the same, with the same parameters.",
    "Goodfellow, Bengio & Courville (2016), section 10.1, equations 10.1 to 10.5",
)


@page
def unfolding() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar, dials():
        columns = choose_number("τ, the steps unfolded", range(1, MOST_COLUMNS), key="unfold", default=3)
        hidden, seed = choose_hidden(), choose_seed()
    run = attempt(Choice(name, gallery_text(name), columns=columns, hidden=hidden, seed=seed), page=name)
    if run is not None and stage(run):
        with st.container(key="plots", horizontal=True, gap="small"):
            show_written_out(run, columns)
            states = run.sequence(run.state)
            if states is not None:
                plot(hidden_state_figure(states, name=run.state, ground=ground()), "states")
            if run.definition.names("input"):
                plot_recall(run)
    return run


closing(
    (
        (
            "the button `fold`.",
            "The columns slide into one, and the arrows through time into the black square.",
        ),
        ("the pointer on a θ.", "The same θ lights in every column, in the folded graph and in the equation."),
        (
            "1, then 16 hidden units on the driven system.",
            "The bars reach further back: a wider h forgets less.",
        ),
    ),
    "h(t) is a lossy summary of x(1), …, x(t): no reading of it can recover more numbers than it has units "
    "(Jaeger 2001). The bars are measured on 4000 independent inputs, fitted on 1000 and judged on the "
    "others; the lines are states of 1, 2, 4, 8, 16 and 32 units.",
)
