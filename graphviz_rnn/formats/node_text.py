"""What a node and an edge say in formats that have plain labels only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphviz_rnn.drawing.labels import OPERATION_SIGNS


def node_text(data: Mapping[str, Any]) -> str:
    """Return a node's label.

    >>> node_text({"kind": "variable", "name": "h", "index": {"t": 2}})
    'h(2)'
    >>> node_text({"kind": "operation", "name": "*", "index": {"t": 2}})
    '⊙'
    """
    if data["kind"] == "operation":
        return OPERATION_SIGNS.get(data["name"], str(data["name"]))
    index = ",".join(str(value) for value in data["index"].values())
    return f"{data['name']}({index})" if index and data["kind"] != "constant" else str(data["name"])


def edge_text(data: Mapping[str, Any]) -> str:
    """Return an edge's label: the parameters it passes, functions around it, and a square for a delay.

    >>> edge_text({"via": ("W",), "through": (), "delay": {"t": 1}})
    'W ■ t-1'
    """
    delays = (f"■ {axis}{-steps:+d}" for axis, steps in data.get("delay", {}).items())
    return " ".join([*data["via"], *data["through"], *delays])
