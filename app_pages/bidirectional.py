"""Bidirectional networks: one chain for the past, one for the future, and what each output feels."""

import streamlit as st

from figures import matrix_figure
from graphviz_rnn.shelf import gallery_text
from ui.attempt import attempt
from ui.choice import Choice
from ui.controls import choose_columns, choose_detail, choose_hidden, choose_seed
from ui.ground import ground
from ui.lesson import closing, opening, stage
from ui.plots import plot
from ui.reach import reach_of
from ui.takeaway import takeaway

with st.sidebar:
    detail, columns = choose_detail(), choose_columns(6)
    hidden, seed = choose_hidden(), choose_seed()


def choice_of(name: str) -> Choice:
    """Return a network of the gallery on the years that are drawn."""
    return Choice(name, gallery_text(name), detail, columns=columns, window=max(columns, 2), hidden=hidden, seed=seed)


opening(
    "Bidirectional networks",
    "h carries the past from left to right, g the future from right to left; each output reads both. It knows the "
    "whole input, which a causal network cannot.",
    "Goodfellow, Bengio & Courville (2016), section 10.3, Figure 10.11; Schuster & Paliwal (1997)",
)
run = attempt(choice_of("bidirectional"), page="bidirectional")
if run is not None:
    if stage(run):
        with st.container(key="plots", horizontal=True, gap="small"):
            title = "‖∂o(t)/∂x(s)‖, {}: what output t feels of input s"
            both, one = reach_of(run.choice), reach_of(choice_of("elman"))
            plot(matrix_figure(both, title=title.format("bidirectional"), axis="s", ground=ground()), "both")
            plot(matrix_figure(one, title=title.format("causal"), axis="s", ground=ground()), "one")
        takeaway(run)
    closing(
        (
            ("a click on o(3), then `depends on`.", "All of x lights, past and future, through both chains."),
            ("play.", "The two chains start at opposite ends; an output is ready when both have passed it."),
        ),
        "The causal network beside it is the Elman network with as many units, on the same years: the empty triangle "
        "is what it cannot know.",
    )
