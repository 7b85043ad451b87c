"""Eigenvalues on the complex plane, to be dragged: the browser moves them, and the page follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from figures.look import PALETTE
from ui.furniture.ground import ground, projected

_HERE = Path(__file__).parent
_plane = st.components.v2.component(
    "plane",
    html='<div class="plane"></div>',
    css=(_HERE / "plane.css").read_text(encoding="utf-8"),
    js=(_HERE / "plane.js").read_text(encoding="utf-8"),
)


def plane(eigenvalues: Sequence[complex], *, steps: int, key: str, moved: Callable[[str], None]) -> None:
    """Show eigenvalues, of a pair the upper one, and their powers up to ``steps``.

    ``moved`` is called before the next run with all of them as a text, when one was dragged or moved by arrow keys.
    """
    shown = [[one.real, one.imag] for one in eigenvalues if one.imag >= -1e-12]
    name = f"plane-{key}"

    def told() -> None:
        moved(str(st.session_state[name].get("eigenvalues", ""))[:400])

    _plane(
        data={"eigenvalues": shown, "steps": steps, "colours": list(PALETTE[ground()]), "large": projected()},
        key=name,
        default={"eigenvalues": ""},
        on_eigenvalues_change=told,
    )
