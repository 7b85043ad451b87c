"""Cached calls: a run of a choice, and the recording of it for the live graph."""

from __future__ import annotations

import gc
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st
import torch

import graphviz_rnn as gr
from graphviz_rnn.language.lines import source
from models import Recipe, RecurrentModel, Trace, build, train
from models.agreement import torch_agreement
from models.data import sunspots
from models.tasks import Task, given, next_character, next_value
from ui.controls import Choice
from ui.live_graph.recording import Play, pack

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Computed:
    """What the page shows of a run: the recording, and the two plots' numbers (None where there are none)."""

    title: str
    source: str
    recording: bytes
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
def computed(choice: Choice) -> Computed:
    """Parse, run and record a choice; raises what parsing and running raise."""
    _settle_server()
    definition = gr.parse(choice.text)
    if definition.abstract_functions:
        return _drawn_only(definition, choice)
    return _run(definition, choice)


def _drawn_only(definition: gr.Definition, choice: Choice) -> Computed:
    """Return a recording without numbers: an abstract function is drawn, not run."""
    name = definition.abstract_functions[0]
    note = f"{name} has no body here, so the graph is drawn but not run. Write `def {name}(…) = …` to run it."
    play = _play(definition, choice, (), "")
    return Computed(definition.title, source(choice.text), pack(play, None, {}), "", None, None, "", note)


def _run(definition: gr.Definition, choice: Choice) -> Computed:
    task = _task(choice)
    fitted = definition.with_loss(task.loss) if definition.names("target") else definition
    data = given(fitted, task)
    model = build(fitted, _sizes(fitted, task, choice.hidden), choice.seed)
    loss = _loss(fitted)
    note = _train(model, data, loss, choice)
    lengths = dict.fromkeys(fitted.lengths, choice.window) if not data else None
    trace = model.run(data, lengths=lengths)
    gradients = _gradients(trace, loss)
    agreement = _agreement(model, trace)
    play = _play(fitted, choice, task.ticks if data else (), agreement)
    state = play.focus
    shown = fitted.axes.get(state, ())
    return Computed(
        definition.title,
        source(choice.text),
        pack(play, trace, gradients),
        state,
        _sequence(trace[state].detach()) if len(shown) == 1 else None,
        gradients.get(state),
        loss,
        note,
    )


def _task(choice: Choice) -> Task:
    if choice.data == "text":
        return next_character(choice.typed)
    years, values = sunspots()
    ticks = [f"{year} → {year + 1}" for year in years]
    return next_value(values, window=choice.window, start=choice.start - int(years[0]), ticks=ticks)


def _sizes(definition: gr.Definition, task: Task, hidden: int) -> dict[str, int]:
    """Return the sizes that data and slider ask for, where the definition leaves them open."""
    sizes: dict[str, int] = dict.fromkeys(definition.names("input", "target"), task.size)
    shapes = definition.shapes(sizes)
    for name in definition.names("state"):
        if shapes[name] == ():
            continue
        try:
            definition.shapes({**sizes, name: hidden})
        except gr.GraphError:
            continue
        sizes[name] = hidden
    return sizes


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


def _gradients(trace: Trace, loss: str) -> dict[str, Numbers]:
    if not loss:
        return {}
    return {name: _sequence(trace.grad(loss, name)) for name in trace.names}


def _sequence(values: torch.Tensor) -> Numbers:
    """Return the first sequence of a batch as (steps, units); what has no axis is one step."""
    array: Numbers = values.float().numpy()
    return array[:, 0].reshape(len(array), -1) if array.ndim > 1 else array[:1].reshape(1, -1)


def _agreement(model: RecurrentModel, trace: Trace) -> str:
    found = torch_agreement(model, trace)
    return f"{found.module}, difference {found.difference:.0e}" if found else ""


def _play(definition: gr.Definition, choice: Choice, ticks: tuple[str, ...], agreement: str) -> Play:
    return Play(definition, choice.columns, choice.detail, ticks, agreement, choice.name)
