"""The three design patterns beside each other, to choose one; and for output recurrence, what is fed back."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import streamlit as st

import graphviz_rnn as gr
from figures import outputs_figure
from graphviz_rnn.shelf import gallery_text
from ui.furniture.controls import choose_segment
from ui.furniture.ground import ground
from ui.furniture.plots import plot
from ui.lessons.contest import HEIGHT
from ui.live_graph.packing import Numbers
from ui.running.runs import Run, run_of

_STYLE = (Path(__file__).parent / "patterns.css").read_text(encoding="utf-8")

PATTERNS = {
    "elman": ("Hidden recurrence", "W: h(t−1) → h(t)"),
    "output_recurrence": ("Output recurrence", "W: o(t−1) → h(t)"),
    "single_output": ("Single output", "V: h(T) → o"),
}
"""The patterns by the name of their definition: title, and the arrow in which it differs from the others."""

TITLES = [title for title, _ in PATTERNS.values()]

OWN, TRUE = "its own output", "the true output"


def choose_pattern() -> str:
    """Show the patterns, folded and unfolded, and offer to choose one; returns the name of its definition."""
    with st.container(key="patterns"):
        figures = "".join(_figure(name, ground()) for name in PATTERNS)
        st.html(f'<style>{_STYLE}</style><div class="patterns">{figures}</div>')
        title = choose_segment("Pattern", TITLES, key="pattern", label_visibility="collapsed", width="stretch")
    return list(PATTERNS)[TITLES.index(title)]


@st.cache_data(show_spinner=False)
def _figure(name: str, theme: str) -> str:
    """Return a pattern as it runs once it is trained, without losses, as HTML."""
    definition = gr.load(name).free_running()
    picture = gr.draw(gr.fold(definition), theme)
    code = b64encode(picture.svg_with_fonts.encode()).decode()
    title, arrow = PATTERNS[name]
    image = f'<img alt="{title}, folded: {arrow}" src="data:image/svg+xml;base64,{code}">'
    return f"<figure>{image}<figcaption>{arrow}</figcaption></figure>"


def choose_teacher() -> bool:
    """Offer what the output recurrence reads; returns whether it is the true output."""
    return choose_segment("Fed back", [OWN, TRUE], key="fed", label_visibility="collapsed") == TRUE


def say_schedule(run: Run) -> None:
    """Say whether there is a cycle, in which order all is computed, and how long the longest way through is."""
    folded = gr.fold(run.definition)
    on_cycle = [one for one in nx.strongly_connected_components(folded) if len(one) > 1 or _loops(folded, one)]
    if on_cycle:
        names = " → ".join(sorted(on_cycle[0], key=list(folded).index))
        said = f"**A cycle** through {names}"
    else:
        said = "**No cycle**: the past enters as data"
    longest = nx.dag_longest_path_length(gr.unfold(run.definition, run.drawn), weight="")
    steps = run.drawn.get("t", 1)
    st.markdown(
        f"{said}. Computed {run.definition.schedule()}. The longest way to the loss over {steps} steps has "
        f"{longest} edges."
    )


def _loops(graph: nx.MultiDiGraph, one: set[str]) -> bool:
    return any(graph.has_edge(name, name) for name in one)


def plot_outputs(run: Run) -> None:
    """Show the outputs of all patterns on the input of a run, from the same first weights."""
    fed = "teacher_forcing" if run.choice.name == "teacher_forcing" else "output_recurrence"
    names = {"elman": 0, fed: 2 if fed == "teacher_forcing" else 1, "single_output": 3}
    runs = {name: run_of(replace(run.choice, name=name, text=gallery_text(name))) for name in names}
    outputs = {
        title: (colour, _output(runs[name]))
        for (title, _), (name, colour) in zip(PATTERNS.values(), names.items(), strict=True)
    }
    targets = runs["elman"].sequence("y")
    assert targets is not None
    title = "o(t) of all three on the same years, and y(t)"
    plot(outputs_figure(outputs, targets[:, 0], title=title, ground=ground(), height=HEIGHT), "outputs")


def _output(run: Run) -> Numbers:
    assert run.trace is not None
    return np.asarray(run.trace["o"].detach().float().numpy().reshape(-1))
