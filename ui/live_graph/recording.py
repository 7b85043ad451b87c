"""Pack drawings, equations and a trace into the bytes that the live graph's script reads."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

import graphviz_rnn as gr
from graphviz_rnn.drawing.picture import draw_pair
from graphviz_rnn.drawing.theme import LIVE
from graphviz_rnn.language.typeset import Run, equation_runs, expression_runs, name_runs
from models import Trace

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Play:
    """What the live graph shows beside the numbers: the definition, how many columns, and words."""

    definition: gr.Definition
    columns: int
    detail: str
    ticks: Sequence[str]
    agreement: str
    file: str

    @property
    def focus(self) -> str:
        """The variable that the inspector follows: a state read with a delay, best one that an output reads."""
        graph = gr.fold(self.definition)
        roles = self.definition.roles
        delayed = [source for source, _, data in graph.edges(data=True) if data["delay"] and roles[source] == "state"]
        read = [one for one in delayed if any(roles[reader] == "variable" for reader in graph.successors(one))]
        return str((read or delayed or [self.definition.equations[0].name])[-1])


def pack(play: Play, trace: Trace | None, gradients: Mapping[str, Numbers]) -> bytes:
    """Return the recording: u32 header length, JSON header, padding, float32 numbers.

    ``gradients`` has the gradient of the loss with respect to each variable as (steps, units), for
    the one sequence of the batch; without a trace there are no numbers.
    """
    numbers = _Numbers()
    names = trace.names if trace is not None else ()
    variables = {name: _variable(play.definition, trace, name, gradients, numbers) for name in names if trace}
    steps = max((one["steps"] + one["first"] - 1 for one in variables.values() if one["stepped"]), default=play.columns)
    columns = min(play.columns, steps)
    header = {**_words(play), **_drawings(play, columns), "variables": variables, "gradientRange": _range(gradients)}
    header |= {"steps": steps, "columns": columns, "hasGradient": bool(gradients), "focus": play.focus}
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode()
    padding = b" " * (-(4 + len(text)) % 4)
    return struct.pack("<I", len(text) + len(padding)) + text + padding + numbers.bytes()


class _Numbers:
    """All numbers in one array; ``add`` says where a part begins."""

    def __init__(self) -> None:
        self.parts: list[Numbers] = []
        self.length = 0

    def add(self, values: Numbers) -> int:
        start = self.length
        self.parts.append(values.ravel())
        self.length += values.size
        return start

    def bytes(self) -> bytes:
        return np.concatenate(self.parts).astype("<f4").tobytes() if self.parts else b""


def _words(play: Play) -> dict[str, Any]:
    definition = play.definition
    return {
        "axis": next(iter(definition.lengths), ""),
        "ticks": list(play.ticks),
        "agreement": play.agreement,
        "file": play.file,
        "lossName": "loss",
        "equations": [_runs(equation_runs(definition, one)) for one in definition.equations],
    }


def _drawings(play: Play, columns: int) -> dict[str, Any]:
    lengths = dict.fromkeys(play.definition.lengths, columns)
    folded = gr.fold(play.definition, play.detail)  # type: ignore[arg-type]
    unfolded = gr.unfold(play.definition, lengths, play.detail)  # type: ignore[arg-type]
    left, right = draw_pair(folded, unfolded, LIVE)
    return {"folded": left.svg, "unfolded": right.svg, "dot": right.dot, "colours": left.colours}


def _variable(
    definition: gr.Definition, trace: Trace, name: str, gradients: Mapping[str, Numbers], numbers: _Numbers
) -> dict[str, Any]:
    values, first = recorded(trace, name)
    gradient = gradients.get(name)
    axes = definition.axes.get(name, ())
    own = [one for one in definition.equations if one.name == name]
    size = values.shape[-1]
    finite = np.abs(values[np.isfinite(values)])
    return {
        "role": definition.roles[name],
        "size": size,
        "steps": len(values),
        "first": first,
        "stepped": bool(axes),
        "shape": str(tuple(trace[name].shape[len(axes) + 1 :])).replace(",)", ")"),
        "most": float(finite.max(initial=0.0)),
        "value": numbers.add(values),
        "gradient": None if gradient is None else numbers.add(_padded(gradient, first)),
        "symbol": _runs(name_runs(name, axes)),
        "note": own[0].note if own else "",
        "equation": _runs(expression_runs(own[0].expression)) if own else [],
        "feeds": _feeds(definition, name),
    }


def recorded(trace: Trace, name: str) -> tuple[Numbers, int]:
    """Return a variable's values for the first sequence of the batch, (steps, size), and the first step's index.

    A state's boundary h(0) stands before its first step.
    """
    values = trace[name].detach().double().numpy()
    if trace.definition.axes.get(name):
        series = values[:, 0].reshape(len(values), -1).astype(np.float32)
        before = trace.boundary(name, 0)
        if before is None:
            return series, 1
        start = before[0].detach().double().numpy().reshape(1, -1).astype(np.float32)
        return np.concatenate([start, series]), 0
    return values[0].reshape(1, -1).astype(np.float32), 1


def _padded(gradient: Numbers, first: int) -> Numbers:
    """Return a gradient with a row of zeros where the values have their boundary."""
    rows = gradient.reshape(len(gradient), -1)
    return np.concatenate([np.zeros((1, rows.shape[1]), np.float32), rows]) if first == 0 else rows


def _range(gradients: Mapping[str, Numbers]) -> list[float]:
    """Return the least and largest positive gradient norm over all variables and steps."""
    norms = [np.linalg.norm(one.reshape(len(one), -1), axis=1) for one in gradients.values()]
    every = np.concatenate(norms) if norms else np.ones(1)
    every = every[np.isfinite(every) & (every > 0)]
    return [float(every.min()), float(every.max())] if every.size else [1.0, 1.0]


def _feeds(definition: gr.Definition, name: str) -> list[Any]:
    graph = gr.fold(definition)
    if name not in graph:
        return []
    found = []
    for _, target, data in graph.out_edges(name, data=True):
        axes = definition.axes.get(target, ())
        later = [f"{axis}{steps:+d}" for axis, steps in data["delay"].items()]
        index = later or list(axes)
        via = tuple(run for one in data["via"] for run in name_runs(one))
        found.append([_runs(name_runs(target, index)), _runs(via)])
    return found


def _runs(runs: Sequence[Run]) -> list[list[str]]:
    return [list(run) for run in runs]
