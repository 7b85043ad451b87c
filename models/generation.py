"""Let a model write on its own outputs until it says that it is done."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.build import RecurrentModel
from models.errors import ModelError
from models.trace import Trace

FIRST = 16
"""So many steps are tried first, then twice as many, up to the limit."""


def generate(
    model: RecurrentModel, given: Mapping[str, Tensor] | None = None, *, stop: int, limit: int = 100, target: str = ""
) -> Trace:
    """Return the free run in which each sequence of the batch ends with its first symbol ``stop``.

    ``trace.lengths`` has the number of steps of each, the one with the symbol included; who never says it has ``limit``
    steps, or as many as an input on the same axis. After its end a sequence is as in any run of sequences of different
    lengths. ``target`` names the symbols that are fed back where there are several kinds. Raises ``ModelError`` for a
    definition without feedback, and for a symbol or limit that cannot be.
    """
    name = _fed(model, target)
    axes, symbols = model.definition.axes[name], model.shapes[name]
    if len(axes) != 1 or not symbols or not 0 <= stop < symbols[0] or limit < 1:
        known = f"0 to {symbols[0] - 1}" if symbols else "none"
        raise ModelError(
            f"Asked to stop `{name}` at symbol {stop}, or after {limit} steps of {len(axes)} axes; "
            f"expected one axis, at least 1 step and a symbol of {known}."
        )
    axis, data = axes[0], dict(given or {})
    fixed = next((len(one) for key, one in data.items() if model.definition.axes.get(key) == axes), None)
    steps = fixed or min(FIRST, limit)
    while True:
        trace = model.run(data, lengths={axis: steps}, free_running=True)
        said = trace[name].detach().argmax(-1) == stop
        if fixed or steps == limit or bool(said.any(0).all()):
            break
        steps = min(2 * steps, limit)
    own = torch.where(said.any(0), said.int().argmax(0) + 1, steps)
    return model.run(data, lengths={axis: own.tolist()}, free_running=True)


def _fed(model: RecurrentModel, target: str) -> str:
    """Return the target whose symbols are fed back."""
    names = [one.name for one in model.definition.feedbacks]
    if not names:
        raise ModelError(
            "The definition says not what to feed back, so it cannot write. "
            "Add a line such as `feedback y[t] = one_hot(o[t])`."
        )
    if target not in names and (target or len(names) > 1):
        raise ModelError(f"`{target}` is fed back nowhere; name one of {', '.join(f'`{one}`' for one in names)}.")
    return target or names[0]
