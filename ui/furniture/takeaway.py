"""The foot of a page: downloads of figures, animations, numbers and source, and its link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import segno
import streamlit as st

import graphviz_rnn as gr
from ui.furniture.here import address
from ui.running.runs import Run

FIGURES = (("TikZ", "tex"), ("Mermaid", "mmd"), ("GraphML", "graphml"), ("JSON", "json"))
"""Text formats beside those of the live graph's own export: label and suffix."""

_HELD = "run to take away"

LONGEST_CODE = 1500
"""Characters of a link that a phone's camera still reads from a QR code on the wall."""


@dataclass
class Held:
    """The run that is shown last: files are made of it when they are asked for, however long they have been offered."""

    run: Run | None = None


def hold(run: Run | None) -> Run | None:
    """Have this run be what can be taken away, and return it."""
    st.session_state.setdefault(_HELD, Held()).run = run
    return run


@st.fragment
def takeaway() -> None:
    """Offer downloads of the run that is held, made when they are asked for, and the page's link."""
    held: Held = st.session_state.get(_HELD, Held())
    if held.run is None:
        return
    with st.container(horizontal=True, gap="small", key="takeaway"):
        files = st.popover("Take away", icon=":material/download:", key="take", on_change="rerun")
        if files.open:  # what nobody has opened costs a slider's every move
            with files:
                _files(held, held.run)
        room = st.popover("Link for the room", icon=":material/qr_code_2:", key="room", on_change="rerun")
        if room.open:
            with room:
                _link()


def _files(held: Held, run: Run) -> None:
    """Offer every file, of the run that is held when it is asked for; by then ``run`` may have given way to another."""

    def offer(label: str, suffix: str, make: Callable[[Run], bytes]) -> None:
        st.download_button(
            label,
            lambda: make(held.run or run),
            file_name=f"{run.choice.name}.{suffix}",
            on_click="ignore",
            key=f"take-{suffix}",
        )

    with _group("The unfolded graph as text; as SVG, PNG, PDF and DOT it is under *export* at the picture"):
        for label, suffix in FIGURES:
            offer(label, suffix, partial(_figure, suffix))
    with _group("Both passes as an animation, with the numbers; making a GIF takes some seconds"):
        offer("GIF", "gif", _gif)
        offer("Player, one HTML file", "html", _player)
    if run.trace is not None:
        with _group("Every number that was computed"):
            offer("CSV", "csv", _csv)
            offer("NPZ", "npz", _npz)
    with _group("The model"):
        if run.trace is not None:
            offer("PyTorch", "py", _torch)
        offer("Definition", "rnn", lambda run: run.choice.text.encode())


def _figure(suffix: str, run: Run) -> bytes:
    graph = gr.unfold(run.definition, run.drawn, run.choice.detail, opened=run.choice.opened)
    return gr.draw(graph).bytes(suffix)


def _gif(run: Run) -> bytes:
    from ui.furniture.animation import animated, gif_scale

    picture, values, gradients = animated(run)
    return picture.gif(gif_scale(picture), values=values, gradients=gradients)


def _player(run: Run) -> bytes:
    from ui.furniture.animation import animated

    picture, values, gradients = animated(run)
    return picture.player(values, gradients).encode()


def _csv(run: Run) -> bytes:
    from models.trace_files import values_csv

    return values_csv(run.trace, run.gradients).encode() if run.trace is not None else b""


def _npz(run: Run) -> bytes:
    from models.trace_files import values_npz

    return values_npz(run.trace, run.gradients) if run.trace is not None else b""


def _torch(run: Run) -> bytes:
    """Return the source, or as a comment why it cannot be written: a download has no other place to say so."""
    from models import ModelError, to_torch_source

    try:
        return to_torch_source(run.definition, run.sizes).encode()
    except ModelError as error:
        return f"# {error}\n".encode()


def _group(caption: str) -> st.delta_generator.DeltaGenerator:
    st.caption(caption)
    return st.container(horizontal=True, gap="small")


def _link() -> None:
    """Show the address that brings this page back as it is, and its code for phones."""
    link = address()
    if not link:
        return
    st.code(link, language=None, wrap_lines=True)
    if len(link) > LONGEST_CODE:
        st.caption("This link is too long for a QR code that a phone could read; copy it instead.")
        return
    st.image(segno.make(link, error="l").svg_data_uri(scale=4, border=2, light="white"), width=260)
