"""The graph that the command line asks for, and the lengths it is unfolded to."""

from __future__ import annotations

import argparse

import networkx as nx

from graphviz_rnn.errors import RequestError
from graphviz_rnn.graphs.fold import fold
from graphviz_rnn.graphs.unfold import unfold
from graphviz_rnn.language.definition import Definition


def lengths(definition: Definition, asked: int | dict[str, int]) -> dict[str, int]:
    """Return the length of every axis: the one that is given for all, or each its own."""
    return dict.fromkeys(definition.lengths, asked) if isinstance(asked, int) else asked


def unfolded(definition: Definition, options: argparse.Namespace) -> nx.MultiDiGraph:
    """Return the unfolded graph that the options ask for."""
    steps = lengths(definition, options.unfold)
    missing = [axis for axis, own in definition.lengths.items() if isinstance(own, str) and axis not in steps]
    if missing and steps.keys() <= definition.lengths.keys():
        asked = ",".join(f"{axis}={count}" for axis, count in {**steps, **dict.fromkeys(missing, 5)}.items())
        raise RequestError(f"Axis `{missing[0]}` has no length. Give every axis one: --unfold {asked}.")
    return unfold(definition, steps, options.detail, options.free_running, opened=options.open)


def folded(definition: Definition, options: argparse.Namespace) -> nx.MultiDiGraph:
    """Return the folded graph that the options ask for."""
    running = definition.free_running() if options.free_running else definition
    return fold(running, options.detail, opened=options.open)
