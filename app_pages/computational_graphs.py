"""Computational graphs: an expression as nodes and operations, and derivatives that flow back edge by edge."""

import streamlit as st

from graphviz_rnn.shelf import gallery_text
from ui.address import bound
from ui.address.spelling import switch
from ui.address.spelling import text as text_of
from ui.attempt import attempt
from ui.chain_rule import chain_rule
from ui.choice import Choice
from ui.controls import choose_definition, choose_detail, choose_seed
from ui.lesson import closing, opening, stage
from ui.takeaway import takeaway

GRAPHS = ("multiplication", "logistic_regression")
TYPED = "yhat = sigmoid(x' @ w + b)"

with st.sidebar:
    own = bound(st.toggle, "Type an expression", key="own", default=False, spelling=switch())
    name = "expression" if own else choose_definition(GRAPHS, "logistic_regression")
    text = (
        bound(st.text_area, "Equations, one a line", key="equations", default=TYPED, spelling=text_of(4000))
        if own
        else gallery_text(name)
    )
    detail, seed = choose_detail("operations"), choose_seed()

opening(
    "Computational graphs",
    "A node is a variable, an operation makes one from others. Values flow forward along the edges; derivatives flow "
    "back, each edge multiplies by its own, and paths that meet are added.",
    "Goodfellow, Bengio & Courville (2016), section 6.5, equations 6.44 to 6.51",
)
run = attempt(Choice(name, text, detail, seed=seed), page="graphs")
if run is not None and run.trace is not None:
    if stage(run):
        chain_rule(run)
        takeaway(run)
    closing(
        (
            ("`backward`, then step.", "The derivative of the output lights edge by edge, from the output back."),
            ("typing z = x * y + x.", "Two paths lead from x to z; their products 1 · y and 1 are added."),
        ),
        "The number of paths can grow exponentially; back-propagation adds up at every node in place of every path "
        "(Goodfellow et al. 2016, section 6.5.3).",
    )
