"""Jacobians of any definition: a probe picks one unit at one step, and one backward pass says what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Call, Declaration, Equation, Index, Reference
from models.analysis import Numbers
from models.build import RecurrentModel
from models.trace import Trace
from models.variants import fresh, twin

SEQUENCES = 1024
"""Most copies of a sequence that are run at once."""


def probed_jacobians(model: RecurrentModel, trace: Trace, state: str, ends: Sequence[int]) -> Numbers:
    """Return ∂state(t)/∂state(t') of the first sequence for t in ``ends``, shape (len(ends), T, n, n).

    The sequence is copied, once for every unit and step asked for; each copy's probe is 1 there and 0 elsewhere.
    """
    definition, probe, total = probed(model.definition, state)
    watched = twin(model, definition, {probe: model.shapes[state], total: ()})
    many = max(1, SEQUENCES // max(1, int(np.prod(model.shapes[state]))))
    parts = []
    for first in range(0, len(ends), many):
        probes = _probes(trace[state], ends[first : first + many])
        given = _copied(trace, model.definition, probes.shape[1])
        run = watched.run({**given, probe: probes}, lengths=_other_lengths(trace, model.definition, state))
        grad = run.grad(total, state).double().numpy()
        size = int(np.prod(grad.shape[2:]))
        parts.append(grad.reshape(len(grad), -1, size, size).transpose(1, 0, 2, 3))
    return np.concatenate(parts)


def probed(definition: Definition, state: str) -> tuple[Definition, str, str]:
    """Return the definition with Σₜ probe(t)·state(t) as one more variable, and the names of probe and sum."""
    axis, place = definition.axes[state][0], definition.equations[0].place
    probe, total = fresh(definition, "probe"), fresh(definition, "probed")
    here = (Index(axis, 1, 0, place),)
    picked = Call("*", (Reference(probe, here, place), Reference(state, here, place)), place)
    number = Call("sum", (picked,), place) if definition.shapes()[state] else picked
    equation = Equation(total, (), Call("sum", (number,), place, (axis,)), place)
    declared = Declaration("input", probe, (axis,), None, None, False, place)
    plain = replace(
        definition,
        equations=(*definition.equations, equation),
        declarations={**definition.declarations, probe: declared},
    )
    return assemble(plain), probe, total


def _probes(values: Tensor, ends: Sequence[int]) -> Tensor:
    """Return probes (T, ends · n, …) like ``values`` (T, batch, …): copy (t, i) picks unit i at step t."""
    size = int(np.prod(values.shape[2:]))
    probes = torch.zeros(len(values), len(ends), size, size, dtype=values.dtype)
    for row, end in enumerate(ends):
        probes[end - 1, row] = torch.eye(size)
    return probes.reshape(len(values), -1, *values.shape[2:])


def _copied(trace: Trace, definition: Definition, times: int) -> dict[str, Tensor]:
    """Return the first sequence of what the run was given, ``times`` times along the batch."""
    copies = {}
    for name in (one for one in trace.names if definition.roles[one] in ("input", "target")):
        batch = len(definition.axes.get(name, ()))
        copies[name] = trace[name].detach().narrow(batch, 0, 1).repeat_interleave(times, dim=batch)
    return copies


def _other_lengths(trace: Trace, definition: Definition, state: str) -> Mapping[str, int]:
    """Return the lengths, as they were in the run, of the axes that ``state`` is not on."""
    found: dict[str, int] = {}
    for name in trace.names:
        for axis, length in zip(definition.axes.get(name, ()), trace[name].shape, strict=False):
            found[axis] = length
    return {axis: length for axis, length in found.items() if (axis,) != definition.axes[state]}
