"""Write the body of ``forward``: the equations in the order of the schedule, on series or from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Equation, Expression, Reference
from graphviz_rnn.language.schedule import Loop, Parallel, Stage
from models.source.comments import comment
from models.source.expressions import Expressions, Frame, frame_of
from models.source.names import axis_name
from models.source.outside import Outside

INDENT = "    "


class Forward:
    """Collects the lines of ``forward``; a series is a tensor, or a dict with an entry for every step from 1."""

    def __init__(self, definition: Definition, shapes: Mapping[str, Shape], writer: Expressions) -> None:
        self.definition, self.shapes, self.writer = definition, shapes, writer
        self.outside = Outside(definition, shapes, writer)
        self.stepped: set[str] = set()
        self.lines: list[str] = []

    def body(self) -> list[str]:
        """Return the lines that compute all variables and return them."""
        for stage in self.definition.stages:
            self._stage(stage)
        computed = [one.name for one in self.definition.equations]
        self._as_series(computed)
        named = ", ".join(f'"{name}": {self.writer.names[name]}' for name in computed)
        return [*self.lines, f"return {{{named}}}"]

    def _stage(self, stage: Stage) -> None:
        equations = [self.definition.equation(name) for name in _names(stage)]
        frames = [frame_of(one, self._expression(one)) for one in equations]
        reads = [name for one in equations for name in self._read(self._expression(one))]
        if isinstance(stage, Parallel) and frames[0] is not None:
            self._as_series(reads)
            self._equation(equations[0], frames[0], 0)
            return
        written = [one.name for one in equations if one.axes]
        self._as_steps(name for name in reads if name not in written)
        self._start(written)
        self._stepped(stage, (), 0)

    def _stepped(self, stage: Stage, bound: Frame, depth: int) -> None:
        """Write a stage from step to step, inside loops over ``bound``."""
        if isinstance(stage, Loop):
            steps = self.writer.steps(stage.axis)
            steps = steps if stage.direction > 0 else f"reversed({steps})"
            self._line(f"for {axis_name(stage.axis)} in {steps}:", depth)
            for inner in stage.body:
                self._stepped(inner, (*bound, stage.axis), depth + 1)
            return
        equation = self.definition.equation(stage.name)
        for axis in equation.axes:
            if axis not in bound:
                self._line(f"for {axis_name(axis)} in {self.writer.steps(axis)}:", depth)
                depth += 1
        self._equation(equation, None, depth)

    def _equation(self, equation: Equation, frame: Frame | None, depth: int) -> None:
        name, shape = self.writer.names[equation.name], self.shapes[equation.name]
        if frame is None and equation.axes:
            name += f"[{', '.join(map(axis_name, equation.axes))}]"
        for note in equation.note.splitlines():
            self._line(comment(note), depth)
        sizes = [*(map(self.writer.length, frame or ())), "batch", *map(str, shape)]
        value = self.writer.full(self._expression(equation), shape, frame)
        self._line(f"{name} = {value}  # ({', '.join(sizes)}{',' * (len(sizes) == 1)})", depth)

    def _line(self, text: str, depth: int) -> None:
        self.lines.append(INDENT * depth + text)

    # ---- series as tensors and as steps ----

    def _expression(self, equation: Equation) -> Expression:
        return self.definition.inlined[equation.name]

    def _read(self, expression: Expression) -> Iterator[str]:
        """Yield the names with axes that an expression reads."""
        for part in parts(expression):
            if isinstance(part, Reference) and part.index:
                yield part.name

    def _as_series(self, names: Iterable[str]) -> None:
        for name in dict.fromkeys(one for one in names if one in self.stepped):
            axes, python = self.definition.axes[name], self.writer.names[name]
            stacked = f"{python}[{', '.join(map(axis_name, axes))}]"
            for axis in reversed(axes):
                stacked = f"torch.stack([{stacked} for {axis_name(axis)} in {self.writer.steps(axis)}])"
            self._line(f"{python} = {stacked}", 0)
            self.stepped.discard(name)

    def _as_steps(self, names: Iterable[str]) -> None:
        for name in dict.fromkeys(one for one in names if one not in self.stepped):
            axes, python = self.definition.axes[name], self.writer.names[name]
            key = ", ".join(map(axis_name, axes))
            shifted = ", ".join(f"{axis_name(axis)} - 1" for axis in axes)
            entries = f"{python}[{shifted}] {self.writer.loops(axes)}"
            self._line(f"{python} = {{{key if len(axes) == 1 else f'({key})'}: {entries}}}", 0)
            self.stepped.add(name)
            self._fill(name)

    def _start(self, names: Sequence[str]) -> None:
        """Write the empty dicts of variables that are about to be stepped, and what is outside of their axes."""
        new = [name for name in names if name not in self.stepped]
        if new:
            left = ", ".join(self.writer.names[name] for name in new)
            self._line(f"{left} = {', '.join(['{}'] * len(new))}", 0)
        self.stepped.update(new)
        for name in new:
            self._fill(name)

    def _fill(self, name: str) -> None:
        self._as_steps(read for one in self.outside.expressions(name) for read in self._read(one))
        for line in self.outside.lines(name):
            self._line(line, 0)


def _names(stage: Stage) -> tuple[str, ...]:
    return (stage.name,) if isinstance(stage, Parallel) else stage.names()
