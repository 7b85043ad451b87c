"""Computational graphs: an expression as nodes and operations, and derivatives that flow back edge by edge."""

import streamlit as st

from ui.furniture.attempt import attempt
from ui.furniture.lesson import closing, opening, page, stage
from ui.furniture.room import leave_room
from ui.lessons.chain_rule import chain_rule, shape_key
from ui.lessons.expressions import choose_expression, toggle_function
from ui.running.runs import Run

opening(
    "Computational graphs",
    "A node is a variable, an operation makes one from others. Values flow forward along the edges; derivatives "
    "flow back, each edge multiplies by its own, and paths that meet are added.",
    "Goodfellow, Bengio & Courville (2016), section 6.5, equations 6.44 to 6.51",
)
leave_room(least=420, others=284, inspector=False)


@page
def computational_graphs() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar:
        choice = choose_expression()

    run = attempt(choice, page="graphs")
    if run is not None:
        graph, chain = st.columns([13, 10], gap="small")
        with graph:
            drawn = stage(run, toggle_function)
            shape_key()
        if drawn:
            with chain.container(key="chain", gap="small"):
                if run.trace is not None:
                    chain_rule(run)
    return run


closing(
    (
        ("`backward`, then step.", "The derivative of the output lights edge by edge, from the output back."),
        ("z = x y + x, from x.", "Two paths lead from x to z; their products 1 · y and 1 are added: y + 1."),
        ("the logistic of functions, and the + on sigma.", "It opens into its operations; the − closes it again."),
    ),
    "The number of paths can grow exponentially; back-propagation adds up at every node in place of every path "
    "(Goodfellow et al. 2016, section 6.5.3).",
)
