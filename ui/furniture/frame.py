"""The frame around every page: title, theme details, and the list of pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.address import enter
from ui.furniture.ground import choose_projector, ground, projected

PAGES = (
    ("app_pages/start.py", "Start", "start"),
    ("app_pages/computational_graphs.py", "Computational graphs", "graphs"),
    ("app_pages/unfolding.py", "Unfolding", "unfolding"),
    ("app_pages/design_patterns.py", "Design patterns", "patterns"),
    ("app_pages/bidirectional.py", "Bidirectional", "bidirectional"),
    ("app_pages/encoder_decoder.py", "Encoder and decoder", "encoder-decoder"),
    ("app_pages/long_term.py", "Long-term dependencies", "long-term"),
    ("app_pages/studio.py", "Studio", "studio"),
)
"""Every page in the lecture's order: its file, its name in the list, its address. The first is at ``/``."""

CARDS = {"light": "#ffffff", "dark": "#1f2229"}
_STYLE = (Path(__file__).parent / "frame.css").read_text(encoding="utf-8")
_LARGE = (
    ":root { font-size: 21px !important; }"
    '[data-testid="stSidebarUserContent"], [data-testid="stSidebarNav"] { zoom: 0.72; }'
)
"""Large type for what a room looks at; the list of pages and the controls are for who stands at the desk."""


def framed(pages: tuple[tuple[str, str, str], ...]) -> None:
    """Show the page that the address asks for, inside the frame."""
    st.set_page_config(page_title="Recurrent graphs", page_icon="🔁", layout="wide")
    st.logo(str(Path(__file__).parent / f"logo-{ground()}.svg"), size="large")
    made = [
        st.Page(file, title=name, url_path=address, default=number == 0)
        for number, (file, name, address) in enumerate(pages)
    ]
    chosen = st.navigation(made, expanded=True)
    enter(chosen.url_path)
    large = _LARGE if projected() else ""
    st.html(f"<style>{_STYLE.replace('{card}', CARDS[ground()])}{large}</style>")
    chosen.run()
    with st.sidebar:
        choose_projector()
