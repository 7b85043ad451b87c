"""Design patterns: three ways to let the past in, on the same input, and what teacher forcing does to one of them."""

import streamlit as st

from graphviz_rnn.shelf import gallery_text
from ui.attempt import attempt
from ui.choice import Choice
from ui.controls import choose_columns, choose_definition, choose_detail, choose_hidden, choose_seed, choose_updates
from ui.lesson import closing, opening, stage
from ui.plots import plot_run
from ui.takeaway import takeaway

PATTERNS = ("elman", "output_recurrence", "teacher_forcing", "single_output")

with st.sidebar:
    name = choose_definition(PATTERNS, "elman")
    detail, columns = choose_detail(), choose_columns(5)
    hidden, seed, updates = choose_hidden(), choose_seed(), choose_updates()

opening(
    "Design patterns",
    "U brings in the input, W carries the past, V makes the output; a pattern is a choice of where W starts and how "
    "often there is an output. Where no cycle is left, every step is computed at once.",
    "Goodfellow, Bengio & Courville (2016), section 10.2, Figures 10.3 to 10.6",
)
run = attempt(
    Choice(name, gallery_text(name), detail, columns=columns, hidden=hidden, seed=seed, updates=updates), page=name
)
if run is not None:
    st.caption(f"How it is computed: {run.definition.schedule()}.")
    if stage(run):
        plot_run(run)
        takeaway(run)
    closing(
        (
            ("output recurrence, then teacher forcing.", "The cycle through o is cut: the schedule turns parallel."),
            ("single output.", "One o and one loss stand at the end; gradients reach x(1) through all of h alone."),
        ),
        "Jordan (1986) fed outputs back, Elman (1990) hidden units; teacher forcing is Williams & Zipser (1989).",
    )
