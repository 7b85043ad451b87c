"""Local derivatives: of what a node of the graph computes with respect to what it reads, as numbers and as LaTeX."""

from models.derivatives.local import LocalDerivatives, local_derivatives
from models.derivatives.nodes import Edge

__all__ = ["Edge", "LocalDerivatives", "local_derivatives"]
