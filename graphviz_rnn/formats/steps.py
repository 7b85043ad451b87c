"""Which edges of a graph lead from one step to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx


def crosses_steps(graph: nx.MultiDiGraph, source: str, target: str, data: Mapping[str, Any]) -> bool:
    """Say whether an edge reads another step: a delay when folded, another index when unfolded."""
    here, there = graph.nodes[target]["index"], graph.nodes[source]["index"]
    return bool(data.get("delay")) or any(here[axis] != there[axis] for axis in here if axis in there)
