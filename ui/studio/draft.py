"""The texts that a visitor is writing: one draft for each definition that was started from, none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from graphviz_rnn.language import limits
from graphviz_rnn.shelf import gallery_text
from models import ModelError
from ui.address import carry, tell
from ui.studio.link import packed, unpacked

EDITOR = "editor"
"""Where the editor's state is kept."""

IN_ADDRESS = "definition"
"""The name by which a link carries a changed text."""

_DRAFTS, _RESETS, _OPENED = "drafts", "resets", "studio opened"


@dataclass(frozen=True)
class Draft:
    """A text, the name of the definition it was started ``of``, and how many strokes the browser has counted."""

    name: str
    of: str
    text: str
    stroke: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether the text is another than the gallery's."""
        return self.text != gallery_text(self.name)


def draft_of(name: str) -> Draft:
    """Return what is written of a definition of the gallery: as typed, as a link brought it, or as it stands there.

    The first time that the page is opened a link's text is taken; one that cannot be read is told about.
    """
    drafts: dict[str, str] = st.session_state.setdefault(_DRAFTS, {})
    _open(name, drafts)
    typed = _typed(name)
    if typed is not None:
        drafts[name] = typed[0]
    of = f"{name} {st.session_state.setdefault(_RESETS, 0)}"
    draft = Draft(name, of, drafts.get(name, gallery_text(name)), typed[1] if typed else 0)
    carry(IN_ADDRESS, packed(draft.text) if draft.is_changed else "")
    return draft


def _open(name: str, drafts: dict[str, str]) -> None:
    given = st.query_params.get(IN_ADDRESS, "")
    if given and not st.session_state.get(_OPENED):
        try:
            drafts[name] = unpacked(given, most=limits.CHARACTERS)
        except ModelError as error:
            tell(f"{error} Below is the gallery's text.")
    st.session_state[_OPENED] = True


def _typed(name: str) -> tuple[str, int] | None:
    """Return the text that the editor holds of a draft, and its strokes; None if it holds another, or nothing.

    A browser that comes back after its session was forgotten knows of more resets than are counted here.
    """
    state = st.session_state.get(EDITOR)
    typed = state.get("typed") if isinstance(state, Mapping) else None
    if not isinstance(typed, Mapping):
        return None
    of, _, resets = str(typed.get("of")).partition(" ")
    if of != name or not resets[:6].isdecimal() or int(resets[:6]) < st.session_state.get(_RESETS, 0):
        return None
    st.session_state[_RESETS] = int(resets[:6])
    text, stroke = typed.get("text"), typed.get("stroke")
    if not isinstance(text, str) or not isinstance(stroke, int):
        return None
    # half a surrogate pair cannot be sent back
    return text.encode("utf-8", "replace").decode("utf-8"), stroke


def forget(name: str) -> None:
    """Go back to the gallery's text."""
    st.session_state[_DRAFTS].pop(name, None)
    st.session_state[_RESETS] += 1
