"""Feed one sequence to any definition: which of its values each input and target gets."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from torch import Tensor

from graphviz_rnn.errors import GraphError
from graphviz_rnn.language.definition import Definition, Shape
from models.errors import ModelError


def fitting_sizes(
    definition: Definition, width: int, hidden: int, given: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return numbers of units by name: ``width`` for data and ``hidden`` for states, where the definition lets them.

    What is ``given`` stays.
    """
    sizes, usual = dict(given or {}), definition.shapes()
    wished = dict.fromkeys(definition.names("input", "target"), width) | dict.fromkeys(
        definition.names("state"), hidden
    )
    wished = {name: size for name, size in wished.items() if name not in sizes and usual[name] != ()}
    if _fits(definition, {**sizes, **wished}):
        return {**sizes, **wished}
    for name, size in wished.items():
        if _fits(definition, {**sizes, name: size}):
            sizes[name] = size
    return sizes


def _fits(definition: Definition, sizes: Mapping[str, int]) -> bool:
    try:
        definition.shapes(sizes)
    except GraphError:
        return False
    return True


def feed(
    definition: Definition,
    shapes: Mapping[str, Shape],
    sequence: Tensor,
    lengths: Mapping[str, int],
) -> dict[str, Tensor]:
    """Return every input and target of a definition, cut from one ``sequence`` of shape (steps, 1, width).

    An input on the first axis reads the sequence from its start, a target on the same axis the value after each. What
    runs over a later axis, or over none, goes on where the one before it ended, as a decoder continues what an encoder
    read. A vector that is wider than one value takes that many values in a row. Raises ``ModelError`` where the
    sequence is too short or its values have another width than the definition asks for.
    """
    feeder = _Feeder(definition, shapes, sequence, lengths)
    return {name: feeder.values(name) for name in definition.names("input", "target")}


class _Feeder:
    """Hands out the parts of one sequence."""

    def __init__(
        self, definition: Definition, shapes: Mapping[str, Shape], sequence: Tensor, lengths: Mapping[str, int]
    ) -> None:
        self.definition, self.shapes, self.sequence, self.lengths = definition, shapes, sequence, lengths
        self.starts: dict[tuple[str, ...], int] = {}
        self.used = 0

    def values(self, name: str) -> Tensor:
        """Return one input's or target's values, (steps, 1, n), or (1, n) without axes."""
        axes, shape = self.definition.axes.get(name, ()), self.shapes[name]
        steps = prod(self.lengths[axis] for axis in axes)
        each = self._values_a_step(name, shape)
        start = self._start(name, axes, steps, each)
        part = self.sequence[start : start + steps + each - 1]
        if len(part) < steps + each - 1:
            raise ModelError(
                f"`{name}` needs {steps + each - 1} values from position {start + 1} on, but the sequence has "
                f"{len(self.sequence)}. Read fewer steps, or give a longer sequence."
            )
        if each > 1 or self.sequence.shape[-1] == 1:
            part = part[:, 0, 0].unfold(0, each, 1).unsqueeze(1)
        return part.reshape(*(self.lengths[axis] for axis in axes), 1, *shape)

    def _values_a_step(self, name: str, shape: Shape) -> int:
        """Return how many values of the sequence in a row one step takes."""
        width, wanted = self.sequence.shape[-1], prod(shape)
        if width == 1:
            return wanted
        if width != wanted:
            raise ModelError(
                f"`{name}` holds {wanted} number{'s' * (wanted != 1)} a step, but the sequence has {width}. "
                "Give it a size that fits, or choose other data."
            )
        return 1

    def _start(self, name: str, axes: tuple[str, ...], steps: int, each: int) -> int:
        """Return where in the sequence a name's values begin; targets lie one step after the input of their axis."""
        is_target = self.definition.roles[name] == "target"
        if axes and axes in self.starts:
            return self.starts[axes] + int(is_target)
        if is_target and not axes:
            return min(self.used, len(self.sequence) - 1)
        start = self.used
        self.used += steps if axes else each
        if axes:
            self.starts[axes] = start
        return start
