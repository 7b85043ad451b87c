"""What a model writes on its own: the target that is fed back, where it ends, and how long it gets at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from models.build import RecurrentModel
from models.errors import ModelError
from models.inputs import batch_of, refuse_misfits
from models.running.lengths import Lengths

LONGEST = 100
"""So many symbols are written at most, where nothing says how many."""


@dataclass(frozen=True)
class Writing:
    """``target`` is written along ``axis``, at most ``limit`` symbols: one number, or one for each sequence (batch,).

    ``given`` has the inputs and ``lengths`` the steps of axes, as for ``RecurrentModel.run``. ``extent`` is the
    number of steps that an input or the definition has on the same axis, if any: a run then has all of them, whatever
    is written. ``batch`` counts the sequences.
    """

    target: str
    axis: str
    limit: Tensor
    given: Mapping[str, Tensor]
    lengths: Mapping[str, Lengths]
    extent: int | None
    batch: int

    @property
    def longest(self) -> int:
        """The number of symbols after which no sequence goes on."""
        return int(self.limit.max())

    def lengths_of(self, steps: int) -> dict[str, Lengths]:
        """Return the lengths for a run of the first ``steps`` steps, or of all where something says how many."""
        return {**self.lengths} if self.extent else {**self.lengths, self.axis: steps}


def writing(
    model: RecurrentModel, given: Mapping[str, Tensor], lengths: Mapping[str, Lengths], *, stop: int, target: str = ""
) -> Writing:
    """Return how ``model`` writes until the symbol ``stop``, at most as long as ``lengths`` or an input says.

    Raises ``ModelError`` for a definition that feeds nothing back, for a symbol, target or limit that cannot be, and
    for inputs that do not fit.
    """
    name = _fed(model, target)
    axes, symbols = model.definition.axes[name], model.shapes[name]
    if len(axes) != 1 or not symbols or not 0 <= stop < symbols[0]:
        known = f"0 to {symbols[0] - 1}" if symbols else "none"
        raise ModelError(
            f"Asked to stop `{name}[{', '.join(axes)}]` at symbol {stop}; expected a target on one axis and a symbol "
            f"of {known}."
        )
    axis = axes[0]
    refuse_misfits(model.definition, model.shapes, given)
    batch, places = batch_of(model.definition, given, lengths), model.definition.axes
    written = model.definition.lengths[axis]
    says = [one.shape[places[key].index(axis)] for key, one in given.items() if axis in places.get(key, ())]
    steps = next(iter(says), written if isinstance(written, int) else None)
    limit = _limit(axis, lengths.get(axis, steps or LONGEST))
    return Writing(name, axis, limit, dict(given), dict(lengths), steps, batch)


def _limit(axis: str, asked: Lengths) -> Tensor:
    """Return the most steps, for all sequences or for each."""
    try:
        limit = torch.as_tensor(asked)
    except (TypeError, ValueError):
        limit = torch.zeros(0)
    if limit.is_floating_point() or limit.dim() > 1 or not limit.numel() or int(limit.min()) < 1:
        raise ModelError(
            f"Asked to write {asked!r} steps of axis {axis}; expected at least 1, one number or one for each sequence."
        )
    return limit


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
