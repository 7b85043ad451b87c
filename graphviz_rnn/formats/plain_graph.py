"""A graph with its definition as text, for formats that hold no Python objects, and the graph back from it."""

from __future__ import annotations

from typing import Any

import networkx as nx

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse


def plain_graph(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return a copy whose graph attribute ``definition`` has the definition's text, constants and use."""
    plain = graph.copy()
    definition: Definition = graph.graph["definition"]
    plain.graph["definition"] = {
        "text": definition.text,
        "constants": dict(definition.constants),
        "free_running": parse(definition.text, constants=definition.constants) != definition,
    }
    return plain


def whole_graph(plain: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return the graph that ``plain_graph`` was given; every list in it is a tuple again."""
    graph = nx.MultiDiGraph(**{key: _tupled(value) for key, value in plain.graph.items() if key != "definition"})
    graph.graph["definition"] = _definition(**plain.graph["definition"])
    graph.add_nodes_from((node, _tupled(data)) for node, data in plain.nodes(data=True))
    graph.add_edges_from((*ends, _tupled(data)) for *ends, data in plain.edges(keys=True, data=True))
    return graph


def _definition(text: str, constants: dict[str, int], free_running: bool) -> Definition:
    definition = parse(text, constants=constants)
    return definition.free_running() if free_running else definition


def _tupled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tupled(inner) for key, inner in value.items()}
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
