"""The live graph: a component that plays a trace on the drawn graph, in the browser alone."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("colours", "trace", "insert", "picture", "lens", "inspector", "player", "export", "cursor", "fonts", "main")

_component = st.components.v2.component(
    "live_graph",
    html=(_HERE / "live_graph.html").read_text(encoding="utf-8"),
    css=(_HERE / "live_graph.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / "script" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS),
)


def live_graph(recording: bytes, *, key: str) -> bool:
    """Show the live graph of a recording, as ``ui.live_graph.recording`` packs it; returns whether it is drawn.

    A rerun with the same recording leaves what plays untouched. The browser says once that the graph is drawn: what
    is heavy to load there, such as plotly, is best shown only then, so that it does not hold the graph up.
    """
    result = _component(data=recording, key=key, default={"drawn": False}, on_drawn_change=lambda: None)
    return bool(result.drawn)
