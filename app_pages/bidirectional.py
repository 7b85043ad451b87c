"""Bidirectional networks: one chain for the past, one for the future, and what each output feels."""

import streamlit as st

from figures import reach_figure
from graphviz_rnn.shelf import gallery_text
from models.learning.contest import Terms
from models.tasks import Around
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_columns, choose_detail, choose_hidden, choose_seed
from ui.furniture.ground import ground
from ui.furniture.lesson import closing, opening, page, stage
from ui.furniture.plots import plot
from ui.lessons.contest import HEIGHT, Lineup, contest
from ui.lessons.reach import reach_of
from ui.running.choice import Choice
from ui.running.runs import Run

NETWORKS = (("causal", "elman"), ("bidirectional", "bidirectional"))
TASK = Around(10)
SAID = "How many of x(t−1), x(t), x(t+1) are 1? **The third is still to come.**"
LEVELS = (("a guess", TASK.chance), ("at best, causal", TASK.causal_floor))

with st.sidebar:
    detail = choose_detail()

opening(
    "Bidirectional networks",
    "h carries the past from left to right, g the future from right to left; each output reads both. It knows the "
    "whole input, which a causal network cannot.",
    "Goodfellow, Bengio & Courville (2016), section 10.3, Figure 10.11; Schuster & Paliwal (1997)",
)


@page
def bidirectional() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar, dials():
        columns, hidden, seed = choose_columns(6), choose_hidden(), choose_seed()

    def choice_of(name: str) -> Choice:
        """Return a network of the gallery on the years that are drawn."""
        return Choice(
            name, gallery_text(name), detail, columns=columns, window=max(columns, 2), hidden=hidden, seed=seed
        )

    run = attempt(choice_of("bidirectional"), page="bidirectional")
    if run is not None and stage(run):
        felt, learned = st.container(key="plots").columns([4, 7], gap="small")
        with felt:
            tables = {"bidirectional": reach_of(run.choice), "causal": reach_of(choice_of("elman"))}
            title = "‖∂o(t)/∂x(s)‖: what o(t) feels of x(s)"
            plot(reach_figure(tables, title=title, ground=ground(), height=HEIGHT), "reach")
        with learned:
            contest(Lineup(NETWORKS, Terms(TASK, 4, hidden, seed=seed), LEVELS, SAID), page="bidirectional")
    return run


closing(
    (
        ("a click on o(3), then `depends on`.", "All of x lights, past and future, through both chains."),
        (
            "training.",
            "The causal network ends near ln 2, half a bit of doubt, whatever its size; the other near 0.",
        ),
        ("play.", "The two chains start at opposite ends; an output is ready when both have passed it."),
    ),
    "The causal network is the Elman network with as many units, on the same years and the same bits: the "
    "empty triangle is what it cannot know. Judged on 1000 fresh sequences.",
)
