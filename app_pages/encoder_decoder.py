"""Encoder and decoder: read all, then write; one context for everything, or a new one at each step."""

import streamlit as st

from figures import hidden_state_figure, terms_figure, weights_figure
from graphviz_rnn.shelf import gallery_text
from ui.attempt import attempt
from ui.choice import Choice
from ui.controls import choose_columns, choose_data, choose_definition, choose_detail, choose_hidden, choose_seed
from ui.controls import choose_updates as choose_training
from ui.ground import ground
from ui.lesson import closing, opening, stage
from ui.plots import plot
from ui.takeaway import takeaway

NETWORKS = ("encoder_decoder", "attention", "translator")

with st.sidebar:
    name = choose_definition(NETWORKS, "encoder_decoder")
    detail, columns = choose_detail(), choose_columns(5)
    data, typed, start, window = choose_data()
    hidden, seed, updates = choose_hidden(), choose_seed(), choose_training()

opening(
    "Encoder and decoder",
    "The encoder reads the whole input, of length T; the decoder then writes an output of another length S. With one "
    "fixed context C everything must pass through it; attention makes a new C at each step, from all encoder states.",
    "Goodfellow, Bengio & Courville (2016), section 10.4, Figure 10.12; Cho et al. (2014); Bahdanau et al. (2015)",
)
choice = Choice(name, gallery_text(name), detail, data, typed, columns, window, start, hidden, seed, updates)
run = attempt(choice, page=name)
if run is not None:
    if stage(run):
        with st.container(key="plots", horizontal=True, gap="small"):
            weights, terms, states = run.cells("k"), run.sequence("L"), run.sequence("h")
            if weights is not None:
                said = "attention weights k(s, t): each row sums to 1"
                plot(weights_figure(weights, title=said, axes=("s", "t"), ground=ground()), "weights")
            elif states is not None:
                plot(hidden_state_figure(states, name="h", ground=ground()), "states")
            if terms is not None:
                said = f"the loss's terms L(s); their sum is {terms.sum():.3f}"
                plot(terms_figure(terms[:, 0], title=said, axis="s", ground=ground()), "terms")
        takeaway(run)
    closing(
        (
            (
                "the text as input, then play.",
                "x lights to its end before y begins; the sum of L(s) is −log P(y | x).",
            ),
            (
                "attention in place of the fixed context.",
                "A grid of weights opens between the two.",
            ),
        ),
        "log P(y(1), …, y(S) | x(1), …, x(T)) is the sum over s of log P(y(s) | y(1), …, y(s−1), x(1), …, x(T)). "
        "On text the decoder's targets are the letters that follow.",
    )
