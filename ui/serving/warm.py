"""Load what the first page needs while the first visitor's browser still loads the page itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st


@asynccontextmanager
async def warmed(_: st.App) -> AsyncIterator[None]:
    """Start loading as soon as the server starts; nothing waits for it."""
    Thread(target=_load, name="warm", daemon=True).start()
    yield


def _load() -> None:
    # torch takes a second; without this the first visitor would wait for it
    import figures  # noqa: F401
    import ui.running.runs  # noqa: F401
