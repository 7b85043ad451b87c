"""Show what is wrong with what a user gave: a sentence, and for a definition its line with a caret."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr


def show_definition_error(error: gr.DefinitionError, text: str, *, kept: bool) -> None:
    """Show a definition's fault at its place; ``kept`` says that the last good graph is still shown below."""
    st.error(f"Line {error.line}, column {error.column}: {error.message}", title="This definition does not read")
    st.code(error.marked(text), language=None)
    if kept:
        st.caption("Below is still the last definition that could be read.")


def show_problem(sentence: str) -> None:
    """Show one sentence about data or sizes that cannot be used."""
    st.warning(sentence)
