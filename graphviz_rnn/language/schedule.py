"""In which order a definition can be computed, from the cycles of its dependence graph.

What lies on no cycle is computed for all steps at once; what lies on one is stepped along an axis
on which every delay of the cycle has the same sign (Karp, Miller & Winograd 1967).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from graphviz_rnn.language.computing_order import prerequisites
from graphviz_rnn.language.cycles import refusal
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence


@dataclass(frozen=True, slots=True)
class Parallel:
    """A variable that is computed for all its steps at once; ``axes`` are those that no loop around it steps."""

    name: str
    axes: tuple[str, ...] = ()


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
    return _stages({one.name: one.axes for one in definition.equations}, list(prerequisites(definition)))


def _stages(open_axes: dict[str, tuple[str, ...]], edges: Sequence[Dependence]) -> tuple[Stage, ...]:
    """Return the stages for some variables, given the axes that are not stepped yet."""
    graph = nx.DiGraph()
    graph.add_nodes_from(open_axes)
    graph.add_edges_from((one.source, one.target) for one in edges)
    order = {name: position for position, name in enumerate(open_axes)}
    blocks = nx.condensation(graph)
    block_of: dict[str, int] = blocks.graph["mapping"]
    inside: defaultdict[int, list[Dependence]] = defaultdict(list)
    for one in edges:
        if block_of[one.source] == block_of[one.target]:
            inside[block_of[one.source]].append(one)
    members = {block: sorted(blocks.nodes[block]["members"], key=order.__getitem__) for block in blocks}
    stages: list[Stage] = []
    for block in nx.lexicographical_topological_sort(blocks, key=lambda block: order[members[block][0]]):
        axes = {name: open_axes[name] for name in members[block]}
        stages.append(_loop(axes, inside[block]) if inside[block] else Parallel(*next(iter(axes.items()))))
    return tuple(stages)


def _loop(open_axes: dict[str, tuple[str, ...]], edges: Sequence[Dependence]) -> Stage:
    for axis in dict.fromkeys(axis for one in edges for axis, _ in one.delay):
        signs = {_sign(one, axis) for one in edges}
        if not {1, -1} <= signs and None not in signs:
            within = [one for one in edges if _sign(one, axis) == 0]
            rest = {name: tuple(one for one in axes if one != axis) for name, axes in open_axes.items()}
            return Loop(axis, 1 if 1 in signs else -1, _stages(rest, within))
    raise refusal(edges)


def _sign(edge: Dependence, axis: str) -> int | None:
    """Return the direction of a delay on an axis: 1 reads the past, -1 the future, None any step."""
    if axis in edge.anywhere:
        return None
    steps = dict(edge.delay).get(axis, 0)
    return (steps > 0) - (steps < 0)


def describe(stages: Sequence[Stage]) -> str:
    """Say a schedule in words; what is computed once has no axis.

    >>> describe((Loop("t", 1, (Parallel("h"),)), Parallel("o", ("t",)), Parallel("loss")))
    'stepped through t: h; parallel over t: o; once: loss'
    """
    return "; ".join(_phrases(stages, "once"))


def _phrases(stages: Sequence[Stage], without_axes: str) -> list[str]:
    """Return one phrase a loop, and one for all neighbours that are parallel over the same axes."""
    phrases: list[str] = []
    start = ""
    for stage in stages:
        if isinstance(stage, Loop):
            way = "stepped through" if stage.direction > 0 else "stepped backward through"
            phrases.append(f"{way} {stage.axis}: {_inside(stage)}")
            start = ""
            continue
        lead = f"parallel over {' and '.join(stage.axes)}" if stage.axes else without_axes
        if phrases and start == lead:
            phrases[-1] += f", {stage.name}"
        else:
            phrases.append(f"{lead}: {stage.name}" if lead else stage.name)
        start = lead
    return phrases


def _inside(loop: Loop) -> str:
    """Return what one step of a loop does; what is parallel or stepped again stands in brackets."""
    return ", ".join(f"({one})" if ": " in one else one for one in _phrases(loop.body, ""))
