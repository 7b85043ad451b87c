"""Take hidden nodes out of a graph: edges pass through them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx


def add_edge(graph: nx.MultiDiGraph, source: str, target: str, **attributes: Any) -> None:
    """Add an edge, or join it to the one that makes the same reference: one edge per distinct reference."""
    for data in (graph.get_edge_data(source, target) or {}).values():
        if data.get("delay") == attributes.get("delay") and data.get("over") == attributes.get("over"):
            for key in ("via", "through"):
                data[key] = tuple(dict.fromkeys(data[key] + attributes[key]))
            return
    graph.add_edge(source, target, **attributes)


def contract(graph: nx.MultiDiGraph, hidden: Iterable[str]) -> None:
    """Remove nodes in place; each pair of edges into and out of one becomes an edge past it."""
    for node in hidden:
        into = [(source, data) for source, _, data in graph.in_edges(node, data=True) if source != node]
        out = [(target, data) for _, target, data in graph.out_edges(node, data=True) if target != node]
        for source, first in into:
            for target, second in out:
                add_edge(graph, source, target, **_joined(first, second))
        graph.remove_node(node)


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    joined: dict[str, Any] = {key: first[key] + second[key] for key in ("via", "through")}
    if "delay" in first:
        axes = dict.fromkeys((*first["delay"], *second["delay"]))
        steps = {axis: first["delay"].get(axis, 0) + second["delay"].get(axis, 0) for axis in axes}
        joined["delay"] = {axis: number for axis, number in steps.items() if number}
        joined["over"] = first["over"] + second["over"]
        joined["fixed"] = first["fixed"] + second["fixed"]
    return joined
