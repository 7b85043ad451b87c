"""A plotly figure on a card, changed in place: Streamlit makes its own chart anew with every figure."""

from __future__ import annotations

import json
from pathlib import Path

import plotly
import plotly.graph_objects as go
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from figures.look import PALETTE, template

_HERE = Path(__file__).parent
_TEMPLATES = json.dumps({ground: template(ground) for ground in PALETTE})
_LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

_chart = st.components.v2.component(
    "chart",
    html='<div class="chart-card"><div class="chart"></div></div>',
    css=(_HERE / "chart.css").read_text(encoding="utf-8"),
    js=(_HERE / "chart.js").read_text(encoding="utf-8").replace("{templates}", _TEMPLATES),
    isolate_styles=False,
)


def chart(figure: go.Figure, key: str) -> None:
    """Show a figure; a rerun with another figure of the same ``key`` changes what is shown, without a flash."""
    _chart(data=str(figure.to_json()).encode(), key=key)


async def _library(_: Request) -> FileResponse:
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(_LIBRARY, media_type="text/javascript", headers=headers)


PLOTLY = Route("/plotly.js", _library)
"""Where the browser finds plotly's script, which ships with the Python package."""
