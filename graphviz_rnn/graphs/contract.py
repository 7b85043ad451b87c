"""Take hidden nodes out of a graph: edges pass through them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits

_SAME = ("delay", "over", "fixed")
"""What two edges between the same nodes have in common if they are one reference."""


def add_edge(graph: nx.MultiDiGraph, source: str, target: str, **attributes: Any) -> None:
    """Add an edge, or join it to the one that makes the same reference: one edge per distinct reference."""
    for data in (graph.get_edge_data(source, target) or {}).values():
        if all(data.get(key) == attributes.get(key) for key in _SAME):
            for key in ("via", "through"):
                data[key] = tuple(dict.fromkeys(data[key] + attributes[key]))
            return
    graph.add_edge(source, target, **attributes)


def contract(graph: nx.MultiDiGraph, hidden: Iterable[str]) -> None:
    """Remove nodes in place; each pair of edges into and out of one becomes an edge past it.

    Raises ``DefinitionError`` where that makes more than ``limits.EDGES``.
    """
    made = 0
    for node in hidden:
        into = [(source, data) for source, _, data in graph.in_edges(node, data=True) if source != node]
        out = [(target, data) for _, target, data in graph.out_edges(node, data=True) if target != node]
        own = (graph.get_edge_data(node, node) or {}).values()
        round_it = tuple(dict.fromkeys(axis for loop in own for axis in loop["delay"]))
        made += len(into) * len(out)
        if made > limits.EDGES:
            raise DefinitionError(
                1, 1, f"Hiding makes more than {limits.EDGES} edges here. Ask for fewer steps, or hide fewer variables."
            )
        for source, first in into:
            for target, second in out:
                add_edge(graph, source, target, **_joined(first, second, round_it))
        graph.remove_node(node)


def _joined(first: dict[str, Any], second: dict[str, Any], round_it: tuple[str, ...]) -> dict[str, Any]:
    """Return two edges as one; what goes round a hidden loop on its way may be any number of steps old."""
    joined: dict[str, Any] = {key: first[key] + second[key] for key in ("via", "through")}
    if "delay" in first:
        axes = dict.fromkeys((*first["delay"], *second["delay"]))
        steps = {axis: first["delay"].get(axis, 0) + second["delay"].get(axis, 0) for axis in axes}
        joined["over"] = tuple(dict.fromkeys(first["over"] + second["over"] + round_it))
        joined["delay"] = {axis: number for axis, number in steps.items() if number and axis not in joined["over"]}
        joined["fixed"] = tuple(dict.fromkeys(first["fixed"] + second["fixed"]))
    return joined
