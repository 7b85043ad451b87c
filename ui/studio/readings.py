"""The readings of a definition beside its text: shapes, LaTeX, PyTorch source, and the language's words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.language.definition import Shape
from graphviz_rnn.language.operations import INITIALISERS, OPERATIONS, REDUCTIONS
from models import ModelError, to_torch_source
from ui.furniture.controls import choose_segment
from ui.running.runs import Run

HEIGHT = 190
STATEMENTS = """\
h[t] = tanh(W @ h[t-1] + U @ x[t])   an equation
h[0] = z   h[T+1] = z                the value outside
def f(s, theta) = tanh(theta @ s)    a function
def f(s, theta)                      drawn, not run
input x[t] : 4   target y[t] : 3     data and sizes
param W : 8 x 8 ~ orthogonal fixed   a parameter
const d = 3   axis t = 1..T          numbers, lengths
hide a                               not drawn
feedback y[s] = one_hot(o[s])        for generation
where(t % 2 == 0, a, b)              a static choice"""


def readings(run: Run | None) -> None:
    """Show one reading of a run at a time; only the one that is open is made."""
    with st.container(border=True, key="plot-card-readings", height=252):
        _READINGS[choose_segment("Reading", list(_READINGS), key="reading", label_visibility="collapsed")](run)


def _shapes(run: Run | None) -> None:
    if run is not None:
        shapes = run.model.shapes if run.model is not None else run.definition.shapes()
        st.code(shapes_in_words(run.definition, shapes), language=None, height=HEIGHT)


def shapes_in_words(definition: gr.Definition, shapes: dict[str, Shape]) -> str:
    """Return a line a name: its size as the language writes it, and its role.

    >>> print(shapes_in_words(gr.parse("h[t] = tanh(W @ h[t-1])"), {"h": (4,), "W": (4, 4)}))
    h[t] : 4      state
    W    : 4 x 4  parameter
    """
    spelled = [_indexed(definition, name) for name in definition.roles]
    sizes = [" x ".join(map(str, shapes[name])) or "scalar" for name in definition.roles]
    wide, wider = max(map(len, spelled)), max(map(len, sizes))
    rows = zip(spelled, sizes, definition.roles.values(), strict=True)
    return "\n".join(f"{name:{wide}} : {size:{wider}}  {role}" for name, size, role in rows)


def _indexed(definition: gr.Definition, name: str) -> str:
    axes = definition.axes.get(name, ())
    return f"{name}[{','.join(axes)}]" if axes else name


def _latex(run: Run | None) -> None:
    if run is not None:
        written = run.definition.latex()
        st.latex(written.replace("{align}", "{aligned}"))
        st.code(written, language="latex")


def _source(run: Run | None) -> None:
    if run is None:
        return
    try:
        st.code(to_torch_source(run.definition, run.sizes), language="python", height=HEIGHT)
    except ModelError as error:
        st.caption(str(error))


def _language(_: Run | None) -> None:
    called = [name for name, one in OPERATIONS.items() if one.group != "operator"]
    st.code(STATEMENTS, language=None)
    st.caption(f"Functions: {', '.join(called)}. Over an axis: {', '.join(f'{one}[t]' for one in REDUCTIONS)}.")
    st.caption(f"Initialisers, after ~: a number, {', '.join(INITIALISERS)}. `#` starts a comment.")


_READINGS: dict[str, Callable[[Run | None], None]] = {
    "Shapes": _shapes,
    "LaTeX": _latex,
    "PyTorch": _source,
    "Language": _language,
}
