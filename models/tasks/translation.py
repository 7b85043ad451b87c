"""Translate short sentences, character by character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import torch
from torch import Tensor

from models.data.dates import Pair, Style, date_pairs
from models.data.numerals import MOST, chinese, english
from models.errors import ModelError
from models.tasks.drawn import one_hot, random
from models.tasks.task import Task

END = "\n"
"""The symbol that ends a translation, and fills it up to the longest that is drawn with it."""


@dataclass(frozen=True)
class Translation:
    """Pairs of a source and a target sentence; ``held_out`` of them, drawn once, are never trained on.

    Sources drawn together have the same length, so no encoder reads filling. Targets are closed by ``END``.
    ``inputs`` has axes (T, batch, symbols), ``targets`` classes (S, batch).
    """

    pairs: Sequence[Pair]
    held_out: int = 2000

    def __post_init__(self) -> None:
        if len(self.pairs) <= self.held_out:
            raise ModelError(
                f"There are {len(self.pairs)} pairs, of which {self.held_out} are to be held out. Hold out fewer."
            )

    @cached_property
    def source_symbols(self) -> str:
        """The characters of all sources, sorted."""
        return "".join(sorted({one for source, _ in self.pairs for one in source}))

    @cached_property
    def target_symbols(self) -> str:
        """The characters of all targets, ``END`` first, then sorted."""
        return END + "".join(sorted({one for _, target in self.pairs for one in target}))

    @property
    def chance(self) -> float:
        """The cross entropy per character of guessing among all."""
        return log(len(self.target_symbols))

    @cached_property
    def _split(self) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        order = random(0).permutation(len(self.pairs))
        kept, out = order[self.held_out :], order[: self.held_out]
        return tuple(self.pairs[one] for one in kept), tuple(self.pairs[one] for one in out)

    @property
    def for_training(self) -> tuple[Pair, ...]:
        """The pairs that may be drawn."""
        return self._split[0]

    @property
    def for_testing(self) -> tuple[Pair, ...]:
        """The pairs that are held out."""
        return self._split[1]

    @cached_property
    def _by_length(self) -> tuple[tuple[Pair, ...], ...]:
        groups: dict[int, list[Pair]] = {}
        for pair in self.for_training:
            groups.setdefault(len(pair[0]), []).append(pair)
        return tuple(tuple(groups[length]) for length in sorted(groups))

    def draw(self, count: int, seed: int) -> Task:
        """Return ``count`` training pairs of one source length, which is drawn by how many pairs have it."""
        rng, sizes = random(seed), np.array([len(one) for one in self._by_length])
        group = self._by_length[int(rng.choice(len(sizes), p=sizes / sizes.sum()))]
        return self.task([group[one] for one in rng.integers(0, len(group), count)])

    def task(self, pairs: Sequence[Pair]) -> Task:
        """Return pairs, all with sources of one length, as inputs and targets."""
        targets = [target + END for _, target in pairs]
        longest = max(len(one) for one in targets)
        answers = [self._classes(one.ljust(longest, END), self.target_symbols) for one in targets]
        return Task(self.read([source for source, _ in pairs]), torch.tensor(answers).T, (), "cross_entropy")

    def read(self, sources: Sequence[str]) -> Tensor:
        """Return sentences of one length as one-hot inputs, (T, batch, symbols)."""
        if len({len(one) for one in sources}) != 1:
            raise ModelError("The sentences differ in length. Give those of one length together.")
        classes = np.array([self._classes(one, self.source_symbols) for one in sources]).T
        return one_hot(classes, len(self.source_symbols))

    def say(self, outputs: Tensor) -> list[str]:
        """Return the sentences that outputs, (S, batch, symbols), stand for: the likeliest symbols up to ``END``."""
        picked = outputs.argmax(-1).T.tolist()
        return ["".join(self.target_symbols[one] for one in row).split(END)[0] for row in picked]

    def _classes(self, sentence: str, symbols: str) -> list[int]:
        unknown = next((one for one in sentence if one not in symbols), None)
        if unknown is not None:
            raise ModelError(f"{unknown!r} in {sentence!r} is not among the symbols {symbols!r}. Leave it out.")
        return [symbols.index(one) for one in sentence]


def dates(style: Style = "full") -> Translation:
    """Return the task to translate Chinese dates, 1900 to 2099, into English."""
    return Translation(date_pairs(style))


def number_words(count: int = 40_000, *, held_out: int = 2000, seed: int = 0) -> Translation:
    """Return the task to translate Chinese numerals, drawn from 0 to 999 999, into English words."""
    drawn = random(seed).choice(MOST + 1, size=count, replace=False)
    return Translation([(chinese(int(one)), english(int(one))) for one in drawn], held_out)


_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def phrase_by_phrase(source: str) -> str:
    """Return a date as translated phrase after phrase, without a look at the whole: right words in the wrong order.

    >>> phrase_by_phrase("2016年5月3日星期二")
    '2016 May 3 Tuesday'
    """
    said = []
    for number, unit, weekday in re.findall(r"(\d+)([年月日])|星期(.)", source):
        said.append(_WEEKDAYS.split(" ")["一二三四五六日".index(weekday)] if weekday else _date_part(int(number), unit))
    return " ".join(said)


def _date_part(number: int, unit: str) -> str:
    return _MONTHS.split(" ")[number - 1] if unit == "月" else str(number)
