"""The command stats: how large the graphs are, and what a further step adds."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from math import prod

import networkx as nx

from graphviz_rnn.command_line.graph import folded, lengths, unfolded
from graphviz_rnn.command_line.progress import progress
from graphviz_rnn.command_line.source import Source
from graphviz_rnn.language.definition import Definition


def write_statistics(source: Source, options: argparse.Namespace) -> None:
    """Write the size of the folded and the unfolded graph, what a step adds, parameters and schedule."""
    definition = source.definition()
    with progress(f"Unfolding {source.title}"):
        lines = [*_graphs(definition, options), _parameters(definition), f"schedule    {definition.schedule()}"]
    sys.stdout.write("\n".join(lines) + "\n")


def _graphs(definition: Definition, options: argparse.Namespace) -> Iterator[str]:
    loops = folded(definition, options)
    delayed = sum(1 for _, _, delay in loops.edges(data="delay") if delay)
    yield f"folded      {_size(loops)}, {delayed} with a delay; {_kinds(loops)}"
    options.unfold = asked = lengths(definition, options.unfold)
    graph = unfolded(definition, options)
    steps = ", ".join(f"{axis} = {length}" for axis, length in graph.graph["lengths"].items())
    where = f"{steps}: " if steps else ""
    yield f"unfolded    {where}{_size(graph)}, longest path {_longest(graph)}; {_kinds(graph)}"
    for axis in definition.lengths:
        options.unfold = asked | {axis: graph.graph["lengths"][axis] + 1}
        more = unfolded(definition, options)
        yield (
            f"per step    of {axis}: {more.number_of_nodes() - graph.number_of_nodes()} nodes, "
            f"{more.number_of_edges() - graph.number_of_edges()} edges, "
            f"{_longest(more) - _longest(graph)} on the longest path"
        )


def _size(graph: nx.MultiDiGraph) -> str:
    return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


def _kinds(graph: nx.MultiDiGraph) -> str:
    counted = Counter(kind for _, kind in graph.nodes(data="kind"))
    return ", ".join(f"{count} {kind}" for kind, count in counted.items())


def _longest(graph: nx.MultiDiGraph) -> int:
    """Return the edges on the longest path: what no computer can do at once."""
    depth = dict.fromkeys(graph, 0)
    for node in nx.topological_sort(graph):
        depth[node] = max((depth[one] + 1 for one in graph.predecessors(node)), default=0)
    return max(depth.values(), default=0)


def _parameters(definition: Definition) -> str:
    shapes = definition.shapes()
    names = definition.names("parameter")
    each = ", ".join(f"{name} {' x '.join(map(str, shapes[name])) or 'scalar'}" for name in names)
    return f"parameters  {sum(prod(shapes[name]) for name in names)} numbers: {each}" if names else "parameters  none"
