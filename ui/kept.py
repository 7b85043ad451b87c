"""Keep the last good result, so that a fault in what is typed does not take the picture away."""

from __future__ import annotations

import streamlit as st

from ui.computed import Computed

_KEY = "last-good"


def remember(shown: Computed) -> None:
    """Keep a result for this visitor."""
    st.session_state[_KEY] = shown


def last_good() -> Computed | None:
    """Return the result kept last, if there is one."""
    found: Computed | None = st.session_state.get(_KEY)
    return found
