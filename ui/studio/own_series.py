"""Numbers of one's own: pasted, or taken from a file into the same box, so that one text is all there is."""

from __future__ import annotations

import streamlit as st

from models import ModelError
from models.data.pasted import CHARACTERS, Pasted, decoded, pasted
from ui.address import carry, tell
from ui.studio.link import packed, unpacked
from ui.studio.plain import plain

EXAMPLE = "1, 2, 3, 5, 8, 13, 8, 5, 3, 2, 1, 2, 3, 5, 8, 13, 8, 5, 3, 2, 1, 2, 3, 5"

IN_ADDRESS = "series"
"""The name by which a link carries the numbers."""

_BOX, _FILE, _GOOD, _WRONG = "series-text", "series-file", "last good series", "what is wrong with the file"


def choose_own_series() -> tuple[str, Pasted]:
    """Offer a box for numbers and a file to fill it; returns the text that was last right, and what it holds.

    What is wrong is told in a sentence under the box, and the text in it stays.
    """
    if _BOX not in st.session_state:
        st.session_state[_BOX] = st.session_state.get(_GOOD) or _linked() or EXAMPLE
    text = st.text_area("Numbers, one step a line", key=_BOX, height=120)
    under = st.container()
    st.file_uploader("or a CSV file", type=["csv", "tsv", "txt"], key=_FILE, on_change=_take_file)
    wrong = st.session_state.pop(_WRONG, "")
    try:
        found = _read(text)
    except ModelError as error:
        wrong = wrong or str(error)
        text = st.session_state.get(_GOOD, EXAMPLE)
        found = _read(text)
    st.session_state[_GOOD] = text
    carry(IN_ADDRESS, packed(text))
    if wrong:
        under.warning(plain(wrong))
    else:
        under.caption(plain(found.said))
    return text, found


@st.cache_data(max_entries=8, show_spinner=False)
def _read(text: str) -> Pasted:
    return pasted(text)


def _linked() -> str:
    """Return the numbers that a link carries; "" for none, or with a sentence for what cannot be read."""
    given = st.query_params.get(IN_ADDRESS, "")
    try:
        return unpacked(given, most=CHARACTERS) if given else ""
    except ModelError as error:
        tell(str(error))
        return ""


def _take_file() -> None:
    """Put a file's text into the box; a file that is no text is told about and leaves the box as it is."""
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        text = decoded(file.getvalue())
        pasted(text)
    except ModelError as error:
        st.session_state[_WRONG] = f"{file.name[:60]}: {error}"
        return
    st.session_state[_BOX] = text
