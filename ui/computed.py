"""Cached calls: a run of a choice, and the two halves of its live graph."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
import torch

import graphviz_rnn as gr
from graphviz_rnn.graphs.detail import Detail
from graphviz_rnn.graphs.moments import runs_with_time
from graphviz_rnn.language.lines import source
from models import Recipe, RecurrentModel, Trace, build, train
from models.agreement import torch_agreement
from models.data import sunspots
from models.tasks import Task, next_character, next_value
from models.tasks.feed import feed, fitting_sizes
from ui.controls import Choice
from ui.live_graph.drawing import Drawing, focus, pack_drawing
from ui.live_graph.packing import Numbers
from ui.live_graph.values import Played, first_sequence, pack_values

STAGE = "live"
"""The name of the page's live graph."""


@dataclass(frozen=True)
class Computed:
    """What the page shows of a run: the live graph's halves, and the two plots' numbers (None where there are none)."""

    title: str
    source: str
    drawing: bytes
    values: bytes
    state: str
    states: Numbers | None
    gradient: Numbers | None
    loss: str
    note: str


@st.cache_resource
def _settle_server() -> None:
    """One torch thread, and no garbage collection of what was imported: measured to matter most."""
    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()


@st.cache_data(max_entries=24, show_spinner=False)
def _drawing(text: str, lengths: Mapping[str, int], detail: Detail, file: str) -> bytes:
    return pack_drawing(Drawing(gr.parse(text), lengths, detail, file), STAGE)


@st.cache_data(max_entries=24, show_spinner=False)
def computed(choice: Choice) -> Computed:
    """Parse, run and record a choice; raises what parsing and running raise."""
    _settle_server()
    definition = gr.parse(choice.text)
    task = _task(choice)
    fitted = definition.with_loss(task.loss) if definition.names("target") else definition
    if definition.abstract_functions:
        return _drawn_only(fitted, choice)
    return _run(fitted, task, choice)


def _drawn_only(definition: gr.Definition, choice: Choice) -> Computed:
    """Return a drawing without numbers: an abstract function is drawn, not run."""
    name = definition.abstract_functions[0]
    note = f"{name} has no body here, so the graph is drawn but not run. Write `def {name}(…) = …` to run it."
    lengths = _drawn_lengths(definition, choice)
    values = pack_values(Played(definition, lengths, None, {}, "", (), ""), STAGE)
    drawing = _drawing(definition.text, lengths, choice.detail, choice.name)
    return Computed(definition.title, source(choice.text), drawing, values, "", None, None, "", note)


def _run(definition: gr.Definition, task: Task, choice: Choice) -> Computed:
    drawn = _drawn_lengths(definition, choice)
    lengths = dict.fromkeys(drawn, _steps(task, choice)) if runs_with_time(definition) else drawn
    model = build(definition, fitting_sizes(definition, task.size, choice.hidden), choice.seed)
    data = feed(definition, model.shapes, torch.cat([task.inputs, task.targets[-1:]]), lengths)
    loss = _loss(definition)
    note = _train(model, data, loss, choice)
    trace = model.run(data, lengths=lengths)
    gradients = {name: trace.grad(loss, name) for name in trace.names} if loss else {}
    ticks = task.ticks[: max(lengths.values(), default=0)] if runs_with_time(definition) and data else ()
    played = Played(definition, lengths, trace, gradients, loss, ticks, _agreement(model, trace))
    state = focus(definition)
    is_sequence = len(definition.axes.get(state, ())) == 1
    return Computed(
        definition.title,
        source(choice.text),
        _drawing(definition.text, drawn, choice.detail, choice.name),
        pack_values(played, STAGE),
        state,
        first_sequence(trace[state], 1) if is_sequence else None,
        first_sequence(gradients[state], 1) if is_sequence and state in gradients else None,
        loss,
        note,
    )


def _drawn_lengths(definition: gr.Definition, choice: Choice) -> dict[str, int]:
    """Return the steps drawn of every axis: a second axis is two steps shorter than the first."""
    first, *others = definition.lengths or ("",)
    columns = min(choice.columns, choice.window) if choice.data == "sunspots" else choice.columns
    drawn = {first: columns} | dict.fromkeys(others, max(1, columns - 2))
    own = {axis: length for axis, length in definition.lengths.items() if isinstance(length, int)}
    return {axis: own.get(axis, steps) for axis, steps in drawn.items() if axis}


def _steps(task: Task, choice: Choice) -> int:
    return choice.window if choice.data == "sunspots" else len(task.inputs)


def _task(choice: Choice) -> Task:
    """Return the data from the chosen start on, as long as it goes."""
    if choice.data == "text":
        return next_character(choice.typed)
    years, values = sunspots()
    ticks = [f"{year} → {year + 1}" for year in years]
    start = choice.start - int(years[0])
    return next_value(values, window=len(values) - start - 1, start=start, ticks=ticks)


def _loss(definition: gr.Definition) -> str:
    """Return the scalar without axis that nothing reads: what is minimised; "" if there is none."""
    graph = gr.fold(definition)
    shapes = definition.shapes()
    sinks = [
        one.name
        for one in definition.equations
        if not one.axes and shapes[one.name] == () and one.name in graph and not graph.out_degree(one.name)
    ]
    return sinks[-1] if sinks else ""


def _train(model: RecurrentModel, data: dict[str, torch.Tensor], loss: str, choice: Choice) -> str:
    if not choice.updates or not loss:
        return ""
    place = st.empty()
    losses: list[float] = []
    for one in train(model, data, updates=choice.updates, recipe=Recipe(loss)):
        losses.append(one.loss)
        if one.update % 20 == 0:
            place.progress(one.update / choice.updates, f"Training: update {one.update} of {choice.updates}")
    place.empty()
    return f"Trained by {choice.updates} updates on these steps: {loss} {losses[0]:.3g} → {losses[-1]:.3g}."


def _agreement(model: RecurrentModel, trace: Trace) -> str:
    found = torch_agreement(model, trace)
    return f"{found.module}, difference {found.difference:.0e}" if found else ""
