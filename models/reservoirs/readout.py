"""Learn a readout in closed form: the parameters that an output is linear in, all others fixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from graphviz_rnn.language.records import Call, Expression, Reference
from models.build import RecurrentModel
from models.errors import ModelError
from models.reservoirs.ridge import Numbers, ridge_regression
from models.trace import Trace


@dataclass(frozen=True, slots=True)
class Readout:
    """An output as biases plus matrices times what is read: ``o[t] = c + V @ concat(x[t], h[t])``.

    ``reads`` has, for every matrix, the variables that are stacked under it.
    """

    output: str
    biases: tuple[str, ...]
    reads: tuple[tuple[str, tuple[str, ...]], ...]


def readout_of(model: RecurrentModel, output: str = "o") -> Readout:
    """Return the readout that computes ``output``; raises ``ModelError`` for one that is not linear in parameters."""
    definition = model.definition
    if output not in definition.inlined:
        raise ModelError(f"`{output}` is computed by no equation. Name the output that is to be learned.")
    biases, reads = [], []
    for term in _terms(definition.inlined[output]):
        if isinstance(term, Reference) and definition.roles[term.name] == "parameter":
            biases.append(term.name)
        else:
            reads.append(_read(model, output, term))
    return Readout(output, tuple(biases), tuple(reads))


def _terms(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call) and expression.operation == "+" and not expression.axes:
        return tuple(term for one in expression.arguments for term in _terms(one))
    return (expression,)


def _read(model: RecurrentModel, output: str, term: Expression) -> tuple[str, tuple[str, ...]]:
    """Return the matrix and the variables of one term ``V @ h[t]`` or ``V @ concat(x[t], h[t])``."""
    if isinstance(term, Call) and term.operation == "@":
        matrix, read = term.arguments
        stacked = read.arguments if isinstance(read, Call) and read.operation == "concat" else (read,)
        plain = [one.name for one in stacked if isinstance(one, Reference) and not _shifted(model, one)]
        known = isinstance(matrix, Reference) and model.definition.roles[matrix.name] == "parameter"
        if isinstance(matrix, Reference) and known and len(plain) == len(stacked):
            return matrix.name, tuple(plain)
    raise ModelError(
        f"`{output}` is not read out linearly. Expected a sum of biases and of parameters times variables of the same "
        "step, such as `c + V @ concat(x[t], h[t])`; give anything else a name of its own first."
    )


def _shifted(model: RecurrentModel, one: Reference) -> bool:
    axes = model.definition.axes.get(one.name, ())
    offsets = [index.offset(dict(model.definition.constants)) for index in one.index]
    return any(offsets) or tuple(index.base for index in one.index) != axes


def features(trace: Trace, readout: Readout, *, washout: int = 0) -> Numbers:
    """Return what the readout multiplies, (steps · batch, n), without the first ``washout`` steps; ones for biases."""
    parts = [trace[name][washout:].detach() for _, names in readout.reads for name in names]
    ones = [torch.ones_like(parts[0][..., :1]) for _ in readout.biases]
    together = torch.cat([*ones, *parts], dim=-1).double()
    return np.asarray(together.flatten(0, -2).numpy())


def fit_readout(
    model: RecurrentModel, trace: Trace, *, washout: int = 0, penalty: float = 0.0, output: str = "o"
) -> Numbers:
    """Set the readout's parameters to the best ones for the targets of ``trace``, and return them, (features, m).

    Ridge regression on the states from step ``washout`` + 1 on, in double precision; ``penalty`` is the λ of
    W = (XᵀX + λI)⁻¹XᵀY (Jaeger 2001; Lukoševičius 2012, section 4). Nothing else of the model changes.
    Raises ``ModelError`` where the run was given no target, or several.
    """
    readout = readout_of(model, output)
    targets = [name for name in model.definition.names("target") if name in trace.names]
    if len(targets) != 1:
        raise ModelError(f"The run was given the targets {', '.join(targets) or 'none'}; expected one to learn.")
    wanted = trace[targets[0]][washout:].detach().double().flatten(0, -2).numpy()
    found = ridge_regression(features(trace, readout, washout=washout), wanted, penalty=penalty)
    rows = torch.from_numpy(found)
    with torch.no_grad():
        for name in readout.biases:
            model.weights[name].copy_(rows[0])
            rows = rows[1:]
        for name, _ in readout.reads:
            width = model.shapes[name][1]
            model.weights[name].copy_(rows[:width].T)
            rows = rows[width:]
    return found
