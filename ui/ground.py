"""Whether the visitor's page is light or dark."""

from __future__ import annotations

import streamlit as st

from figures.look import Ground


def ground() -> Ground:
    """Return the page's ground, for figures that the browser does not colour by itself."""
    return "dark" if st.context.theme.type == "dark" else "light"
