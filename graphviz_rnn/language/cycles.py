"""Say why the variables of a cycle cannot be computed in any order."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.dependence import Dependence
from graphviz_rnn.language.spelled import cycle_text, is_axis, reference_text


def refusal(edges: Sequence[Dependence]) -> DefinitionError:
    """Return the error for a cycle: without delay, through steps yet to come, or with delays both ways."""
    bare = {(one.source, one.target): one for one in reversed(edges) if not one.delay and not one.anywhere}
    graph = nx.DiGraph(sorted(bare, key=lambda pair: bare[pair].place))
    if not nx.is_directed_acyclic_graph(graph):
        return _without_delay([bare[pair[0], pair[1]] for pair in nx.find_cycle(graph)])
    unfinished = next((one for one in edges if one.anywhere), None)
    return _unfinished(unfinished, edges) if unfinished else _both_ways(edges)


def _without_delay(cycle: Sequence[Dependence]) -> DefinitionError:
    names = [one.target for one in cycle]
    first = cycle[0].occurrence.reference
    axis = next((one.base for one in first.index if is_axis(one.base)), None)
    advice = f"At least one step of it must read the past, as in `{first.name}[{axis}-1]`."
    if axis is None:
        advice = "Give its variables an axis and let one of them read the past, as in `h[t-1]`."
    return DefinitionError(*cycle[0].place, f"This closes a cycle without delay: {cycle_text(names)}. {advice}")


def _unfinished(edge: Dependence, edges: Sequence[Dependence]) -> DefinitionError:
    graph = nx.DiGraph((one.source, one.target) for one in edges)
    path = nx.shortest_path(graph, edge.target, edge.source)
    spelled = cycle_text([edge.source, *path[:-1]])
    return DefinitionError(
        *edge.place,
        f"`{reference_text(edge.occurrence.reference)}` is needed here before the cycle {spelled} can have computed "
        "it. Read an earlier step, as in `h[t-1]`, or take this reading out of the cycle.",
    )


def _both_ways(edges: Sequence[Dependence]) -> DefinitionError:
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(one.source for one in edges))
    future = next((one for one in edges if any(steps < 0 for _, steps in one.delay)), edges[0])
    alone, together = "needs both the past and the future of itself", "need both the past and the future of each other"
    verb = together if "," in names else alone
    return DefinitionError(
        *future.place,
        f"{names} {verb}, so no order can compute them. "
        "Keep a cycle to one direction of its axis, or read only what is computed outside of it.",
    )
