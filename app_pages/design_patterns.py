"""Design patterns: three ways to let the past in, on the same input, and what teacher forcing does to one of them."""

import streamlit as st

from graphviz_rnn.shelf import gallery_text
from models.learning.contest import Terms
from models.tasks import Change, Parity
from models.tasks.drawn import Drawn
from ui.dials import dials
from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_columns, choose_detail, choose_hidden, choose_seed, choose_segment
from ui.furniture.lesson import closing, opening, page, stage
from ui.furniture.room import leave_room
from ui.lessons.contest import Lineup, contest
from ui.lessons.patterns import choose_pattern, choose_teacher, plot_outputs, say_schedule
from ui.running.choice import Choice
from ui.running.runs import Run

NETWORKS = (
    ("hidden recurrence", "elman"),
    ("output recurrence", "output_recurrence"),
    ("teacher forced", "teacher_forcing"),
)
TASKS: dict[str, tuple[Drawn, str]] = {
    "parity": (Parity(10), "Is the number of ones so far odd? **The last answer says all.**"),
    "change": (Change(10), "Does the bit differ from the last? **The answers say nothing of it.**"),
}

with st.sidebar:
    detail = choose_detail()
    drawn, said = TASKS[choose_segment("Task to train on", list(TASKS), key="task")]

opening(
    "Design patterns",
    "U brings in the input, W carries the past, V makes the output; a pattern is a choice of where W starts and "
    "how often there is an output. Where no cycle is left, every step is computed at once.",
    "Goodfellow, Bengio & Courville (2016), section 10.2, Figures 10.3 to 10.6",
)
chosen = choose_pattern()
leave_room(least=500, others=441 if chosen == "output_recurrence" else 397, inspector=False)


@page
def design_patterns() -> Run | None:
    """Show what follows the controls."""
    with st.sidebar, dials():
        columns, hidden, seed = choose_columns(5), choose_hidden(), choose_seed()
    line = st.container(key="schedule", horizontal=True, gap="small", vertical_alignment="center")
    chosen_one = st.container(key="chosen", gap=None)
    with line:
        forced = chosen == "output_recurrence" and choose_teacher()
    name = "teacher_forcing" if forced else chosen
    run = attempt(Choice(name, gallery_text(name), detail, columns=columns, hidden=hidden, seed=seed), page=name)
    if run is not None:
        with line:
            say_schedule(run)
        with chosen_one:
            is_drawn = stage(run)
        if is_drawn:
            outputs, learned = st.container(key="plots").columns([4, 7], gap="small")
            with outputs:
                plot_outputs(run)
            with learned:
                terms = Terms(drawn, 2, hidden, seed=seed)
                contest(Lineup(NETWORKS, terms, (("a guess", drawn.chance),), said), page="patterns")
    return run


closing(
    (
        ("output recurrence, then the true output.", "The cycle is cut, W starts at y: all steps at once."),
        (
            "training on parity.",
            "With a teacher each step is learned alone, and soon; through time it takes long.",
        ),
        ("training on change.", "What the answers do not say, the forced network cannot know: it guesses."),
    ),
    "Judged on 1000 fresh sequences without a teacher: the network's own answers are fed back. Jordan (1986) "
    "fed outputs back, Elman (1990) hidden units; teacher forcing is Williams & Zipser (1989).",
)
