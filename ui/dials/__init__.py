"""Sliders and boxes for numbers, those of a part of a page in one component.

Each slider of Streamlit's own is an element that the browser makes anew whenever any of them is moved: six of them took
longer than the live graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import streamlit as st

from ui.address import set_on, widget_key
from ui.address.spelling import Spelling

Number = TypeVar("Number", int, float)

_HERE = Path(__file__).parent
_LONGEST = 40

_component = st.components.v2.component(
    "dials",
    html='<div class="dials"></div>',
    css=(_HERE / "dials.css").read_text(encoding="utf-8"),
    js=(_HERE / "dials.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Dial(Generic[Number]):
    """A number that can be set from ``low`` to ``high``: on a slider in steps, or typed, as ``spelling`` reads it.

    A ``boxed`` one has no slider. ``said`` explains it.
    """

    key: str
    label: str
    low: Number
    high: Number
    step: Number
    spelling: Spelling[Number]
    boxed: bool = False
    said: str = ""


@dataclass
class _Told:
    """What the browser has told last: the number of that move, and a sentence for each text that does not read."""

    turn: int = 0
    refused: dict[str, str] = field(default_factory=dict)


_offered: ContextVar[list[Dial[Any]]] = ContextVar("dials offered")


@contextmanager
def dials(name: str = "dials", width: int | Literal["stretch"] = "stretch") -> Iterator[None]:
    """Show at the end of the block, where it stands on the page, every dial that is offered in it."""
    offered: list[Dial[Any]] = []
    token = _offered.set(offered)
    try:
        yield
    finally:
        _offered.reset(token)
    if offered:
        _show(offered, widget_key(name), width)


def offer(dial: Dial[Number], default: Number) -> Number:
    """Offer a dial, inside a block of ``dials``, and return what is set on it."""
    value = set_on(dial.key, default, dial.spelling)
    _offered.get().append(dial)
    return value


def _show(shown: list[Dial[Any]], place: str, width: int | Literal["stretch"]) -> None:
    names = {one.key: widget_key(one.key) for one in shown}
    told: _Told = st.session_state.setdefault(f"{place}, told", _Told())

    def moved() -> None:
        said = st.session_state[place].get("moved")
        said = said if isinstance(said, dict) else {}
        told.turn, told.refused = said.get("turn", 0), {}
        for one in shown:
            _set(one, names[one.key], str(said.get(one.key, ""))[:_LONGEST], told)

    _component(
        data={"turn": told.turn, "dials": [_described(one, names[one.key], told) for one in shown]},
        key=place,
        default={"moved": None},
        on_moved_change=moved,
        width=width,
    )


def _set(dial: Dial[Any], name: str, said: str, told: _Told) -> None:
    """Set a dial to what was moved to or typed, if it reads."""
    try:
        st.session_state[name] = dial.spelling.read(said)
    except ValueError:
        seen, kept = f"“{said}”" if said else "nothing", dial.spelling.write(st.session_state[name])
        told.refused[dial.key] = f"Seen: {seen}; expected: {dial.spelling.expected}. It is still {kept}."


def _described(dial: Dial[Any], name: str, told: _Told) -> dict[str, Any]:
    return {
        "key": dial.key,
        "label": dial.label,
        "low": dial.low,
        "high": dial.high,
        "step": dial.step,
        "value": dial.spelling.write(st.session_state[name]),
        "boxed": dial.boxed,
        "said": dial.said,
        "refused": told.refused.get(dial.key, ""),
    }
