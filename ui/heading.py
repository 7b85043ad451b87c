"""The head of a page: title, idea, and where the definition comes from."""

from __future__ import annotations

import streamlit as st

from ui.computed import Computed


def heading(shown: Computed) -> None:
    """Show a definition's title, its idea in a sentence, what was done, and its source."""
    title, _, idea = shown.title.partition(":")
    st.title(title or "Your definition", anchor=False)
    said = f"{idea.strip()[:1].upper()}{idea.strip()[1:]}. " if idea.strip() else ""
    source = f" :gray[{shown.source.rstrip('.')}.]" if shown.source else ""
    st.markdown(f"{said}{shown.note}{source}")
