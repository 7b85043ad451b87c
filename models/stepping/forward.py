"""Run a program forward."""

from __future__ import annotations

from collections.abc import Sequence

from models.stepping.program import Memory, Program, execute
from models.stepping.slots import Array, Call


def forward(program: Program, inputs: Sequence[Array], *, kept: bool) -> Memory:
    """Return the memory after all steps; with ``kept`` what the way back looks at is there at every step."""
    memory = Memory(program, inputs, program.looked_at if kept else (), clear=kept)
    for (name, step), place in program.boundary_inputs.items():
        memory.cell(name)[step - program.first] = inputs[place]
    calls: list[list[Call]] = []
    for variant in program.variants:
        made: list[Call] = []
        for one in variant.instructions:
            arguments = [memory.column(slot, variant.steps) for slot in one.arguments]
            made += one.operation.calls(arguments, memory.column(one.out, variant.steps))
        calls.append(made)
    execute(calls, program.which)
    return memory
