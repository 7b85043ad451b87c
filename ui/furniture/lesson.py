"""The furniture of a page: its title and idea, its own part, and at the end what to try and where it is from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from graphviz_rnn.language.lines import source, title
from ui.address import opener, write_address
from ui.furniture.ground import ground, projected
from ui.furniture.symbols import symbols
from ui.furniture.takeaway import hold, takeaway
from ui.live_graph import live_graph
from ui.running.runs import STAGE, Run


def page(body: Callable[[], Run | None]) -> None:
    """Show a page, and under it what can be taken away of the run that it returns, and its legend.

    When a control that ``body`` shows is moved, only ``body`` runs again: the fewer elements come anew, the sooner the
    browser has drawn them. What stands outside of it (other controls, words) is for what changes the whole page.
    """
    open_address, own, foot = opener(), st.container(), st.container()
    legend = st.container(key="symbols")

    @st.fragment
    def shown() -> None:
        open_address()
        run = hold(body())
        projected()  # the address holds this too, though its switch is part of the frame
        with legend:
            if run is not None:
                symbols(run)
        write_address(ground())

    with own:
        shown()
    with foot:
        takeaway()


def opening(name: str, idea: str, origin: str = "") -> None:
    """Show a page's title, its idea in a sentence or two, and in grey where it is from."""
    st.title(name, anchor=False)
    said = f" :gray[{origin.rstrip('.')}.]" if origin else ""
    st.markdown(f"{idea}{said}")


def opening_of(text: str) -> None:
    """Show the title, idea and source that the text of a definition names."""
    name, _, idea = title(text).partition(":")
    said = f"{idea.strip()[:1].upper()}{idea.strip()[1:]}." if idea.strip() else ""
    opening(name or "Your definition", said, source(text))


def say_done(run: Run) -> None:
    """Say what was done before a run, or why there is none."""
    if run.definition.abstract_functions:
        name = run.definition.abstract_functions[0]
        st.info(f"{name} has no body here, so the graph is drawn but not run. Write `def {name}(…) = …` to run it.")
    elif run.losses:
        before, after = run.losses[0], run.losses[-1]
        st.caption(f"Trained by {len(run.losses)} updates on these steps: {run.loss} {before:.3g} → {after:.3g}.")


def stage(run: Run, toggle: Callable[[str], None] | None = None) -> bool:
    """Show a run's live graph; returns whether the browser has drawn it, so that plots may follow.

    ``toggle`` is told the name of a function that is opened or closed on the drawing.
    """
    return live_graph(run.drawing, run.values, key=STAGE, toggle=toggle)


def closing(tries: Sequence[tuple[str, str]], references: str) -> None:
    """Show what to try, each with what to expect, and the references."""
    with st.container(key="tries"):
        st.markdown("\n\n".join(f"**Try** {action} :gray[{expected}]" for action, expected in tries))
    st.caption(references)
