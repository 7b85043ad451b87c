"""Pack the drawings of a definition, and all words about it, for the live graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import networkx as nx

import graphviz_rnn as gr
from graphviz_rnn.drawing.picture import draw_pair
from graphviz_rnn.drawing.theme import LIVE
from graphviz_rnn.graphs.detail import Detail
from graphviz_rnn.graphs.moments import moments, runs_with_time
from graphviz_rnn.language.typeset import Run, equation_runs, expression_runs, name_runs
from models.derivatives.direct import direct_derivatives
from ui.live_graph.packing import fingerprint, packed


@dataclass(frozen=True)
class Drawing:
    """What is drawn: a definition unfolded over ``lengths``, at a level of detail; ``file`` names its exports.

    ``opened`` are the functions whose operations are shown at detail "functions".
    """

    definition: gr.Definition
    lengths: Mapping[str, int]
    detail: Detail
    file: str
    opened: tuple[str, ...] = ()


def pack_drawing(drawing: Drawing, stage: str) -> bytes:
    """Return the drawing half of the live graph named ``stage``."""
    definition = drawing.definition
    folded = gr.fold(definition, drawing.detail, opened=drawing.opened)
    unfolded = gr.unfold(definition, drawing.lengths, drawing.detail, opened=drawing.opened)
    left, right = draw_pair(folded, unfolded, LIVE)
    reached = moments(unfolded)
    header: dict[str, Any] = {"stage": stage, "fits": fingerprint(definition, drawing.lengths), "file": drawing.file}
    header |= {"folded": left.svg, "unfolded": right.svg, "dot": right.dot, "colours": left.colours}
    header |= {"nodes": _nodes(unfolded, reached), "moments": max(reached.values(), default=1)}
    header |= {"follows": next(iter(definition.lengths)) if runs_with_time(definition) else ""}
    header |= {"hasAxes": bool(definition.lengths), "constants": dict(definition.constants)}
    header |= {"columns": max(drawing.lengths.values(), default=1), "labels": _labels(unfolded, reached)}
    slopes = _slopes(definition, drawing.lengths)
    header |= {
        "focus": focus(definition),
        "words": {
            name: _words(definition, name, folded) | slopes.get(name, {"slopes": [], "taken": {}})
            for name in definition.roles
        },
    }
    header |= {"closed": _closed(unfolded, drawing), "boxes": _boxes(unfolded)}
    header |= {"equations": [_runs(equation_runs(definition, one)) for one in definition.equations]}
    return packed(header)


def focus(definition: gr.Definition) -> str:
    """Return the variable that the inspector follows: a state read with a delay, best one that an output reads.

    Without any it is what reads something else with a delay, as a hidden unit reads the true output.
    """
    graph = gr.fold(definition)
    roles = definition.roles
    delayed = [source for source, _, data in graph.edges(data=True) if data["delay"] and roles[source] == "state"]
    read = [one for one in delayed if any(roles[reader] == "variable" for reader in graph.successors(one))]
    readers = [target for _, target, data in graph.edges(data=True) if data["delay"]]
    return str((read or delayed or readers or [definition.equations[-1].name])[-1])


def _nodes(graph: nx.MultiDiGraph, reached: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return each node's name, index, moment, and place in that moment's order of computation, from 0 to 1."""
    depth: dict[str, int] = {}
    for node in nx.topological_sort(graph):
        depth[node] = 1 + max((depth[source] for source in graph.predecessors(node)), default=0)
    found: dict[str, list[Any]] = {}
    for _, together in groupby(sorted(graph, key=reached.__getitem__), key=reached.__getitem__):
        nodes = list(together)
        levels = sorted({depth[node] for node in nodes})
        for node in nodes:
            data = graph.nodes[node]
            name = data["name"] if data["kind"] not in ("operation", "constant") else ""
            rank = levels.index(depth[node]) / max(1, len(levels) - 1)
            found[node] = [name, list(data["index"].values()), reached[node], round(rank, 4)]
    return found


def _closed(graph: nx.MultiDiGraph, drawing: Drawing) -> dict[str, str]:
    """Return the functions that can be opened, by their nodes."""
    if drawing.detail != "functions":
        return {}
    bodies = {name for name, one in drawing.definition.functions.items() if one.body is not None}
    operations = ((node, data["name"]) for node, data in graph.nodes(data=True) if data["kind"] == "operation")
    return {node: name for node, name in operations if name in bodies}


def _boxes(graph: nx.MultiDiGraph) -> list[tuple[str, list[str]]]:
    """Return every opened function's name and all nodes inside it, the outermost first."""
    boxes, inside = graph.graph["boxes"], dict[str, list[str]]()
    if graph.graph["detail"] != "functions":
        return []
    for node, box in graph.nodes(data="box"):
        while box:
            inside.setdefault(box, []).append(node)
            box = boxes[box][1]
    return [(boxes[box][0], nodes) for box, nodes in sorted(inside.items(), key=lambda one: -len(one[1]))]


def _labels(graph: nx.MultiDiGraph, reached: Mapping[str, int]) -> list[str]:
    """Return the words for each moment: where the recurrences stand."""
    roles = graph.graph["definition"].roles
    words = []
    last = max(reached.values(), default=1)
    for moment in range(1, last + 1):
        stand: dict[str, list[int]] = {}
        for node, data in graph.nodes(data=True):
            if reached[node] == moment and data["kind"] == "variable" and roles.get(data["name"]) == "state":
                for axis, step in data["index"].items():
                    stand.setdefault(axis, []).append(step)
        one_axis = len(stand) == 1
        words.append(_steps(*next(iter(stand.items()))) if one_axis else f"moment {moment} of {last}")
    return words


def _steps(axis: str, steps: Sequence[int]) -> str:
    return f"{axis} = {' and '.join(map(str, dict.fromkeys(steps)))}"


def _words(definition: gr.Definition, name: str, folded: nx.MultiDiGraph) -> dict[str, Any]:
    axes = definition.axes.get(name, ())
    own = [one for one in definition.equations if one.name == name]
    return {
        "role": definition.roles[name],
        "axes": list(axes),
        "symbol": _runs(name_runs(name, axes)),
        "note": own[0].note if own else "",
        "equation": _runs(expression_runs(own[0].expression)) if own else [],
        "feeds": _feeds(definition, name, folded),
    }


def _slopes(definition: gr.Definition, lengths: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Return every variable's local derivatives, what each is taken with respect to and what it is, by branch.

    ``taken`` has the branch that each index takes where there are several.
    """
    return {
        name: {
            "slopes": [
                [[_runs(expression_runs(read)), _runs(expression_runs(slope))] for read, slope in case]
                for case in direct.cases
            ],
            "taken": {",".join(map(str, index)): place for index, place in direct.taken.items() if index},
        }
        for name, direct in direct_derivatives(definition, lengths).items()
    }


def _feeds(definition: gr.Definition, name: str, folded: nx.MultiDiGraph) -> list[Any]:
    """Return the variables that read a name, each with the parameters it is multiplied by on the way."""
    if folded.graph["detail"] != "variables":
        folded = gr.fold(definition)
    found = []
    for _, target, data in folded.out_edges(name, data=True) if name in folded else ():
        axes = definition.axes.get(target, ())
        index = [f"{axis}{data['delay'].get(axis, 0):+d}" if axis in data["delay"] else axis for axis in axes]
        via = tuple(run for one in data["via"] for run in name_runs(one))
        found.append([_runs(name_runs(target, index)), _runs(via)])
    return found


def _runs(runs: Sequence[Run]) -> list[list[str]]:
    return [list(run) for run in runs]
