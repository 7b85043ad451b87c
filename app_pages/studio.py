"""The Studio: a definition of one's own, drawn and run as it is typed."""

import streamlit as st

import graphviz_rnn as gr
from ui.dials import dials
from ui.furniture.controls import choose_definition, choose_detail, choose_seed, choose_updates
from ui.furniture.lesson import closing, opening, page
from ui.furniture.plots import show_run
from ui.running.choice import Choice
from ui.running.runs import Run
from ui.studio.data import choose_given
from ui.studio.draft import forget
from ui.studio.readings import readings
from ui.studio.sizes import choose_lengths, choose_sizes
from ui.studio.trial import tried
from ui.studio.workbench import opened, said, workbench

opening("Studio", "Write a definition as its equations stand on a slide: it is drawn, typeset and run while you type.")


@page
def studio() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar:
        name = choose_definition(list(gr.gallery()), "elman")
    draft, known = opened(name)
    with st.sidebar, dials():
        if draft.is_changed:
            st.button("Back to the gallery's text", on_click=forget, args=(name,))
        detail, seed = choose_detail(), choose_seed()
        given = choose_given(known, seed)
        lengths = choose_lengths(known)
        sizes = choose_sizes(known, with_data=given.data == "random")
        updates = choose_updates()

    trial = tried(
        Choice(
            "definition" if draft.is_changed else name,
            draft.text,
            detail,
            given.data,
            given.typed,
            window=given.window,
            start=given.start,
            seed=seed,
            updates=updates,
            series=given.series,
            sizes=sizes,
            lengths=lengths,
        )
    )
    with st.container(key="bench"):
        left, right = st.columns([11, 10], gap="small")
        with left:
            workbench(draft, trial, given.series)
        with right:
            readings(trial.run)
        said(trial, given)
    if trial.run is not None:
        show_run(trial.run)
    return trial.run


closing(
    (
        ("`W @ h[t-2]` in place of `W @ h[t-1]`.", "Two delay squares, and two chains that never meet."),
        (
            "a misspelt `tahn`.",
            "Its place is marked and the nearest name is offered; the last good graph stays.",
        ),
        ("*numbers* as input, two columns pasted from a table.", "x and o get two units, the matrices follow."),
    ),
    "The language is that of affine recurrence equations: Karp, Miller & Winograd (1967). Its reference is "
    "docs/language.md.",
)
