"""Unfolding: one equation applied again and again, and what a state keeps of all it has read."""

import streamlit as st

from figures import hidden_state_figure, recall_figure
from graphviz_rnn.language.written_out import MOST_STEPS, written_out
from graphviz_rnn.shelf import gallery_text
from ui.attempt import attempt
from ui.choice import Choice
from ui.controls import choose_columns, choose_definition, choose_hidden, choose_seed
from ui.ground import ground
from ui.lesson import closing, opening, stage
from ui.plots import plot
from ui.recall import recall_of
from ui.takeaway import takeaway

SYSTEMS = ("dynamical_system", "dynamical_system_tanh", "driven_system")

with st.sidebar:
    name = choose_definition(SYSTEMS, "driven_system")
    columns = choose_columns(3)
    hidden, seed = choose_hidden(), choose_seed()

opening(
    "Unfolding",
    "A recurrence names a step by the one before it. Written out for τ steps the definition is applied τ − 1 times and "
    "the cycle is gone: every copy of f is the same, with the same parameters.",
    "Goodfellow, Bengio & Courville (2016), section 10.1, equations 10.1 to 10.5",
)
run = attempt(Choice(name, gallery_text(name), columns=columns, hidden=hidden, seed=seed), page=name)
if run is not None:
    drawn = stage(run)
    with st.expander(f"Written out for τ = {min(columns, MOST_STEPS)}"):
        st.latex(written_out(run.definition, run.definition.equations[-1].name, columns))
    if drawn:
        with st.container(key="plots", horizontal=True, gap="small"):
            states = run.sequence(run.state)
            if states is not None:
                plot(hidden_state_figure(states, name=run.state, ground=ground()), "states")
            if run.definition.names("input"):
                plot(recall_figure(recall_of(run.choice), state=run.state, units=hidden, ground=ground()), "recall")
        takeaway(run)
    closing(
        (
            ("the button `fold`.", "The columns slide into one, and the arrows through time into the black square."),
            ("1, then 16 hidden units on the driven system.", "The bars reach further back: a wider h forgets less."),
        ),
        "h(t) is a lossy summary of x(1), …, x(t): no reading of it can recover more numbers than it has units "
        "(Jaeger 2001). The bars are measured on 1200 independent inputs, fitted on 800 and judged on the others.",
    )
