"""What comes of mixing the contexts of two texts, worked out once for each choice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch.nn.functional import cross_entropy

from figures.contexts import Writing
from models.analysis import Numbers
from models.analysis.contexts import continued
from ui.running.choice import Choice
from ui.running.runs import Run, other_data, run_of

SHARES = np.linspace(0, 1, 21)
"""The shares of the second context that are worked out."""


@dataclass(frozen=True)
class Contexts:
    """What comes of every mixture (1 − α) C₁ + α C₂, for α in ``SHARES``.

    ``readings`` are the encoder's states on both texts (T, n), ``mixtures`` the contexts (21, n); ``written`` are
    probabilities (21, S, letters) of what the decoder writes on its own; ``terms`` are log P of each letter (21, S) of
    either target, the letters before it given; ``cross_entropy`` is what torch says of the first target (21,).
    """

    readings: tuple[Numbers, Numbers]
    mixtures: Numbers
    written: Numbers
    terms: tuple[Numbers, Numbers]
    cross_entropy: Numbers


@st.cache_resource(max_entries=24, show_spinner=False)
def contexts_of(choice: Choice) -> Contexts:
    """Return what comes of the mixtures of a choice's two contexts; its model runs on with its context pinned."""
    run = run_of(choice)
    assert run.model is not None
    assert run.trace is not None
    model, target = run.model, run.trace["y"].detach()
    other_given = other_data(model, choice, run.lengths)
    with torch.no_grad():
        other = model.run(other_given)
        share = torch.tensor(SHARES, dtype=target.dtype)[:, None]
        mixtures = (1 - share) * run.trace["C"] + share * other["C"]
        lengths = {"s": run.lengths["s"]}
        free = continued(model, "C", mixtures, {}, lengths=lengths)["o"].softmax(-1)
        forced = [continued(model, "C", mixtures, {"y": one}, lengths=lengths) for one in (target, other_given["y"])]
    classes = target.argmax(-1).expand(-1, len(SHARES))
    losses = cross_entropy(forced[0]["o"].movedim(-1, 1), classes, reduction="none").sum(0)
    return Contexts(
        (_numbers(run.trace["h"][:, 0]), _numbers(other["h"][:, 0])),
        _numbers(mixtures),
        _numbers(free.transpose(0, 1)),
        (_numbers(-forced[0]["L"].T), _numbers(-forced[1]["L"].T)),
        _numbers(losses),
    )


def writing_of(run: Run, at: int) -> Writing:
    """Return what is written after reading the first text: with a fixed context from mixture ``at``."""
    alphabet, target = alphabet_of(run.choice), parts_of(run.choice, run.choice.typed)[1]
    if run.choice.name == "encoder_decoder":
        found = contexts_of(run.choice)
        return Writing(found.written[at], found.terms[0][at], alphabet, target)
    assert run.model is not None
    assert run.trace is not None
    with torch.no_grad():
        free = run.model.run({"x": run.trace["x"].detach()}, lengths={"s": run.lengths["s"]}, free_running=True)
    return Writing(_numbers(free["o"][:, 0].softmax(-1)), _numbers(-run.trace["L"][:, 0]), alphabet, target)


def loss_of(run: Run, at: int) -> float:
    """Return what torch's own cross entropy says of the first target, in sum over its letters."""
    if run.choice.name == "encoder_decoder":
        return float(contexts_of(run.choice).cross_entropy[at])
    assert run.trace is not None
    outputs, target = run.trace["o"].detach()[:, 0], run.trace["y"].detach()[:, 0]
    return float(cross_entropy(outputs, target.argmax(-1), reduction="sum"))


def alphabet_of(choice: Choice) -> str:
    """Return the letters of both texts, in the order of the classes."""
    return "".join(sorted({*choice.typed, *choice.other}))


def parts_of(choice: Choice, typed: str) -> tuple[str, str]:
    """Return what is read of a text and what is to be written."""
    steps = dict(choice.lengths)
    return typed[: steps["t"]], typed[steps["t"] : steps["t"] + steps["s"]]


def _numbers(tensor: torch.Tensor) -> Numbers:
    return np.asarray(tensor.detach().double().numpy())
