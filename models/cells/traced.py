"""Trace a cell: its operations as a graph of torch.fx, its states, and the names its author gave to values."""

from __future__ import annotations

import ast
import inspect
import operator
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import FrameType
from typing import Any

from torch import fx, nn
from torch.fx import Node

from models.errors import ModelError

Position = tuple[int, int]
"""A line and a column of the file."""


@dataclass(frozen=True)
class State:
    """A state's name, the nodes that stand for its old value, and the one for its new value."""

    name: str
    old: tuple[Node, ...]
    new: Node


@dataclass(frozen=True)
class Cell:
    """A traced cell.

    ``x`` is the input, ``states`` are in the order of the argument, ``output`` is what is returned beside the
    new states; ``names`` are those that the author gave to values.
    """

    x: Node
    states: tuple[State, ...]
    output: Node | None
    graph: fx.Graph
    names: dict[Node, str]

    def keeps_its_name(self, node: Node) -> bool:
        """Say whether a value has a name that is not given to another one later."""
        name = self.names.get(node)
        return name is not None and [one for one in self.graph.nodes if self.names.get(one) == name][-1] is node


def traced(module: nn.Module) -> Cell:
    """Return a cell's graph; raises ``ModelError`` for a module that is no cell, or decides by values what to do."""
    arguments = [*inspect.signature(module.forward).parameters]
    if len(arguments) != 2:
        takes = f"{len(arguments)} argument{'s' * (len(arguments) != 1)}"
        raise ModelError(
            f"The module is a {type(module).__name__}; expected torch.nn.RNN, LSTM or GRU, one of their cells, or a "
            f"cell with forward(x, h), and its forward takes {takes}. Write others as a text."
        )
    tracer = _Tracer(module)
    try:
        graph = tracer.trace(module)
    except (ValueError, TypeError, RuntimeError) as failed:
        raise ModelError(
            f"The {type(module).__name__} cannot be traced: {failed}. A cell must do the same whatever its values are; "
            "take the choice out, or write it as a text."
        ) from failed
    x, state = (node for node in graph.nodes if node.op == "placeholder")
    old = _old(state)
    new, output = _returned(next(node for node in graph.nodes if node.op == "output").args[0], len(old))
    if new is None:
        raise ModelError(
            f"The {type(module).__name__} has {len(old)} state{'s' * (len(old) > 1)} and returns something else; "
            "expected the new state, or a pair of an output and the new state, in the form of the old one."
        )
    names = {state: arguments[1], **_named(tracer.positions, module)}
    letters = ("h", "c") if len(old) == 2 else tuple(f"h{place}" for place, _ in enumerate(old, start=1))
    states = tuple(
        State(next((names[node] for node in nodes if node in names), letter), nodes, after)
        for nodes, letter, after in zip(old, letters, new, strict=True)
    )
    return Cell(x, states, output, graph, names)


def _old(state: Node) -> list[tuple[Node, ...]]:
    """Return the nodes that stand for each old state: the argument, or its parts, each maybe read more than once."""
    parts: dict[int, list[Node]] = {}
    for user in state.users:
        if user.target is operator.getitem and isinstance(user.args[1], int):
            parts.setdefault(user.args[1], []).append(user)
    return [tuple(parts[place]) for place in sorted(parts)] or [(state,)]


def _returned(value: Any, count: int) -> tuple[Sequence[Node] | None, Node | None]:
    """Return the new states, None if they are not there, and what is returned beside them."""
    if isinstance(value, Node):
        return ([value], None) if count == 1 else (None, None)
    parts = list(value) if isinstance(value, tuple | list) else []
    if count > 1 and len(parts) == count and all(isinstance(one, Node) for one in parts):
        return parts, None
    if len(parts) == 2 and isinstance(parts[0], Node) and not (count > 1 and isinstance(parts[1], Node)):
        return _returned(parts[1], count)[0], parts[0]
    return None, None


class _Tracer(fx.Tracer):
    """Notes for every operation where in ``forward`` it was made."""

    proxy_buffer_attributes = True

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.code = inspect.unwrap(type(module).forward).__code__
        self.positions: dict[Node, Position] = {}

    def create_node(self, *args: Any, **kwargs: Any) -> Node:
        """Make a node as ever, and note where."""
        node = super().create_node(*args, **kwargs)
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code is not self.code:
            frame = frame.f_back
        if frame is not None:
            line, _, column, _ = next(islice(self.code.co_positions(), frame.f_lasti // 2, None))
            self.positions[node] = (line or 0, column or 0)
        return node


def _named(positions: Mapping[Node, Position], module: nn.Module) -> dict[Node, str]:
    """Return the author's name of every value that an assignment in ``forward`` gives one."""
    named: dict[Node, str] = {}
    for first, last, targets in _assignments(module):
        made = [node for node, position in positions.items() if first <= position <= last]
        parts = made[-len(targets) :]
        unpacked = all(one.target is operator.getitem for one in parts) and len({one.args[0] for one in parts}) == 1
        if len(targets) == 1 and made:
            named.setdefault(made[-1], targets[0])
        elif len(parts) == len(targets) and unpacked:
            named |= {part: name for part, name in zip(parts, targets, strict=True) if part not in named}
    return named


def _assignments(module: nn.Module) -> Iterator[tuple[Position, Position, list[str]]]:
    """Yield where in ``forward`` a value is written that is assigned to names, and the names."""
    try:
        source, start = inspect.getsourcelines(inspect.unwrap(type(module).forward))
    except OSError:
        return
    indent = len(source[0]) - len(source[0].lstrip())
    for node in ast.walk(ast.parse(textwrap.dedent("".join(source)))):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            for begin, value, names in _pairs(target, node.value):
                first = (begin.lineno + start - 1, begin.col_offset + indent)
                last = ((value.end_lineno or 0) + start - 1, (value.end_col_offset or 0) + indent)
                yield first, last, names


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr, list[str]]]:
    """Yield where a value begins, the value, and the names it is unpacked to; of two tuples, each pair of parts."""
    if isinstance(target, ast.Name):
        yield target, value, [target.id]
    elif isinstance(target, ast.Tuple | ast.List):
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            for one, inner in zip(target.elts, value.elts, strict=True):
                yield from ((inner, inner, names) for _, _, names in _pairs(one, inner))
        elif all(isinstance(one, ast.Name) for one in target.elts):
            yield target, value, [ast.unparse(one) for one in target.elts]
