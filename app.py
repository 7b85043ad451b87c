"""The explorer: which pages there are, and what frames them."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.furniture.frame import PAGES, framed
from ui.serving.server import MIDDLEWARE, ROUTES
from ui.serving.warm import warmed

app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=warmed)

if get_script_run_ctx(suppress_warning=True) is not None:
    framed(PAGES)
