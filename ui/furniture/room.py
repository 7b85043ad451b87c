"""How much of the screen a page leaves to its live graph."""

from __future__ import annotations

import streamlit as st


def leave_room(*, least: int, others: int, inspector: bool = True) -> None:
    """Let the live graph be as tall as the screen less ``others``, what stands above and below, but at least ``least``.

    Both are in pixels; without this call the live graph keeps its own measures. Where its drawing needs the whole
    width the ``inspector`` is not shown from the start: it comes with a click on a node, or by its button.
    """
    demand = "" if inspector else "--inspector: none; --inspect: block; --stage-columns: minmax(0, 1fr);"
    st.html(f"<style>:root {{ --stage-least: {least}px; --stage-rest: {others}px; {demand} }}</style>")
