"""In which order a definition can be computed, from the cycles of its dependence graph.

What lies on no cycle is computed for all steps at once; what lies on one is stepped along an axis
on which every delay of the cycle has the same sign (Karp, Miller & Winograd 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence, dependences


@dataclass(frozen=True, slots=True)
class Parallel:
    """A variable that is computed for all its steps at once."""

    name: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Variables on a cycle, stepped along ``axis``: from 1 upward (``direction`` 1) or downward (-1)."""

    axis: str
    direction: int
    body: tuple[Parallel | Loop, ...]

    def names(self) -> tuple[str, ...]:
        """Return the variables that are stepped, in order."""
        return tuple(name for one in self.body for name in ((one.name,) if isinstance(one, Parallel) else one.names()))


Stage = Parallel | Loop


def schedule(definition: Definition) -> tuple[Stage, ...]:
    """Return the stages that compute every variable once, in an order that is possible.

    Raises ``DefinitionError`` for a cycle without delay (it spells the cycle), and for states
    that need both the past and the future of each other.
    """
    names = [one.name for one in definition.equations]
    return _stages(names, [one for one in dependences(definition) if one.source in set(names)])


def _stages(names: Sequence[str], edges: Sequence[Dependence]) -> tuple[Stage, ...]:
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((one.source, one.target) for one in edges)
    order = {name: position for position, name in enumerate(names)}
    blocks = nx.condensation(graph)
    first = {block: min(order[name] for name in blocks.nodes[block]["members"]) for block in blocks}
    stages: list[Stage] = []
    for block in nx.lexicographical_topological_sort(blocks, key=first.__getitem__):
        members = sorted(blocks.nodes[block]["members"], key=order.__getitem__)
        inside = [one for one in edges if one.source in members and one.target in members]
        stages.append(_loop(members, inside) if inside else Parallel(members[0]))
    return tuple(stages)


def _loop(members: Sequence[str], edges: Sequence[Dependence]) -> Stage:
    axes = dict.fromkeys(axis for one in edges for axis, _ in one.delay)
    for axis in axes:
        signs = {_sign(one, axis) for one in edges}
        if not {1, -1} <= signs and None not in signs:
            within = [one for one in edges if _sign(one, axis) == 0]
            return Loop(axis, 1 if 1 in signs else -1, _stages(members, within))
    raise _refusal(edges)


def _sign(edge: Dependence, axis: str) -> int | None:
    """Return the direction of a delay on an axis: 1 reads the past, -1 the future, None any step."""
    if axis in edge.anywhere:
        return None
    steps = dict(edge.delay).get(axis, 0)
    return (steps > 0) - (steps < 0)


def _refusal(edges: Sequence[Dependence]) -> DefinitionError:
    """Return why a cycle cannot be computed: no delay in it, or delays both ways."""
    bare = nx.DiGraph((one.source, one.target) for one in edges if not one.delay and not one.anywhere)
    if not nx.is_directed_acyclic_graph(bare):
        steps = [source for source, _ in nx.find_cycle(bare)]
        place = next(one.place for one in edges if one.source == steps[0])
        spelled = " → ".join([*steps, steps[0]])
        return DefinitionError(
            *place,
            f"This closes a cycle without delay: {spelled}. At least one step of it must read the past, "
            f"as in `{steps[0]}[t-1]`.",
        )
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(one.source for one in edges))
    future = next((one for one in edges if any(steps < 0 for _, steps in one.delay)), edges[0])
    return DefinitionError(
        *future.place,
        f"{names} need both the past and the future of each other, so no order can compute them. "
        "Keep a cycle to one direction of its axis, or read only finished variables at a fixed step or over an axis.",
    )


def describe(stages: Sequence[Stage]) -> str:
    """Say a schedule in words.

    >>> describe((Loop("t", 1, (Parallel("h"),)), Parallel("o")))
    'stepped through t: h; parallel over all steps: o'
    """
    words: list[str] = []
    together: list[str] = []
    for stage in (*stages, None):
        if isinstance(stage, Parallel):
            together.append(stage.name)
            continue
        if together:
            words.append(f"parallel over all steps: {', '.join(together)}")
            together = []
        if isinstance(stage, Loop):
            way = "stepped through" if stage.direction > 0 else "stepped backward through"
            words.append(f"{way} {stage.axis}: {', '.join(stage.names())}")
    return "; ".join(words)
