"""What a visitor can take away from a page: figures in every format, the numbers, PyTorch source, and a link."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import segno
import streamlit as st

import graphviz_rnn as gr
from ui.runs import Run

FIGURES = (
    ("TikZ", "tikz", "tex"),
    ("Mermaid", "mermaid", "mmd"),
    ("GraphML", "graphml", "graphml"),
    ("JSON", "json", "json"),
)
"""Text formats beside those of the live graph's own export: label, the picture's attribute, suffix."""


def takeaway(run: Run) -> None:
    """Offer downloads of a run, made when they are asked for, and the page's link with its QR code."""
    with st.container(horizontal=True, gap="small", key="takeaway"):
        with st.popover("Take away", icon=":material/download:"):
            _figures(run)
            _numbers(run)
        with st.popover("Link for the room", icon=":material/qr_code_2:"):
            _link()


def _figures(run: Run) -> None:
    st.caption("The unfolded graph as text")
    with st.container(horizontal=True, gap="small"):
        for label, _, suffix in FIGURES:
            _download(label, f"{run.choice.name}.{suffix}", lambda suffix=suffix: _picture(run).bytes(suffix))  # type: ignore[misc]


def _picture(run: Run) -> gr.Picture:
    return gr.draw(gr.unfold(run.definition, run.drawn, run.choice.detail))


def _numbers(run: Run) -> None:
    trace = run.trace
    if trace is None:
        return
    from models.trace_files import values_csv, values_npz

    st.caption("What was computed, and the model")
    with st.container(horizontal=True, gap="small"):
        _download("CSV", f"{run.choice.name}.csv", lambda: values_csv(trace, run.gradients).encode())
        _download("NPZ", f"{run.choice.name}.npz", lambda: values_npz(trace, run.gradients))


def _download(label: str, file: str, make: Callable[[], bytes]) -> None:
    st.download_button(label, make, file_name=file, on_click="ignore", key=f"take-{file}")


def _link() -> None:
    """Show the address that brings this page back as it is, and its code for phones."""
    query = urlencode(st.query_params.to_dict())
    address = f"{st.context.url}?{query}" if query else str(st.context.url)
    st.code(address, language=None, wrap_lines=True)
    if len(address) > 1500:
        st.caption("This link is too long for a QR code that a phone could read; copy it instead.")
        return
    st.image(segno.make(address, error="l").svg_data_uri(scale=4, border=2, light="white"), width=260)
