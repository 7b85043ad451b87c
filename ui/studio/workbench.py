"""The Studio's bench: the draft in its editor with the links that carry it, and words on what was run."""

from __future__ import annotations

import streamlit as st

import graphviz_rnn as gr
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.records import Call
from graphviz_rnn.shelf import load
from ui.running.runs import Run
from ui.studio.data import Given
from ui.studio.draft import Draft, draft_of
from ui.studio.editor import editor
from ui.studio.link import packed
from ui.studio.trial import Trial, last_good


def opened(name: str) -> tuple[Draft, gr.Definition]:
    """Return the draft of a definition, and a definition to offer sizes of: the draft's, or the last good one."""
    draft = draft_of(name)
    try:
        return draft, gr.parse(draft.text)
    except gr.DefinitionError:
        last = last_good()
        return draft, last.definition if last is not None else load(name)


def workbench(draft: Draft, trial: Trial, series: str) -> None:
    """Show the editor, and say what a link cannot carry."""
    editor(draft, fault=trial.fault, last=trial.run.definition if trial.run is not None else None)
    for what, text in (("definition", draft.text), ("series", series)):
        if text and not packed(text):
            st.caption(f"The {what} is too long for a link: whoever gets one needs the text beside it.")


def said(trial: Trial, given: Given) -> None:
    """Say what was run, on what, and what could not be."""
    if trial.warning:
        st.warning(trial.warning)
    if trial.remark:
        st.info(trial.remark)
    if trial.fault or trial.warning:
        st.caption("Below is still the last that worked." if trial.run else "Nothing has been drawn yet.")
    elif trial.run is not None:
        st.caption(_told(trial.run, given, fits=not trial.remark))


def _told(run: Run, given: Given, *, fits: bool) -> str:
    if run.trace is None:
        name = run.definition.abstract_functions[0]
        return f"{name} has no body, so the graph is drawn but not run. Write `def {name}(…) = …` to run it."
    words = [f"Input: {given.said}."] if fits and run.definition.names("input", "target") else []
    written, used = _losses(gr.parse(run.choice.text)), _losses(run.definition)
    if written != used:
        words.append(f"{', '.join(used)} stands in for {', '.join(written)}, which does not fit these data.")
    if run.losses:
        words.append(f"Trained by {len(run.losses)} updates: {run.loss} {run.losses[0]:.3g} → {run.losses[-1]:.3g}.")
    return " ".join(words)


def _losses(definition: gr.Definition) -> list[str]:
    """Return the loss functions that a definition calls, in the order of the text."""
    calls = (part for body in definition.inlined.values() for part in parts(body) if isinstance(part, Call))
    return list(dict.fromkeys(one.operation for one in calls if OPERATIONS[one.operation].group == "loss"))
