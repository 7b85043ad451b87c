"""The page's address as it stands in the browser, with what the live graph wrote into it there."""

from __future__ import annotations

import streamlit as st

LONGEST = 20_000
"""Characters of an address that is shown again; browsers and servers refuse longer ones."""

_here = st.components.v2.component(
    "here",
    html="<i></i>",
    js="""
export default function ({ setStateValue }) {
  setStateValue("address", location.href);
}
""",
)


def address() -> str:
    """Return the visitor's address; "" until the browser has told it, which takes one rerun."""
    result = _here(key="here", height=1, default={"address": ""}, on_address_change=lambda: None)
    return str(result.address)[:LONGEST]
