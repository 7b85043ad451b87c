"""The numbers of a run by the nodes of its unfolded graph, for animations that are taken away."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import networkx as nx
import torch

import graphviz_rnn as gr
from ui.live_graph.values import first_sequence
from ui.running.runs import Run

MOST_PIXELS = 2_000_000
"""Pixels of a frame of a GIF: what a slide shows, and made in seconds."""

Units = dict[str, list[float]]
"""The units of nodes by their ids."""


def animated(run: Run) -> tuple[gr.Picture, Units, Units]:
    """Return the folded graph beside the unfolded one, with the values and the gradients of its nodes."""
    graph = gr.unfold(run.definition, run.drawn, run.choice.detail, opened=run.choice.opened)
    picture = gr.draw(graph, beside=gr.fold(run.definition, run.choice.detail, opened=run.choice.opened))
    values = {name: run.trace[name] for name in run.trace.names} if run.trace is not None else {}
    return picture, by_node(graph, values), by_node(graph, run.gradients)


def by_node(graph: nx.MultiDiGraph, values: Mapping[str, torch.Tensor]) -> Units:
    """Return the first sequence's units at every node that shows a variable; others have no numbers."""
    axes = graph.graph["definition"].axes
    sequences = {name: first_sequence(one, len(axes.get(name, ()))) for name, one in values.items()}
    found: Units = {}
    for node, data in graph.nodes(data=True):
        if data["kind"] in ("input", "target", "variable") and data["name"] in sequences:
            place = tuple(step - 1 for step in data["index"].values())
            found[node] = sequences[data["name"]][place].tolist()
    return found


def gif_scale(picture: gr.Picture) -> float:
    """Return the scale at which a frame of a picture has at most ``MOST_PIXELS``; never more than its own size."""
    box = picture.scene.bounds()
    return min(1.0, sqrt(MOST_PIXELS / ((box.right - box.left) * (box.bottom - box.top))))
