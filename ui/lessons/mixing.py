"""Two texts on the page of encoder and decoder: learn them, mix their contexts, and see what is written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import sha256

import numpy as np
import streamlit as st

from figures import weights_figure
from figures.contexts import context_figure, likelihood_figure, written_figure
from ui.address import bound
from ui.address.spelling import text
from ui.dials import dials
from ui.furniture.controls import choose_decimal, choose_text
from ui.furniture.ground import ground
from ui.furniture.plots import plot
from ui.lessons.contexts import SHARES, contexts_of, loss_of, parts_of, writing_of
from ui.running.choice import Choice
from ui.running.runs import Run

UPDATES = 120


def choose_texts() -> tuple[str, str]:
    """Offer two texts; of each the beginning is read, and what follows written."""
    first = choose_text("First text: read, then written", key="typed", default="green tea", most=40)
    return first, choose_text("Second text", key="other", default="black ink", most=40)


def choose_share() -> int:
    """Offer how much of the second context is mixed into the first; returns the number of the mixture."""
    with dials("mixture", width=230):
        share = choose_decimal("α: C = (1 − α) C₁ + α C₂", (0, 1), 0.05, key="alpha", default=0.0)
    return int(np.abs(SHARES - share).argmin())


def trained(choice: Choice) -> Choice:
    """Offer to train on both texts; returns the choice with its training, which any other choice has yet to get."""
    mark = sha256(repr(choice).encode()).hexdigest()[:8]
    learned = bound(partial(_button, mark), "Train on both", key="learned", default="", spelling=text(8)) == mark
    return replace(choice, updates=UPDATES) if learned else choice


def _button(mark: str, label: str, *, key: str) -> str:
    """Show a button that sets what the address holds under ``key`` to ``mark``; returns what is set."""
    done = st.session_state[key] == mark
    press = partial(st.session_state.__setitem__, key, mark)
    said = f"{UPDATES} updates (Adam) on both texts. After any other change the weights are the first ones again."
    st.button(
        "Trained" if done else label, type="primary", disabled=done, key=f"press {key}", help=said, on_click=press
    )
    return str(st.session_state[key])


def say_run(run: Run, at: int) -> None:
    """Say what was read and is to be written, and its log-likelihood as the sum of its terms (equation 6)."""
    source, target = parts_of(run.choice, run.choice.typed)
    terms, loss = writing_of(run, at).terms, loss_of(run, at)
    given = "C" if run.choice.name == "encoder_decoder" else "x"
    summands = " ".join(f"− {abs(one):.2f}" for one in terms)
    total = f"{terms.sum():.4f}".replace("-", "−")
    st.markdown(
        f"“{source}” → “{target}”: log P(y | {given}) = {summands} = **{total}** :gray[= −CrossEntropyLoss, {loss:.4f}]"
    )


def show_contexts(run: Run, at: int) -> None:
    """Show how both contexts come about, what is written from their mixture, and how probable both outputs are."""
    found, pair = contexts_of(run.choice), (run.choice.typed, run.choice.other)
    names = [f"“{parts_of(run.choice, one)[1]}”" for one in pair]
    sums = (found.terms[0].sum(1), found.terms[1].sum(1))
    with st.container(key="plots", horizontal=True, gap="small"):
        plot(context_figure(found.readings, found.mixtures[at], pair, ground=ground()), "contexts")
        plot(written_figure(writing_of(run, at), ground=ground()), "written")
        plot(likelihood_figure(SHARES, sums, SHARES[at], names=names, ground=ground()), "likelihood")


def show_attention(run: Run) -> None:
    """Show where each letter written looks, and what is written."""
    weights = run.cells("k")
    assert weights is not None
    with st.container(key="plots", horizontal=True, gap="small"):
        said = "weights k(s, t): a column sums to 1"
        letters = parts_of(run.choice, run.choice.typed)
        plot(weights_figure(weights.T, title=said, axes=("t", "s"), captions=letters, ground=ground()), "weights")
        plot(written_figure(writing_of(run, 0), ground=ground()), "written")
