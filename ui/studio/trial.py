"""Try a definition that is being written: its run, or what is wrong and the last run that worked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

import graphviz_rnn as gr
from models import ModelError
from ui.running.choice import Choice
from ui.running.runs import Run, run_of
from ui.running.task import task_of

_LAST = "last good run of studio"


@dataclass(frozen=True)
class Trial:
    """A run (the last good one where the text or the data are wrong), and what there is to say.

    ``fault`` is the text's, with its place; ``warning`` tells what else cannot be, ``remark`` what was done instead.
    """

    run: Run | None
    fault: gr.DefinitionError | None = None
    warning: str = ""
    remark: str = ""


def last_good() -> Run | None:
    """Return the last run that worked in this visit."""
    run: Run | None = st.session_state.get(_LAST)
    return run


def tried(choice: Choice) -> Trial:
    """Run a choice; where its data do not fit the definition, run it on random inputs and say so."""
    try:
        trial = _run(choice)
    except gr.DefinitionError as fault:
        return Trial(last_good(), fault=fault)
    except (ModelError, gr.GraphError) as error:
        return Trial(last_good(), warning=str(error))
    st.session_state[_LAST] = trial.run
    return trial


def _run(choice: Choice) -> Trial:
    try:
        return Trial(run_of(choice))
    except ModelError as error:
        if choice.data == "random":
            raise
        task_of(choice)  # data that are wrong by themselves are for the visitor to mend
        run = _on_random(choice)
        if run is None:
            raise
        return Trial(run, remark=f"{error} Until then its inputs are random numbers, drawn from seed {choice.seed}.")


def _on_random(choice: Choice) -> Run | None:
    """Return the run of a choice on random inputs; None if that cannot be either."""
    try:
        return run_of(replace(choice, data="random"))
    except ModelError:
        return None
