"""A loop run as a program, so that autograd goes through it: forward and back in NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch import Tensor

from models.stepping.adjoint import adjoint
from models.stepping.forward import forward
from models.stepping.program import Memory, Program
from models.stepping.replay import replayed

_PARAMETERS: ContextVar[bool] = ContextVar("parameters", default=True)


@contextmanager
def asking_parameters(asked: bool) -> Iterator[None]:
    """Say whether derivatives are asked for that go through parameters: where not, a good part of the work is saved."""
    before = _PARAMETERS.set(asked)
    try:
        yield
    finally:
        _PARAMETERS.reset(before)


class _Stepped(torch.autograd.Function):
    """The variables of a loop as a function of its inputs, and of numbers that are added to every variable: zeros.

    The derivative with respect to what is added is that with respect to the variable, through all later steps.
    """

    @staticmethod
    def forward(ctx: Any, program: Program, *tensors: Tensor) -> tuple[Tensor, ...]:
        inputs = tensors[: program.count]
        ctx.memory = _memory(program, inputs, kept=True)
        ctx.save_for_backward(*tensors)
        ctx.set_materialize_grads(False)
        return _values(ctx.memory)

    @staticmethod
    def backward(ctx: Any, *outer: Tensor | None) -> tuple[Tensor | None, ...]:
        if torch.is_grad_enabled():
            return _twice(ctx.memory.program, ctx.saved_tensors, outer)
        memory: Memory = ctx.memory
        given = {name: one.numpy() for name, one in zip(memory.program.cells, outer, strict=True) if one is not None}
        assert len(ctx.saved_tensors) >= len(memory.inputs)  # raises where an input was changed after the run
        needed = ctx.needs_input_grad[1:]
        asked = memory.program.used if _PARAMETERS.get() else memory.program.used - memory.program.parameters
        wanted = {place for place in asked if needed[place]}
        found = adjoint(memory, wanted, given)
        inputs = [torch.from_numpy(one) if place in wanted else None for place, one in enumerate(found.inputs)]
        return (None, *inputs, *_values(found))


def _twice(program: Program, tensors: Sequence[Tensor], outer: Sequence[Tensor | None]) -> tuple[Tensor | None, ...]:
    """Return derivatives that have derivatives themselves."""
    count = program.count
    # views of their own, since one input may be made of another, whose share is not asked for here
    tensors = [one.view_as(one) for one in tensors]
    values = replayed(program, tensors[:count], tensors[count:])
    pairs = [(value, one) for value, one in zip(values, outer, strict=True) if one is not None and value.requires_grad]
    wanted = [one for one in tensors if one.requires_grad]
    found = iter(
        torch.autograd.grad(
            [value for value, _ in pairs], wanted, [one for _, one in pairs], create_graph=True, allow_unused=True
        )
    )
    return (None, *(next(found) if one.requires_grad else None for one in tensors))


def _memory(program: Program, inputs: Sequence[Tensor], *, kept: bool) -> Memory:
    return forward(program, [one.detach().numpy() for one in inputs], kept=kept)


def _values(memory: Memory) -> tuple[Tensor, ...]:
    return tuple(torch.from_numpy(memory.inside(name)) for name in memory.program.cells)


def stepped(
    program: Program, inputs: Sequence[Tensor], added: Sequence[Tensor]
) -> tuple[dict[str, Tensor], dict[tuple[str, int], Tensor]]:
    """Return the variables of a loop at all steps, steps in front, and those ``beside`` them that are there already.

    ``added`` has a leaf for each variable where gradients are recorded, to ask derivatives with respect to it; what
    lies beside is then none of these.
    """
    values: tuple[Tensor, ...]
    beside: dict[tuple[str, int], Tensor] = {}
    if torch.is_grad_enabled():
        values = _Stepped.apply(program, *inputs, *added)  # type: ignore[no-untyped-call]
    else:
        memory = _memory(program, inputs, kept=False)
        values = _values(memory)
        beside = {key: torch.from_numpy(memory.inside(*key)) for key in program.beside}
    return dict(zip(program.cells, values, strict=True)), beside
