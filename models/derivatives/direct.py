"""The local derivative of every variable with respect to what its own equation reads, all else held fixed."""

from __future__ import annotations

from collections.abc import Iterator

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import dependences
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Expression, Number, Reference, Where
from models.build import build
from models.derivatives.local import LocalDerivatives, local_derivatives
from models.derivatives.notation import call, named
from models.tasks.random_inputs import random_inputs

Slope = tuple[Reference, Expression]
"""What is read, such as h[t-1], and the derivative with respect to it: a matrix, I being the identity."""


DEEPEST = 6
"""The longest delay whose run is short enough to be made for letters alone."""


def direct_derivatives(definition: Definition) -> dict[str, tuple[Slope, ...]]:
    """Return each variable's derivatives with respect to the variables and inputs that it reads, as expressions.

    The derivatives of the edges are multiplied along every path inside the equation, and paths are added (Goodfellow
    et al. 2016, equation 6.51). They are read off a run of a few steps, since the letters are the same at every step;
    an equation that chooses by the step has none, and so has everything where a delay is longer than ``DEEPEST``.
    Raises ``ModelError`` for a definition that does not run.
    """
    deepest = max((abs(by) for one in dependences(definition) for _, by in one.delay), default=0)
    if deepest > DEEPEST:
        return {}
    lengths = {axis: own if isinstance(own, int) else 2 * deepest + 1 for axis, own in definition.lengths.items()}
    model = build(definition, seed=0)
    trace = model.run(random_inputs(definition, model.shapes, lengths, 0), lengths=lengths)
    derivatives = local_derivatives(trace)
    return {
        name: tuple(_slopes(derivatives, _middle(derivatives, name)))
        for name, body in definition.inlined.items()
        if not any(isinstance(part, Where) for part in parts(body))
    }


def _middle(derivatives: LocalDerivatives, name: str) -> str:
    """Return the node of a variable that stands farthest from the ends of its axes, where nothing is a boundary."""
    nodes = derivatives.graph.nodes(data=True)
    own = [node for node, data in nodes if data["kind"] == "variable" and data["name"] == name]
    return str(own[len(own) // 2])


def _slopes(derivatives: LocalDerivatives, node: str) -> Iterator[Slope]:
    found: dict[Reference, list[Expression]] = {}
    for read, factors in _paths(derivatives, node, ()):
        product = _product(factors)
        if product not in found.setdefault(read, []):  # steps that an equation sums over are alike
            found[read].append(product)
    for read, products in found.items():
        total = products[0]
        for product in products[1:]:
            total = call("+", total, product)
        yield read, total


def _paths(
    derivatives: LocalDerivatives, node: str, factors: tuple[Expression, ...]
) -> Iterator[tuple[Reference, tuple[Expression, ...]]]:
    """Yield every way back from a node to a variable or input, with the derivatives on it, the last edge's first."""
    nodes = derivatives.graph.nodes
    for edge in derivatives.graph.in_edges(node, keys=True):
        kind = nodes[edge[0]]["kind"]
        if kind in ("parameter", "constant"):
            continue
        read, slope = derivatives.symbol(edge)
        if kind == "operation":
            yield from _paths(derivatives, edge[0], (*factors, slope))
        elif isinstance(read, Reference):
            yield read, (*factors, slope)


def _product(factors: tuple[Expression, ...]) -> Expression:
    """Return a product without its identities, and with its sign in front."""
    bare = [_unsigned(one) for one in factors]
    telling = [one for one in bare if not _is_identity(one)]
    product = telling[0] if telling else bare[-1]
    for one in telling[1:]:
        product = call("@", product, one)
    return call("neg", product) if sum(one is not own for one, own in zip(factors, bare, strict=True)) % 2 else product


def _unsigned(one: Expression) -> Expression:
    return one.arguments[0] if isinstance(one, Call) and one.operation == "neg" else one


def _is_identity(one: Expression) -> bool:
    return one in (named("I"), named("1")) or (isinstance(one, Number) and one.value == 1)
