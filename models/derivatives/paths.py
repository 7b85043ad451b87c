"""The chain rule as a sum over paths: each path's product of local derivatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import networkx as nx
import torch
from torch import Tensor

from models.derivatives.local import LocalDerivatives
from models.derivatives.nodes import Edge
from models.errors import ModelError

MOST_PATHS = 64
"""Paths that are listed; their number grows without bound with the graph (Goodfellow et al. 2016, section 6.5.3)."""


@dataclass(frozen=True)
class PathProduct:
    """One path, as its edges from the source on, and the product of their local derivatives, (target, source)."""

    edges: tuple[Edge, ...]
    product: Tensor


def path_products(derivatives: LocalDerivatives, source: str, target: str) -> tuple[PathProduct, ...]:
    """Return every path from one node of the graph to another with its product.

    Summed, the products are the total derivative (Goodfellow et al. 2016, equation 6.51). Raises ``ModelError`` for a
    node that is not in the graph, and for more than ``MOST_PATHS`` paths.
    """
    for node in (source, target):
        if node not in derivatives.graph:
            raise ModelError(f"`{node}` is no node of this graph. Choose one that is drawn.")
    found = tuple(islice(_paths(derivatives, source, target), MOST_PATHS + 1))
    if len(found) > MOST_PATHS:
        raise ModelError(f"More than {MOST_PATHS} paths lead from `{source}` to `{target}`. Take a smaller graph.")
    return tuple(PathProduct(edges, _product(derivatives, edges)) for edges in found)


def _paths(derivatives: LocalDerivatives, source: str, target: str) -> Iterator[tuple[Edge, ...]]:
    for path in nx.all_simple_edge_paths(derivatives.graph, source, target):
        yield tuple(path)


def _product(derivatives: LocalDerivatives, edges: tuple[Edge, ...]) -> Tensor:
    product = derivatives[edges[0]]
    for edge in edges[1:]:
        product = derivatives[edge] @ product
    return torch.as_tensor(product)
