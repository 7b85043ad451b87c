"""Write a graph as a Mermaid flowchart, which Markdown on GitHub and GitLab draws."""

from __future__ import annotations

import json
from collections.abc import Mapping

import networkx as nx

from graphviz_rnn.drawing.theme import Theme
from graphviz_rnn.formats.node_text import edge_text, node_text
from graphviz_rnn.formats.plain_text import ascii_id, one_line

_SHAPES = {"parameter": "[{}]", "operation": "([{}])", "constant": "[{}]"}
_CIRCLE = "(({}))"
_PLAIN = " (),.+-_/^=!%':"


def mermaid(graph: nx.MultiDiGraph, theme: Theme, colours: Mapping[str, str]) -> str:
    """Return a flowchart with the graph's nodes and edges; delays stand on the edges."""
    lines = ["---", f"title: {_quoted_title(graph.graph['definition'].title)}", "---", "flowchart BT"]
    for node, data in graph.nodes(data=True):
        shape = _SHAPES.get(data["kind"], _CIRCLE)
        lines.append(f"  {_id(node)}{shape.format(quoted(node_text(data)))}:::{data['kind']}")
    for source, target, data in graph.edges(data=True):
        label = edge_text(data)
        lines.append(f"  {_id(source)} -->{f'|{quoted(label)}|' if label else ''} {_id(target)}")
    return "\n".join([*lines, *_styles(graph, theme, colours)]) + "\n"


def quoted(text: str) -> str:
    """Return a label in quotes; what Mermaid or HTML could take for markup is written as an entity.

    Other signs stand as they are: where labels are no HTML, as in Streamlit, Mermaid shows an entity's number.

    >>> quoted('h"] × 2')
    '"h#34;#93; × 2"'
    """
    plain = one_line(text)
    return '"' + "".join(c if c.isalnum() or not c.isascii() or c in _PLAIN else f"#{ord(c)};" for c in plain) + '"'


def _id(node: str) -> str:
    """Return an id that is no word of Mermaid's own, such as ``end``."""
    return "n_" + ascii_id(node).replace("-", "_")


def _quoted_title(title: str) -> str:
    """Return the title as a string of YAML, without what the page could take for markup."""
    return json.dumps(one_line(title).translate({ord("<"): "‹", ord(">"): "›", ord("&"): "＆"}), ensure_ascii=False)


def _styles(graph: nx.MultiDiGraph, theme: Theme, colours: Mapping[str, str]) -> list[str]:
    kinds = dict.fromkeys(kind for _, kind in graph.nodes(data="kind"))
    lines = [f"  classDef {kind} fill:{theme.node},stroke:{theme.ink},color:{theme.ink}" for kind in kinds]
    inked: dict[str, list[int]] = {}
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        for via in data["via"][:1]:
            inked.setdefault(colours[via], []).append(number)
    lines += [
        f"  linkStyle {','.join(map(str, numbers))} stroke:{colour},color:{colour}" for colour, numbers in inked.items()
    ]
    return lines + _parameter_styles(graph, colours)


def _parameter_styles(graph: nx.MultiDiGraph, colours: Mapping[str, str]) -> list[str]:
    return [
        f"  style {_id(node)} stroke:{colours[data['name']]},color:{colours[data['name']]}"
        for node, data in graph.nodes(data=True)
        if data["kind"] == "parameter" and data["name"] in colours
    ]
