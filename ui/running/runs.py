"""Cached runs: what a choice computes, and the two halves of its live graph."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import streamlit as st
import torch

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import runs_with_time
from graphviz_rnn.language.dependence import dependences
from graphviz_rnn.language.unknowns import DEFAULT_DATA_SIZE
from models import Recipe, RecurrentModel, Trace, build, train
from models.agreement import torch_agreement
from models.tasks import Task
from models.tasks.feed import feed, fitting_sizes
from models.tasks.random_inputs import random_inputs
from ui.live_graph.drawing import Drawing, focus, pack_drawing
from ui.live_graph.packing import Numbers
from ui.live_graph.values import Played, first_sequence, pack_values
from ui.running.bounds import refuse_large_drawing, refuse_large_run
from ui.running.choice import Choice, Matrix
from ui.running.given import give
from ui.running.task import task_of

STAGE = "live"
"""The name of a page's live graph."""


@dataclass(frozen=True)
class Run:
    """What a page shows of a choice; a definition with an abstract function has no model and no trace.

    ``lengths`` are the steps run, ``drawn`` those of the drawing, ``sizes`` the units asked for by name, ``loss`` the
    name of what is minimised ("" if nothing is), ``gradients`` its derivatives by variable, ``losses`` those of the
    training before the run.
    """

    choice: Choice
    definition: gr.Definition
    lengths: Mapping[str, int]
    drawn: Mapping[str, int]
    model: RecurrentModel | None = None
    trace: Trace | None = None
    loss: str = ""
    gradients: Mapping[str, torch.Tensor] = field(default_factory=dict)
    losses: tuple[float, ...] = ()
    ticks: tuple[str, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def values(self) -> bytes:
        """The numbers half of the live graph."""
        agreement = (
            torch_agreement(self.model, self.trace) if self.model is not None and self.trace is not None else None
        )
        words = f"{agreement.module}, difference {agreement.difference:.0e}" if agreement else ""
        played = Played(
            self.definition, self.lengths, self.trace, self.gradients, self.loss, self.ticks, words, self._parameters()
        )
        return pack_values(played, STAGE)

    def _parameters(self) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        """Return each parameter and the loss's derivative by it, for a graph without steps, which shows them."""
        if self.model is None or self.trace is None or not self.loss or self.definition.lengths:
            return {}
        names = self.definition.names("parameter")
        gradients = self.trace.grads(self.loss, names)
        return {name: (self.model.weights[name], gradients[name]) for name in names}

    @property
    def drawing(self) -> bytes:
        """The drawing half of the live graph."""
        choice = self.choice
        return _drawing(self.definition.text, self.drawn, choice.detail, choice.name, choice.opened)

    @cached_property
    def state(self) -> str:
        """The variable that the page follows."""
        return focus(self.definition)

    def sequence(self, name: str) -> Numbers | None:
        """Return a variable's values as (steps, units), or None for one that is not on exactly one axis."""
        if self.trace is None or len(self.definition.axes.get(name, ())) != 1:
            return None
        return first_sequence(self.trace[name], 1)

    def cells(self, name: str) -> Numbers | None:
        """Return a scalar variable on two axes as a table, or None for any other."""
        if self.trace is None or len(self.definition.axes.get(name, ())) != 2:
            return None
        values = first_sequence(self.trace[name], 2)
        return values[..., 0] if values.shape[-1] == 1 else None

    def gradient(self, name: str) -> Numbers | None:
        """Return the derivative of the loss with respect to a variable as (steps, units), or None."""
        if name not in self.gradients or len(self.definition.axes.get(name, ())) != 1:
            return None
        return first_sequence(self.gradients[name], 1)


@st.cache_resource
def _settle_server() -> None:
    """One torch thread, and no garbage collection of what was imported: measured to matter most."""
    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()


@st.cache_data(max_entries=24, show_spinner=False)
def _drawing(text: str, lengths: Mapping[str, int], detail: gr.Detail, file: str, opened: tuple[str, ...]) -> bytes:
    return pack_drawing(Drawing(gr.parse(text), lengths, detail, file, opened), STAGE)


@st.cache_resource(max_entries=64, show_spinner=False)
def _fitted(text: str, loss: str) -> gr.Definition:
    """Return a definition, with the loss that its data ask for where it has targets."""
    definition = gr.parse(text)
    return definition.with_loss(loss) if loss and definition.names("target") else definition


@st.cache_resource(max_entries=24, show_spinner=False)
def run_of(choice: Choice) -> Run:
    """Parse and run a choice; raises what parsing and running raise."""
    _settle_server()
    _fitted(choice.text, "")  # what is wrong with the text comes before what is wrong with the data
    task = None if choice.data == "random" else task_of(choice)
    fitted = _fitted(choice.text, task.loss if task is not None else "")
    drawn = _drawn_lengths(fitted, choice)
    refuse_large_drawing(fitted, drawn, choice.detail)
    if fitted.abstract_functions:
        return Run(choice, fitted, drawn, drawn)
    return _run(fitted, task, choice, drawn)


def _run(definition: gr.Definition, task: Task | None, choice: Choice, drawn: dict[str, int]) -> Run:
    with_time = runs_with_time(definition)
    steps = choice.steps(len(task.inputs) if task else 0)
    lengths = {axis: own if isinstance(own, int) else steps for axis, own in definition.lengths.items()}
    lengths = lengths if with_time else drawn
    drawn = {axis: min(length, lengths[axis]) for axis, length in drawn.items()}
    width = task.size if task else DEFAULT_DATA_SIZE
    sizes = fitting_sizes(definition, width, choice.hidden, dict(choice.sizes))
    refuse_large_run(definition, definition.shapes(sizes), lengths)
    model = build(definition, sizes, choice.seed)
    _set(model, choice.weights)
    data = _data(model, task, lengths, choice.seed) | give(model, choice.given)
    loss = _loss(definition)
    losses = _train(model, _learned(model, data, choice, lengths), loss, choice.updates)
    trace = model.run(data, lengths=lengths)
    gradients = trace.grads(loss, trace.names) if loss else {}
    ticks = task.ticks[: max(lengths.values(), default=0)] if task and with_time and data else ()
    return Run(choice, definition, lengths, drawn, model, trace, loss, gradients, losses, tuple(ticks), sizes)


def _data(model: RecurrentModel, task: Task | None, lengths: Mapping[str, int], seed: int) -> dict[str, torch.Tensor]:
    """Return what the model reads: the task's sequence, or random numbers where there is none."""
    if task is None:
        return random_inputs(model.definition, model.shapes, lengths, seed)
    return feed(model.definition, model.shapes, torch.cat([task.inputs, task.targets[-1:]]), lengths)


def other_data(model: RecurrentModel, choice: Choice, lengths: Mapping[str, int]) -> dict[str, torch.Tensor]:
    """Return what the model reads of the second text of a choice."""
    return _data(model, task_of(replace(choice, typed=choice.other, other=choice.typed)), lengths, choice.seed)


def _learned(
    model: RecurrentModel, data: dict[str, torch.Tensor], choice: Choice, lengths: Mapping[str, int]
) -> dict[str, torch.Tensor]:
    """Return what is trained on: what is shown, and beside it the second text where there is one."""
    if not choice.other:
        return data
    other, axes = other_data(model, choice, lengths), model.definition.axes
    return {name: torch.cat([data[name], other[name]], len(axes.get(name, ()))) for name in data}


def _set(model: RecurrentModel, weights: tuple[tuple[str, Matrix | float], ...]) -> None:
    """Give parameters the values that a choice has for them."""
    with torch.no_grad():
        for name, value in weights:
            model.weights[name].copy_(torch.tensor(value))


def _drawn_lengths(definition: gr.Definition, choice: Choice) -> dict[str, int]:
    """Return the steps drawn of every axis: a second axis is two steps shorter than the first."""
    columns = choice.steps(choice.columns, most=choice.columns)
    steps = {axis: max(1, columns - 2 * number) for number, axis in enumerate(definition.lengths)}
    own = {axis: length for axis, length in definition.lengths.items() if isinstance(length, int)}
    chosen = {axis: length for axis, length in choice.lengths if axis in steps}
    return steps | chosen | own


def _loss(definition: gr.Definition) -> str:
    """Return the scalar without axis that nothing reads: what is minimised; "" if there is none."""
    read, shapes = {one.source for one in dependences(definition)}, definition.shapes()
    sinks = [
        one.name
        for one in definition.equations
        if not one.axes and shapes[one.name] == () and one.name not in read and one.name not in definition.hidden
    ]
    return sinks[-1] if sinks else ""


def _train(model: RecurrentModel, data: dict[str, torch.Tensor], loss: str, updates: int) -> tuple[float, ...]:
    """Train on the very data shown and return the loss before every update."""
    if not updates or not loss:
        return ()
    place = st.empty()
    losses: list[float] = []
    for one in train(model, data, updates=updates, recipe=Recipe(loss)):
        losses.append(one.loss)
        if one.update % 20 == 0:
            place.progress(one.update / updates, f"Training: update {one.update} of {updates}")
    place.empty()
    return tuple(losses)
