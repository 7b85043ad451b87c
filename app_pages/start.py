"""The first page: a definition, folded and unfolded, running on real data."""

from ui.attempt import attempt
from ui.controls import choose
from ui.lesson import opening_of, stage
from ui.plots import plot_run
from ui.takeaway import takeaway

run = attempt(choose(), page="start")
if run is not None:
    opening_of(run)
    if stage(run):
        plot_run(run)
        takeaway(run)
