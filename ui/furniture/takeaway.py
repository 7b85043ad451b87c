"""The foot of a page: downloads of figures, animations, numbers and source, and its link."""

from __future__ import annotations

from collections.abc import Callable

import segno
import streamlit as st

import graphviz_rnn as gr
from models import Trace
from ui.furniture.here import address
from ui.running.runs import Run

FIGURES = (("TikZ", "tex"), ("Mermaid", "mmd"), ("GraphML", "graphml"), ("JSON", "json"))
"""Text formats beside those of the live graph's own export: label and suffix."""

_HELD = "run to take away"

LONGEST_CODE = 1500
"""Characters of a link that a phone's camera still reads from a QR code on the wall."""


def hold(run: Run | None) -> Run | None:
    """Have this run be what can be taken away, and return it."""
    st.session_state[_HELD] = run
    return run


@st.fragment
def takeaway() -> None:
    """Offer downloads of the run that is held, made when they are asked for, and the page's link."""
    run: Run | None = st.session_state.get(_HELD)
    if run is None:
        return
    with st.container(horizontal=True, gap="small", key="takeaway"):
        files = st.popover("Take away", icon=":material/download:", key="take", on_change="rerun")
        if files.open:  # what nobody has opened costs a slider's every move
            with files:
                _files(run)
        room = st.popover("Link for the room", icon=":material/qr_code_2:", key="room", on_change="rerun")
        if room.open:
            with room:
                _link()


def _files(run: Run) -> None:
    _figures(run)
    _animations(run)
    if run.trace is not None:
        _numbers(run, run.trace)
    _source(run)


def _figures(run: Run) -> None:
    with _group("The unfolded graph as text; as SVG, PNG, PDF and DOT it is under *export* at the picture"):
        for label, suffix in FIGURES:
            _download(run, label, suffix, lambda suffix=suffix: _picture(run).bytes(suffix))  # type: ignore[misc]


def _picture(run: Run) -> gr.Picture:
    return gr.draw(gr.unfold(run.definition, run.drawn, run.choice.detail, opened=run.choice.opened))


def _animations(run: Run) -> None:
    with _group("Both passes as an animation, with the numbers; making a GIF takes some seconds"):
        _download(run, "GIF", "gif", lambda: _gif(run))
        _download(run, "Player, one HTML file", "html", lambda: _player(run).encode())


def _gif(run: Run) -> bytes:
    from ui.furniture.animation import animated, gif_scale

    picture, values, gradients = animated(run)
    return picture.gif(gif_scale(picture), values=values, gradients=gradients)


def _player(run: Run) -> str:
    from ui.furniture.animation import animated

    picture, values, gradients = animated(run)
    return picture.player(values, gradients)


def _numbers(run: Run, trace: Trace) -> None:
    from models.trace_files import values_csv, values_npz

    with _group("Every number that was computed"):
        _download(run, "CSV", "csv", lambda: values_csv(trace, run.gradients).encode())
        _download(run, "NPZ", "npz", lambda: values_npz(trace, run.gradients))


def _source(run: Run) -> None:
    with _group("The model"):
        if run.trace is not None:
            _download(run, "PyTorch", "py", lambda: _torch(run).encode())
        _download(run, "Definition", "rnn", run.choice.text.encode)


def _torch(run: Run) -> str:
    """Return the source, or as a comment why it cannot be written: a download has no other place to say so."""
    from models import ModelError, to_torch_source

    try:
        return to_torch_source(run.definition, run.sizes)
    except ModelError as error:
        return f"# {error}\n"


def _group(caption: str) -> st.delta_generator.DeltaGenerator:
    st.caption(caption)
    return st.container(horizontal=True, gap="small")


def _download(run: Run, label: str, suffix: str, make: Callable[[], bytes]) -> None:
    file = f"{run.choice.name}.{suffix}"
    st.download_button(label, make, file_name=file, on_click="ignore", key=f"take-{suffix}")


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
