"""GraphML, as networkx, Gephi, yEd and Cytoscape read it, with every attribute of the graph.

GraphML holds text and numbers alone. What is neither (a delay ``{"t": 1}``, the parameters
``("W",)``) stands there as JSON, and so does text that could be taken for JSON.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import networkx as nx

from graphviz_rnn.formats.plain_graph import plain_graph, whole_graph

_NEEDS_JSON = re.compile(r'\s*([\[{"]|null$|$)|.*[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]', re.DOTALL)
_UNFIT = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def graphml(graph: nx.MultiDiGraph) -> str:
    """Return a graph as GraphML; ``networkx.read_graphml`` reads it, ``read`` also decodes its attributes."""
    coded = nx.MultiDiGraph(**_coded(plain_graph(graph).graph))
    coded.add_nodes_from((node, _coded(data)) for node, data in graph.nodes(data=True))
    coded.add_edges_from((*ends, _coded(data)) for *ends, data in graph.edges(keys=True, data=True))
    return "<?xml version='1.0' encoding='utf-8'?>\n" + "\n".join(nx.generate_graphml(coded)) + "\n"


def read(text: str) -> nx.MultiDiGraph:
    """Return the graph that ``graphml`` wrote, equal in every attribute, its definition parsed again."""
    found = nx.read_graphml(BytesIO(text.encode()), edge_key_type=int, force_multigraph=True)
    plain = nx.MultiDiGraph(**decoded(found.graph))
    plain.add_nodes_from((node, decoded(data)) for node, data in found.nodes(data=True))
    plain.add_edges_from((*ends, decoded(data)) for *ends, data in found.edges(keys=True, data=True))
    return whole_graph(plain)


def decoded(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as ``networkx.read_graphml`` gives them, with the JSON among them read.

    >>> decoded({"name": "h", "delay": '{"t": 1}'})
    {'name': 'h', 'delay': {'t': 1}}
    """
    return {
        key: json.loads(value) if isinstance(value, str) and _NEEDS_JSON.match(value) else value
        for key, value in attributes.items()
        if key not in ("node_default", "edge_default")
    }


def _coded(attributes: dict[str, Any]) -> dict[str, str | int | float]:
    return {key: _json(value) if _is_coded(value) else value for key, value in attributes.items()}


def _is_coded(value: Any) -> bool:
    return not isinstance(value, str | int | float) or (isinstance(value, str) and bool(_NEEDS_JSON.match(value)))


def _json(value: Any) -> str:
    """Return JSON that XML can hold: what it cannot is written as JSON's escapes."""
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
