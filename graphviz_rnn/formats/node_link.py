"""JSON as networkx reads it: ``nx.node_link_graph(json.loads(text))``."""

from __future__ import annotations

import json

import networkx as nx

from graphviz_rnn.formats.plain_graph import plain_graph, whole_graph


def node_link(graph: nx.MultiDiGraph) -> str:
    """Return a graph as JSON with ``nodes`` and ``edges``; tuples are lists, the definition is its text."""
    return json.dumps(nx.node_link_data(plain_graph(graph), edges="edges"), indent=1, allow_nan=False) + "\n"


def read(text: str) -> nx.MultiDiGraph:
    """Return the graph that ``node_link`` wrote, equal in every attribute, its definition parsed again."""
    return whole_graph(nx.node_link_graph(json.loads(text), edges="edges"))
