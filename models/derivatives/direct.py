"""The local derivative of every variable with respect to what its own equation reads, all else held fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Call, Condition, Expression, Number, Reference, Where
from models.derivatives.alone import Alone, alone
from models.derivatives.branches import At, branches
from models.derivatives.local import LocalDerivatives, local_derivatives
from models.derivatives.notation import NOWHERE, call, named
from models.derivatives.ways import Way, ways
from models.running.plan import Plan
from models.running.start import start
from models.tasks.random_inputs import random_inputs

Slope = tuple[Reference, Expression]
"""What is read, such as h[t-1], and the derivative with respect to it: a matrix, I being the identity."""


MOST_READS = 200
"""So often an equation reads something at most; the derivatives of one that reads more are longer than can be read."""


@dataclass(frozen=True)
class Direct:
    """The derivatives of one variable: ``cases`` has those of each of its branches, ``taken`` which one an index takes.

    An equation that chooses nothing by ``where`` has one case, which every index takes.
    """

    cases: tuple[tuple[Slope, ...], ...]
    taken: Mapping[At, int]

    def at(self, *index: int) -> tuple[Slope, ...]:
        """Return the derivatives at one index."""
        return self.cases[self.taken.get(index, 0)]


def direct_derivatives(definition: Definition, lengths: Mapping[str, int]) -> dict[str, Direct]:
    """Return each variable's derivatives with respect to the variables and inputs that it reads, as expressions.

    The derivatives of the edges are multiplied along every path inside the equation, and paths are added (Goodfellow
    et al. 2016, equation 6.51). A prime marks another step of an axis that the variable is on. ``lengths`` are those
    of all axes. A definition with abstract functions has no derivatives, nor has an equation that reads more than
    ``MOST_READS`` times.
    """
    if definition.abstract_functions:
        return {}
    shapes = definition.shapes()
    found = {}
    for name in definition.inlined:
        bodies = branches(definition, name, lengths)
        cases = {body: tuple(_slopes(definition, name, body, shapes)) for body in dict.fromkeys(bodies.values())}
        places = {body: place for place, body in enumerate(cases)}
        found[name] = Direct(tuple(cases.values()), {index: places[body] for index, body in bodies.items()})
    return found


def _slopes(definition: Definition, name: str, body: Expression, shapes: Mapping[str, Shape]) -> Iterator[Slope]:
    """Yield the derivatives of what computes a variable."""
    if sum(isinstance(part, Reference) for part in parts(body)) > MOST_READS:
        return
    one = alone(definition, name, body, shapes)
    derivatives = _run(one)
    node = next(
        node for node, data in derivatives.graph.nodes(data=True) if data["kind"] == "variable" and data["name"] == name
    )
    found: dict[Reference, dict[tuple[str, ...], list[Way]]] = {}
    for read, way in ways(derivatives, one, node):
        found.setdefault(read, {}).setdefault(way.summed(read), []).append(way)
    for read, together in found.items():
        sums = [_summed(_total([(way.choices, _product(way.factors)) for way in own]), over)
                for over, own in together.items()]  # fmt: skip
        yield read, _added(sums)


def _run(one: Alone) -> LocalDerivatives:
    """Return the derivatives in a run of two steps; the letters are the same at every step."""
    lengths = dict.fromkeys(one.definition.lengths, 2)
    weights = {weight: torch.ones(one.shapes[weight]) for weight in one.definition.names("parameter")}
    with torch.no_grad():
        given = random_inputs(one.definition, one.shapes, lengths, 0)
        trace = start(Plan(one.definition, one.shapes), weights, given=given, lengths=lengths).trace()
    return local_derivatives(trace)


Choices = tuple[tuple[Condition, bool], ...]


def _total(chosen: list[tuple[Choices, Expression]]) -> Expression:
    """Return the sum of products, each under the conditions on which its way is taken."""
    groups: dict[Condition | None, list[tuple[Choices, Expression]]] = {}
    for choices, product in chosen:
        groups.setdefault(choices[0][0] if choices else None, []).append((choices, product))
    terms: list[Expression] = []
    for condition, own in groups.items():
        if condition is None:
            terms += [product for _, product in own]
            continue
        sides = [[(choices[1:], one) for choices, one in own if choices[0][1] is side] for side in (True, False)]
        then, otherwise = (_total(side) if side else Number(0.0, NOWHERE) for side in sides)
        terms.append(then if then == otherwise else Where(condition, then, otherwise, NOWHERE))
    return _added(terms)


def _added(terms: list[Expression]) -> Expression:
    total = terms[0]
    for one in terms[1:]:
        total = call("+", total, one)
    return total


def _summed(total: Expression, over: tuple[str, ...]) -> Expression:
    return Call("sum", (total,), NOWHERE, over) if over else total


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
    return one == named("I") or (isinstance(one, Number) and one.value == 1)
