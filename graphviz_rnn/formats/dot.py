"""Write a graph in Graphviz's language, for those who lay it out themselves."""

from __future__ import annotations

import graphviz
import networkx as nx

from graphviz_rnn.drawing.labels import OPERATION_SIGNS


def dot(graph: nx.MultiDiGraph) -> str:
    """Return DOT text with the graph's nodes and edges; delays stand on the edges."""
    made = graphviz.Digraph(graph_attr={"rankdir": "BT"}, node_attr={"shape": "circle"})
    ids = {node: f"n{number}_{_plain(node)}" for number, node in enumerate(graph)}
    for node, data in graph.nodes(data=True):
        made.node(ids[node], label=graphviz.escape(_label(data)), shape=_shape(data["kind"]))
    for source, target, data in graph.edges(data=True):
        made.edge(ids[source], ids[target], label=graphviz.escape(_edge_label(data)))
    return str(made.source)


def _plain(node: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in node)


def _label(data: dict[str, object]) -> str:
    if data["kind"] == "operation":
        return OPERATION_SIGNS.get(str(data["name"]), str(data["name"]))
    index = ",".join(str(value) for value in data["index"].values())  # type: ignore[attr-defined]
    return f"{data['name']}({index})" if index else str(data["name"])


def _shape(kind: str) -> str:
    return {"parameter": "box", "operation": "ellipse", "constant": "plaintext"}.get(kind, "circle")


def _edge_label(data: dict[str, object]) -> str:
    delay = "".join(f"■{axis}-{steps}" for axis, steps in (data.get("delay") or {}).items())  # type: ignore[attr-defined]
    return " ".join([*data["via"], *data["through"], *([delay] if delay else [])])  # type: ignore[misc]
