"""Search for the likeliest sequences that a model can write, several kept at every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Call, Equation, Index, Reference
from models.build import RecurrentModel
from models.errors import ModelError
from models.looking_ahead import refuse_looking_ahead
from models.running.lengths import Lengths
from models.variants import fresh, twin
from models.writing import Writing, writing

STRIDE = 8
"""Runs are as long as a multiple of so many steps: what is made ready for a length then serves so often."""


@dataclass(frozen=True)
class Found:
    """The sequences that a search found for each of a batch, the likeliest first.

    ``symbols`` has shape (S, width, batch), after the end of a sequence filled up with the stop symbol; ``lengths``
    (width, batch) counts the stop symbol in. ``log_likelihood`` (width, batch) is log P(y(1), …, y(S) | inputs), the
    sum over the steps of log P(y(s) | y(1), …, y(s-1), inputs); it is -inf where there are fewer sequences than asked.
    """

    symbols: Tensor
    lengths: Tensor
    log_likelihood: Tensor


def beam_search(
    model: RecurrentModel,
    given: Mapping[str, Tensor] | None = None,
    *,
    stop: int,
    width: int = 4,
    lengths: Mapping[str, Lengths] | None = None,
) -> Found:
    """Return the likeliest sequences found when the ``width`` likeliest beginnings are kept at every step.

    The probabilities are those that the definition's ``cross_entropy`` or ``nll`` compares with the target that is fed
    back (Sutskever, Vinyals & Le 2014, section 3.2). A sequence ends with its first symbol ``stop``, or without one
    as ``generate`` says of ``lengths``. A width of 1 takes the likeliest symbol at every step, as ``generate`` does;
    with a width of all sequences there are none is overlooked. Every beginning is run anew at every step, so that a
    model may look back as far as it likes. Raises ``ModelError`` for a model that does not choose symbols one after
    the other by such probabilities, and as ``generate`` does.
    """
    asked = writing(model, model.named(given, {}), lengths or {}, stop=stop)
    if not isinstance(width, int) or width < 1:
        raise ModelError(f"Asked to keep {width!r} sequences; expected a whole number from 1.")
    refuse_looking_ahead(model.definition, asked)
    with torch.no_grad():
        return _Search(model, asked, stop).found(width)


class _Search:
    """A search that writes one symbol after the other."""

    def __init__(self, model: RecurrentModel, asked: Writing, stop: int) -> None:
        self.asked, self.stop = asked, stop
        definition, self.scores, self.normed = _with_scores(model.definition, asked)
        self.runner = twin(model, definition, {self.scores: model.shapes[asked.target]})
        self.batch = asked.batch
        self.device = next(iter((*model.weights.values(), *asked.given.values())), torch.zeros(())).device

    def found(self, width: int) -> Found:
        """Return what is left when every sequence has ended."""
        symbols = torch.zeros(0, 1, self.batch, dtype=torch.long, device=self.device)
        lengths, done = torch.zeros_like(symbols[:0].sum(0)), torch.zeros_like(symbols[:0].sum(0), dtype=torch.bool)
        likely, limit = torch.zeros_like(done, dtype=torch.float64), self.asked.limit.to(self.device)
        while not bool(done.all()):
            options = self._options(symbols)  # (width, symbols, batch)
            ended = torch.full_like(options, -torch.inf)
            ended[:, self.stop] = 0.0
            totals = likely.to(options).unsqueeze(1) + torch.where(done.unsqueeze(1), ended, options)
            likely, best = totals.flatten(0, 1).topk(min(width, totals[:, :, 0].numel()), 0)
            before, symbol = best // totals.shape[1], best % totals.shape[1]
            done, lengths = done.gather(0, before), lengths.gather(0, before)
            kept = symbols.gather(1, before.expand(len(symbols), *before.shape))
            symbols = torch.cat([kept, symbol.unsqueeze(0)])
            lengths = lengths + ~done
            done = done | (symbol == self.stop) | (lengths >= limit) | likely.isneginf()
        there = ~likely.isneginf().all(1)
        return Found(symbols[:, there], lengths[there], likely[there])

    def _options(self, symbols: Tensor) -> Tensor:
        """Return the log probability of every symbol after what each beginning has: (width, symbols, batch)."""
        written, width, _ = symbols.shape
        steps = self.asked.extent or min(self.asked.longest, (written // STRIDE + 1) * STRIDE)
        ahead = symbols.new_zeros(steps - written, *symbols.shape[1:])
        axes = self.runner.definition.axes
        given = {name: torch.cat([one] * width, len(axes.get(name, ()))) for name, one in self.asked.given.items()}
        lengths = {axis: _repeated(own, width) for axis, own in self.asked.lengths_of(steps).items()}
        given[self.asked.target] = torch.cat([symbols, ahead]).flatten(1)
        scores = self.runner.run(given, lengths=lengths)[self.scores][written]
        options = scores.log() if self.normed else scores.log_softmax(-1)
        return options.reshape(width, self.batch, -1).transpose(1, 2)


def _repeated(lengths: Lengths, width: int) -> Lengths:
    """Return the lengths of the sequences of a batch for every beginning of each."""
    if isinstance(lengths, int):
        return lengths
    return lengths.repeat(width) if isinstance(lengths, Tensor) else [*lengths] * width


def _with_scores(definition: Definition, asked: Writing) -> tuple[Definition, str, bool]:
    """Return the definition with what its loss compares with the target, that name, and if it is probabilities."""
    axis, place = asked.axis, definition.equations[0].place
    target = Reference(asked.target, (Index(axis, 1, 0, place),), place)
    bodies = [part for body in definition.inlined.values() for part in parts(body) if isinstance(part, Call)]
    compared = [one for one in bodies if one.operation in ("cross_entropy", "nll") and one.arguments[1] == target]
    fed = next(one.expression for one in definition.feedbacks if one.name == asked.target)
    if len(set(compared)) != 1 or not (isinstance(fed, Call) and fed.operation == "one_hot"):
        raise ModelError(
            f"Searching for the likeliest `{asked.target}` needs the probabilities of its symbols: one "
            f"`cross_entropy(o[{axis}], {asked.target}[{axis}])` or `nll`, here {len(set(compared))}, and symbols that "
            f"are fed back, `feedback {asked.target}[{axis}] = one_hot(…)`."
        )
    name = fresh(definition, "scores")
    made = Equation(name, (axis,), compared[0].arguments[0], place)
    return assemble(replace(definition, equations=(*definition.equations, made))), name, compared[0].operation == "nll"
