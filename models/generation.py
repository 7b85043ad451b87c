"""Let a model write on its own outputs until it says that it is done."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.build import RecurrentModel
from models.running.lengths import Lengths
from models.trace import Trace
from models.writing import writing

FIRST = 16
"""So many steps are tried first, then twice as many, up to the limit."""


def generate(
    model: RecurrentModel,
    given: Mapping[str, Tensor] | None = None,
    *,
    stop: int,
    lengths: Mapping[str, Lengths] | None = None,
    target: str = "",
) -> Trace:
    """Return the free run in which each sequence of the batch ends with its first symbol ``stop``.

    ``trace.lengths`` has the number of steps of each, the one with the symbol included. Who never says it has as many
    as ``lengths`` gives for the axis that is written along, or an input on it has, or else ``writing.LONGEST``; the
    lengths of other axes are as in ``RecurrentModel.run``. After its end a sequence is as in any run of sequences of
    different lengths. ``target`` names the symbols that are fed back where there are several kinds. Raises
    ``ModelError`` for a definition without feedback, and for a symbol or limit that cannot be.
    """
    asked = writing(model, model.named(given, {}), lengths or {}, stop=stop, target=target)
    most = asked.longest
    steps = most if asked.extent else min(FIRST, most)
    while True:
        trace = model.run(asked.given, lengths=asked.lengths_of(steps), free_running=True)
        said = trace[asked.target].detach().argmax(-1) == stop
        if steps == most or bool(said.any(0).all()):
            break
        steps = min(2 * steps, most)
    own = torch.where(said.any(0), said.int().argmax(0) + 1, most).minimum(asked.limit.to(said.device))
    return model.run(asked.given, lengths={**asked.lengths, asked.axis: own.tolist()}, free_running=True)
