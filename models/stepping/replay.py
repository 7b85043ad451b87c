"""Run a program by PyTorch's own operations, one after the other, so that its derivatives have derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from models.stepping.program import Program
from models.stepping.slots import Cell, Known, Made, Slot, View


def replayed(program: Program, inputs: Sequence[Tensor], added: Sequence[Tensor]) -> list[Tensor]:
    """Return the variables of a loop at all steps, what is ``added`` to each of them included."""
    replay = _Replay(program, inputs, dict(zip(program.cells, added, strict=True)))
    for step, variant in zip(program.order, program.which, strict=True):
        replay.step(step, variant)
    steps = range(1, len(program.order) + 1)
    return [torch.stack([replay.cells[name, step] for step in steps]) for name in program.cells]


class _Replay:
    """A run under way: the ``cells`` computed so far, by name and step."""

    def __init__(self, program: Program, inputs: Sequence[Tensor], added: Mapping[str, Tensor]) -> None:
        self.program, self.inputs, self.added = program, inputs, added
        self.cells = {key: inputs[place] for key, place in program.boundary_inputs.items()}

    def step(self, step: int, variant: int) -> None:
        """Compute all variables at one step."""
        made: dict[Slot, Tensor] = {}
        for one in self.program.variants[variant].instructions:
            value = one.operation.of([self._read(slot, step, made) for slot in one.arguments])
            made[one.out] = value
            if isinstance(one.out, Cell):
                self._put(one.out.name, step, value)
            for name, home in self.program.homes.items():
                if home.of is one.out:
                    self._put(name, step, home.look(value))

    def _put(self, name: str, step: int, value: Tensor) -> None:
        self.cells[name, step] = value.expand(self.program.cells[name]) + self.added[name][step - 1]

    def _read(self, slot: Slot, step: int, made: Mapping[Slot, Tensor]) -> Tensor:
        if isinstance(slot, Known):
            return self.inputs[slot.place][step - 1] if slot.each else self.inputs[slot.place]
        if isinstance(slot, Cell):
            return self.cells[slot.name, step + slot.offset]
        if isinstance(slot, View):
            shown: Tensor = slot.look(self._read(slot.of, step, made))
            return shown
        assert isinstance(slot, Made)
        return made[slot]
