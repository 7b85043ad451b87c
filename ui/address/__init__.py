"""The page's address: the state of every control, read as the page opens and written by the browser after each run.

Streamlit's own ``bind="query-params"`` drops what it cannot read without a word, and adds an entry to the browser's
history for every control when the page changes; this does neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from ui.address.spelling import Spelling

Value = TypeVar("Value")

_PAGE, _PLACE = "page that runs", "place for what its link asks in vain"

_writer = st.components.v2.component(
    "address", html="<i></i>", js=(Path(__file__).parent / "write.js").read_text(encoding="utf-8")
)


@dataclass
class _Page:
    """What is known of the page at ``/path`` while it runs: its controls by key, and what its link asked in vain."""

    path: str
    controls: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def enter(path: str) -> None:
    """Have the address be that of the page at ``/path``."""
    st.session_state[_PAGE] = _Page(path)


def opener() -> Callable[[], None]:
    """Return what begins every run of the page's own part: the controls set until now belong to its frame.

    What the link asks for in vain is told here until a control is moved.
    """
    frame, place = _page(), st.container()

    def open_address() -> None:
        st.session_state[_PAGE] = _Page(frame.path, dict(frame.controls), frame.told)
        st.session_state[_PLACE] = place
        frame.told = []  # once

    return open_address


def bound(
    widget: Callable[..., Any],
    label: str,
    *options: Any,
    key: str,
    default: Value,
    spelling: Spelling[Value],
    **more: Any,
) -> Value:
    """Show a control that the address holds under ``key``, and return what is set on it.

    It starts as the address says, else as it was left when the page was last seen, else at ``default``. What the
    address says and ``spelling`` cannot read is told in a sentence. ``more`` goes to the widget.
    """
    name = widget_key(key)
    set_on(key, default, spelling)
    value: Value = widget(label, *options, key=name, **_shown_first(widget, options, name), **more)
    return value


def _shown_first(widget: Callable[..., Any], options: Sequence[Any], name: str) -> dict[str, Any]:
    """Return the argument that tells a widget what it starts with.

    A value in the session's state alone is sent to the browser once: if the widget's script comes later than the run
    after that, as it does on a slow line, the widget would show an empty default in place of what is set.
    """
    start, kind = st.session_state[_first(name)], getattr(widget, "__name__", "")
    if kind in ("text_input", "text_area", "toggle"):
        return {"value": start}
    among = list(options[0]) if options else []
    if kind == "selectbox" and start in among:
        return {"index": among.index(start)}
    chosen = start if isinstance(start, list) else [start]
    if kind in ("segmented_control", "pills") and all(one in among for one in chosen):
        return {"default": start}
    return {}


def _first(name: str) -> str:
    return f"{name}, at first"


def set_on(key: str, default: Value, spelling: Spelling[Value]) -> Value:
    """Return what is set on a control, which may be shown later in the run or not be part of it."""
    name = widget_key(key)
    if name not in st.session_state:
        st.session_state[name] = st.session_state[_first(name)] = _start(key, default, spelling)
    elif not spelling.has(st.session_state[name]):  # what can be chosen has changed
        st.session_state[name] = default
    value: Value = st.session_state[name]
    _page().controls[key] = "" if value == default else spelling.write(value)
    return value


def carry(key: str, said: str) -> None:
    """Have the address say ``said`` under ``key``, for what no single control shows; "" takes it out."""
    _page().controls[key] = said


def tell(sentence: str) -> None:
    """Tell of something that the link asks for in vain, until a control is moved."""
    _page().told.append(sentence)


def widget_key(key: str) -> str:
    """Return the key of a control's widget, which is the page's own: pages have controls of the same name."""
    return f"{key} on /{_page().path}"


def write_address(ground: str) -> None:
    """End a run of a page: have the browser write the state of its controls, without an entry in its history."""
    page = _page()
    last: _Page | None = st.session_state.get(_left(page.path))
    if last is not None and all(page.controls.get(key, said) == said for key, said in last.controls.items()):
        page.told = page.told or last.told  # nothing was moved, though more controls may have come
    for sentence in page.told:
        st.session_state[_PLACE].warning(sentence)
    st.session_state[_left(page.path)] = page
    gone = dict.fromkeys(last.controls, "") if last is not None else {}
    _writer(data={"page": page.path, "controls": gone | page.controls, "theme": ground}, key="address", height=1)


def _page() -> _Page:
    page: _Page = st.session_state[_PAGE]
    return page


def _left(path: str) -> str:
    return f"/{path} as it was left"


def _start(key: str, default: Value, spelling: Spelling[Value]) -> Value:
    last: _Page | None = st.session_state.get(_left(_page().path))
    left = last.controls.get(key) if last and not st.query_params else None
    said = st.query_params.get(key, left or None)
    if said is None:
        return default
    try:
        return spelling.read(said)
    except ValueError:
        seen = said[:40].replace("`", "'").replace("\n", " ") + "…" * (len(said) > 40)
        _page().told.append(
            f"The link asks for {key} = `{seen}`; expected {spelling.expected}. The page starts with the default: "
            f"`{spelling.write(default)}`."
        )
        return default
