"""Encoder and decoder: read all, then write; one context for everything, or a new one at each step."""

import streamlit as st

from graphviz_rnn.shelf import gallery_text
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_definition, choose_detail, choose_hidden, choose_number, choose_seed
from ui.furniture.lesson import closing, opening, page, stage
from ui.furniture.room import leave_room
from ui.lessons.mixing import choose_share, choose_texts, say_run, show_attention, show_contexts, trained
from ui.running.choice import Choice
from ui.running.runs import Run

NETWORKS = ("encoder_decoder", "attention")

with st.sidebar:
    name, detail = choose_definition(NETWORKS, "encoder_decoder"), choose_detail()

opening(
    "Encoder and decoder",
    "The encoder reads the whole input, of length T; the decoder then writes an output of another length S. With "
    "one fixed context C everything must pass through it; attention makes a new C at each step, from all "
    "encoder states.",
    "Goodfellow, Bengio & Courville (2016), section 10.4, Figure 10.12; Cho et al. (2014); Bahdanau et al. (2015)",
)
leave_room(least=454, others=424, inspector=False)


@page
def encoder_decoder() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar, dials():
        first, second = choose_texts()
        read = choose_number("Letters read, T", range(1, 12), key="read", default=5)
        written = choose_number("Letters written, S", range(1, 12), key="write", default=4)
        hidden, seed = choose_hidden(16), choose_seed()

    choice = Choice(
        name,
        gallery_text(name),
        detail,
        "text",
        first,
        hidden=hidden,
        seed=seed,
        lengths=(("t", read), ("s", written)),
        other=second or first,
    )
    line = st.container(key="mixing", horizontal=True, gap="medium", vertical_alignment="center")
    with line:
        choice = trained(choice)
        share = choose_share() if name == "encoder_decoder" else 0
    run = attempt(choice, page=name)
    if run is not None:
        with line:
            say_run(run, share)
        if stage(run):
            if name == "encoder_decoder":
                show_contexts(run, share)
            else:
                show_attention(run)
    return run


closing(
    (
        ("training, then α from 0 to 1.", "Half way the decoder changes its mind: all it knows is C."),
        ("α = 1.", "The contexts are swapped: after reading the first text it writes the second's output."),
        (
            "attention in place of the fixed context, then play.",
            "Column by column the grid shows where it looks.",
        ),
    ),
    "log P(y(1), …, y(S) | x(1), …, x(T)) is the sum over s of log P(y(s) | y(1), …, y(s−1), C); it is minus "
    "the cross entropy. The probabilities shown are those of the letters it writes on its own.",
)
