"""Show a figure on a card, as all pages do."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st


def plot(figure: go.Figure, key: str) -> None:
    """Show a figure on a card of its own."""
    with st.container(border=True, key=f"plot-card-{key}"):
        st.plotly_chart(figure, key=key, config={"displayModeBar": False}, height="content")
