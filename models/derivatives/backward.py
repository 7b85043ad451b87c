"""The chain rule node by node: the derivative of one node with respect to every node before it, in one pass back."""

from __future__ import annotations

import networkx as nx
import torch
from torch import Tensor

from models.derivatives.local import LocalDerivatives
from models.errors import ModelError


def backward(derivatives: LocalDerivatives, output: str) -> dict[str, Tensor]:
    """Return d ``output`` / d node for every node from which it is reached, the output first, then ever earlier ones.

    At each node what comes back along its edges is added up (Goodfellow et al. 2016, equation 6.49), so the work grows
    with the edges and not with the paths. Each matrix has a row for every number of the output and a column for every
    number of the node. Raises ``ModelError`` for a node that is not in the graph.
    """
    graph = derivatives.graph
    if output not in graph:
        raise ModelError(f"`{output}` is no node of this graph. Choose one that is drawn.")
    value = derivatives.value(output)
    found = {output: torch.eye(value.numel(), dtype=value.dtype)}
    for node in reversed(list(nx.topological_sort(graph.subgraph([output, *nx.ancestors(graph, output)])))):
        if node == output or graph.nodes[node]["kind"] == "constant":
            continue
        back = [
            found[target] @ derivatives[node, target, key]
            for _, target, key in graph.out_edges(node, keys=True)
            if target in found
        ]
        found[node] = torch.stack(back).sum(0)
    return found
