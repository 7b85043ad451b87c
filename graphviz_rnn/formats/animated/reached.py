"""At which moment the forward and the backward pass through a graph reach each node, folded or unfolded."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from graphviz_rnn.graphs.moments import moments

_COMPUTED = ("variable", "operation")


def is_computed(graph: nx.MultiDiGraph, node: str) -> bool:
    """Say whether a node is the result of an equation or of an operation in one."""
    return graph.nodes[node]["kind"] in _COMPUTED


def forward_moments(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Return every node's moment, from 1; in a folded graph a moment is an edge without delay."""
    if graph.graph["lengths"] is not None:
        return {node: max(1, moment) for node, moment in moments(graph).items()}
    undelayed = nx.DiGraph()
    undelayed.add_nodes_from(graph)
    undelayed.add_edges_from((source, target) for source, target, delay in graph.edges(data="delay") if not delay)
    levels = nx.topological_generations(undelayed)
    return {node: number for number, level in enumerate(levels, start=1) for node in level}


def backward_moments(graph: nx.MultiDiGraph, forward: Mapping[str, int]) -> dict[str, int]:
    """Return the moment at which the gradient reaches each node, from 1 at what is computed last.

    Targets, and nodes from which nothing leads there, are left out: they have no gradient.
    """
    ends = [node for node in graph if is_computed(graph, node) and not graph.out_degree(node)]
    ends = ends or [node for node in graph if is_computed(graph, node)]
    last = max((forward[node] for node in ends), default=1)
    reached = dict.fromkeys(node for node in ends if forward[node] == last)
    for end in list(reached):
        reached |= dict.fromkeys(nx.ancestors(graph, end))
    no_gradient = ("target", "constant")
    return {
        node: last - forward[node] + 1
        for node in graph
        if node in reached and graph.nodes[node]["kind"] not in no_gradient
    }
