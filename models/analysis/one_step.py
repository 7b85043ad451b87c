"""The Jacobian of every single step: all steps of a run are one batch of runs of length one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from models.analysis import Numbers
from models.build import RecurrentModel, build
from models.trace import Trace


def one_step_jacobians(model: RecurrentModel, trace: Trace, bearing: Sequence[str]) -> Numbers:
    """Return ∂z(t)/∂z(t−1), shape (T, N, N), of the first sequence; z stacks the variables ``bearing``.

    Each must carry the past by its value one step back alone (see ``carriers``).
    """
    names = {one: fresh(model.definition, f"before_{one}") for one in bearing}
    single = _single(model, names)
    axis = model.definition.axes[bearing[0]]
    read = [one for one in trace.names if model.definition.roles[one] in ("input", "target")]
    given = {one: trace[one].detach()[:, 0].unsqueeze(0) for one in read if model.definition.axes.get(one) == axis}
    before = {names[one]: _shifted(trace[one].detach()[:, 0]).requires_grad_() for one in bearing}
    others = {one: 1 for one in model.definition.lengths if (one,) != axis}
    after = single.run({**given, **before}, lengths=others)
    rows = [unit for one in bearing for unit in _units(after[one][0])]
    blocks = [_row(unit, list(before.values())) for unit in rows]
    return np.stack(blocks, axis=1)


def _single(model: RecurrentModel, names: Mapping[str, str]) -> RecurrentModel:
    """Return the model with the values before the first step as inputs, and the same weights."""
    lines = [model.definition.text]
    for state, name in names.items():
        size = " x ".join(map(str, model.shapes[state])) or "scalar"
        lines += [f"input {name} : {size}", f"{state}[0] = {name}"]
    return with_text(model, "\n".join(lines))


def with_text(model: RecurrentModel, text: str) -> RecurrentModel:
    """Return the model of another text with the sizes and weights that this one has."""
    definition = parse(text, constants=model.definition.constants)
    sizes = {
        name: shape[0]
        for name, shape in model.shapes.items()
        if len(shape) == 1 and model.definition.roles[name] != "parameter"
    }
    other = build(definition, sizes)
    for name, weight in model.weights.items():
        other.weights[name].data = weight.detach()
    return other


def fresh(definition: Definition, name: str) -> str:
    """Return a name that the definition does not use yet."""
    while name in definition.roles or name in definition.constants or name in definition.functions:
        name += "_"
    return name


def _shifted(values: Tensor) -> Tensor:
    return torch.cat([torch.zeros_like(values[:1]), values[:-1]])


def _units(values: Tensor) -> list[Tensor]:
    """Return each unit of all steps, (T,); a scalar is one unit."""
    return list(values.reshape(len(values), -1).T)


def _row(unit: Tensor, before: Sequence[Tensor]) -> Numbers:
    """Return the derivatives of one unit with respect to all units before, (T, N)."""
    found = torch.autograd.grad(unit.sum(), before, retain_graph=True, allow_unused=True)
    parts = [torch.zeros_like(one) if got is None else got for one, got in zip(before, found, strict=True)]
    return np.asarray(torch.cat([one.reshape(len(one), -1) for one in parts], dim=1).double().numpy())
