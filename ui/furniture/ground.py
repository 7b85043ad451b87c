"""How the visitor's page looks: light or dark, and whether its type is large enough for the last row of a room."""

from __future__ import annotations

import streamlit as st

from figures.look import Ground
from ui.address import bound, set_on
from ui.address.spelling import switch


def ground() -> Ground:
    """Return the page's ground, for figures that the browser does not colour by itself."""
    return "dark" if st.context.theme.type == "dark" else "light"


def projected() -> bool:
    """Say whether the page is shown in large type."""
    return set_on("projector", False, switch())


def choose_projector() -> None:
    """Offer large type."""
    bound(st.toggle, "Projector: large type", key="projector", default=False, spelling=switch())
