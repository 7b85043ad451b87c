"""Write a graph in Graphviz's language, for those who lay it out themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphviz
import networkx as nx

from graphviz_rnn.drawing.theme import Theme
from graphviz_rnn.formats.node_text import edge_text, node_text
from graphviz_rnn.formats.plain_text import one_line
from graphviz_rnn.formats.steps import crosses_steps


def dot(graph: nx.MultiDiGraph, theme: Theme, colours: Mapping[str, str]) -> str:
    """Return DOT text with the graph's nodes, under their own ids, and edges; delays stand on the edges.

    The instances of a name share a rank, and only edges within a step order the ranks, so ``dot``
    draws one column a step.
    """
    made = graphviz.Digraph(
        one_line(graph.graph["definition"].title) or None,
        graph_attr={"rankdir": "BT", "bgcolor": _paint(theme.ground), "newrank": "true"},
        node_attr={"shape": "circle", "fontname": "Times", "style": "filled", "fillcolor": theme.node}
        | {"color": theme.ink, "fontcolor": theme.ink, "penwidth": f"{theme.stroke:g}"},
        edge_attr={"color": theme.ink, "fontname": "Helvetica", "fontsize": "11", "penwidth": f"{theme.stroke:g}"},
    )
    for node, data in graph.nodes(data=True):
        made.node(node, label=graphviz.escape(node_text(data)), **_node_look(data, colours))
    for source, target, data in graph.edges(data=True):
        made.edge(source, target, **_edge_look(data, colours), **_pull(graph, source, target, data))
    for same in _ranks(graph):
        with made.subgraph() as rank:
            rank.attr(rank="same")
            for node in same:
                rank.node(node)
    return str(made.source)


def _paint(ground: str) -> str:
    return "transparent" if ground == "none" else ground


def _node_look(data: Mapping[str, Any], colours: Mapping[str, str]) -> dict[str, str]:
    if data["kind"] == "parameter":
        return {"shape": "box", "color": colours.get(data["name"], ""), "fontcolor": colours.get(data["name"], "")}
    return {"operation": {"shape": "ellipse"}, "constant": {"shape": "plaintext", "style": ""}}.get(data["kind"], {})


def _edge_look(data: Mapping[str, Any], colours: Mapping[str, str]) -> dict[str, str]:
    label = edge_text(data)
    look = {"label": graphviz.escape(label)} if label else {}
    return look | {key: colours[via] for via in data["via"][:1] for key in ("color", "fontcolor")}


def _pull(graph: nx.MultiDiGraph, source: str, target: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return whether an edge orders the ranks; one forward along a rank orders the columns."""
    start, end = graph.nodes[source], graph.nodes[target]
    if start["kind"] == "parameter":
        return {"constraint": "false", "style": "dotted", "arrowsize": "0.6"}
    along = start["name"] == end["name"] and tuple(start["index"].values()) < tuple(end["index"].values())
    return {"constraint": "false"} if crosses_steps(graph, source, target, data) and not along else {}


def _ranks(graph: nx.MultiDiGraph) -> list[list[str]]:
    """Return the nodes that are instances of the same name, or of the same operation of an equation."""
    ranks: dict[str, list[str]] = {}
    for node, data in graph.nodes(data=True):
        if data["index"] and data["kind"] != "constant":
            ranks.setdefault(data.get("template", data["name"]), []).append(node)
    return [same for same in ranks.values() if len(same) > 1]
