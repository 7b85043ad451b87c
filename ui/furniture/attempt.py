"""Try what a user has set; what is wrong with it is told in a sentence, and the last good run stays."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr
from models import ModelError
from ui.running.choice import Choice
from ui.running.runs import Run, run_of


def attempt(choice: Choice, *, page: str) -> Run | None:
    """Return the run of a choice, or after showing what is wrong with it the last good one of this ``page``, if any."""
    try:
        run = run_of(choice)
    except gr.DefinitionError as error:
        _show_definition_error(error, choice.text)
    except (ModelError, gr.GraphError) as error:
        st.warning(str(error))
    else:
        st.session_state[_key(page)] = run
        return run
    last: Run | None = st.session_state.get(_key(page))
    if last is not None:
        st.caption("Below is still the last that worked.")
    return last


def _key(page: str) -> str:
    return f"last good run of {page}"


def _show_definition_error(error: gr.DefinitionError, text: str) -> None:
    """Show a definition's fault at its place, with a caret under it."""
    st.error(f"Line {error.line}, column {error.column}: {error.message}", title="This definition does not read")
    st.code(error.marked(text), language=None)
