"""A contest of networks on a page: started by a button, drawn while it runs, stopped at any time.

It runs in a thread of its own, so that the page stays at hand meanwhile; the page looks at it twice a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import streamlit as st

import graphviz_rnn as gr
from figures import learning_figure
from figures.learning import COLOURS
from models import ModelError
from models.learning.contest import Contest, Entrant, Terms
from ui.address import bound, widget_key
from ui.address.spelling import text
from ui.furniture.ground import ground
from ui.furniture.plots import plot

LINES = ("solid", "dashed", "dotted", "dashed", "dotted")
LEVEL_LINES = ("dashed", "dotted")
"""The patterns of curves and levels, as a style sheet writes them."""

ASKED = "learned"
"""The key in the address for what was trained."""

LOOK_EVERY = 0.5
"""Seconds between two looks at a training that is under way."""

HEIGHT = 172

_STYLE = (Path(__file__).parent / "contest.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Lineup:
    """Who learns what: networks as (label, name in the gallery), and the terms that are the same for all.

    ``levels`` are losses to compare with, by what they mean; ``said`` tells the task in a sentence.
    """

    networks: tuple[tuple[str, str], ...]
    terms: Terms
    levels: tuple[tuple[str, float], ...]
    said: str


class Job:
    """A contest in a thread of its own."""

    def __init__(self, lineup: Lineup) -> None:
        self.lineup = lineup
        self.contest = Contest(lineup.terms, [(label, gr.load(name)) for label, name in lineup.networks])
        self.wrong: Mapping[str, float] = {}
        self.fault = ""
        self.go_on()

    def go_on(self) -> None:
        """Learn until the end, or until ``stop``."""
        self._halt = Event()
        self._thread = Thread(target=self._learn, name="contest", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the update under way."""
        self._halt.set()
        self.wait()

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    @property
    def running(self) -> bool:
        """Whether the networks are still learning."""
        return self._thread.is_alive()

    def _learn(self) -> None:
        try:
            for _ in self.contest:
                if self._halt.is_set():
                    return
            self.wrong = {one.name: self.contest.wrong_answers(one) for one in self.contest.entrants}
        except ModelError as error:
            self.fault = str(error)


def contest(lineup: Lineup, *, page: str) -> None:
    """Show the contest of a page; one with other terms than the last starts anew.

    The address holds what was trained, so a copied link trains the same and comes to the same numbers.
    """
    job: Job | None = st.session_state.get(_key(page))
    if job is not None and job.lineup != lineup:
        job.stop()
        job = st.session_state[_key(page)] = None
    if bound(_asked, "", key=ASKED, default="", spelling=text(8)) == _mark(lineup) and job is None:
        job = st.session_state[_key(page)] = Job(lineup)
    running = job is not None and job.running
    st.fragment(_panel, run_every=LOOK_EVERY if running else None)(lineup, page, running)


def _asked(_: str, *, key: str) -> str:
    """Return which training was asked for: no control shows it, but the button of the contest sets it."""
    return str(st.session_state[key])


def _mark(lineup: Lineup) -> str:
    return sha256(repr(lineup).encode()).hexdigest()[:8]


def _key(page: str) -> str:
    return f"contest of {page}"


def _panel(lineup: Lineup, page: str, looked_at: bool) -> None:
    job: Job | None = st.session_state.get(_key(page))
    if looked_at and job is not None and not job.running:
        st.rerun()  # the whole page once, to stop looking
    levels = [level for _, level in lineup.levels]
    curves = {one.name: list(one.losses) for one in job.contest.entrants} if job is not None else {}
    figure = learning_figure(curves, updates=lineup.terms.updates, levels=levels, ground=ground(), height=HEIGHT)
    with st.container(key="contest", horizontal=True, gap="small"):
        plot(figure, "learning")
        with st.container(border=True, key="plot-card-measured", height="stretch"):
            _button(lineup, job)
            st.html(f"<style>{_STYLE}</style>{_table(lineup, job)}")
            if job is not None and job.fault:
                st.warning(job.fault)


def _button(lineup: Lineup, job: Job | None) -> None:
    """Offer what can be done with the contest now, beside what it is about."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", wrap=False):
        left = lineup.terms.updates - (job.contest.done if job is not None else 0)
        label = "Train" if job is None else "Stop" if job.running else "Go on" if left else "Trained"
        pressed = st.button(label, key="train", type="primary", disabled=label == "Trained", width=96)
        st.markdown(lineup.said)
    if not pressed:
        return
    if job is None:
        st.session_state[widget_key(ASKED)] = _mark(lineup)
    elif job.running:
        job.stop()
    else:
        job.go_on()
    st.rerun()


def _table(lineup: Lineup, job: Job | None) -> str:
    """Return what was measured as a table, a row a network."""
    entrants: Mapping[str, Entrant] = {one.name: one for one in job.contest.entrants} if job is not None else {}
    rows = [
        f'<tr><th scope="row"><i style="border-top-style:{line};border-color:{colour}"></i>{label}</th>'
        f"{_cells(entrants.get(label), job)}</tr>"
        for (label, _), colour, line in zip(lineup.networks, COLOURS, LINES, strict=False)
    ]
    rows += [
        f'<tr><th scope="row"><i class="level" style="border-top-style:{line}"></i>{label}</th>'
        f"<td>{level:.4f}</td><td></td><td></td></tr>"
        for (label, level), line in zip(lineup.levels, LEVEL_LINES, strict=False)
    ]
    done = job.contest.done if job is not None else 0
    head = f"<th>{done} of {lineup.terms.updates} updates</th><th>loss a step</th><th>wrong</th><th>s / 100</th>"
    return f'<table class="measured"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _cells(entrant: Entrant | None, job: Job | None) -> str:
    if entrant is None or job is None or not entrant.losses:
        return "<td>–</td><td>–</td><td>–</td>"
    wrong = f"{100 * job.wrong[entrant.name]:.1f} %" if entrant.name in job.wrong else "–"
    return f"<td>{entrant.losses[-1]:.4f}</td><td>{wrong}</td><td>{entrant.seconds_per_hundred:.2f}</td>"
