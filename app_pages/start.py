"""The first page: a definition, folded and unfolded, running on real data."""

import streamlit as st

import graphviz_rnn as gr
from figures import gradient_norm_figure, hidden_state_figure
from models import ModelError
from models.data import sunspots
from ui.computed import STAGE, computed
from ui.controls import choose
from ui.ground import ground
from ui.heading import heading
from ui.kept import last_good, remember
from ui.live_graph import live_graph
from ui.plots import plot
from ui.problems import show_definition_error, show_problem

years = sunspots()[0]
choice = choose((int(years[0]), int(years[-1]) - 1))
try:
    shown = computed(choice)
    remember(shown)
except gr.DefinitionError as error:
    shown = last_good()
    show_definition_error(error, choice.text, kept=shown is not None)
except (ModelError, gr.GraphError) as error:
    shown = last_good()
    show_problem(str(error))

if shown is not None:
    heading(shown)
    drawn = live_graph(shown.drawing, shown.values, key=STAGE)
    with st.container(key="plots", horizontal=True, gap="small"):
        if drawn and shown.states is not None:
            figure = hidden_state_figure(shown.states, name=shown.state, ground=ground())
            plot(figure, "states")
        if drawn and shown.gradient is not None:
            figure = gradient_norm_figure(shown.gradient, name=shown.state, loss=shown.loss, ground=ground())
            plot(figure, "gradient")
