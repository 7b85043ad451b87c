"""A definition made ready to run: its shapes, its schedule, and the programs of its loops once they were needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Expression, Reference
from graphviz_rnn.language.schedule import Loop
from models.running.evaluate import Evaluator
from models.running.linear_scan import Linear, linear_recurrence
from models.running.setting import Setting
from models.stepping.compile import compiled
from models.stepping.known import UnsupportedError
from models.stepping.program import Program

MOST_KEPT = 64
"""So many programs, and settings, a plan keeps; each is small, and the oldest goes first."""

Key = TypeVar("Key")
Kept = TypeVar("Kept")


def keep(kept: dict[Key, Kept], key: Key, one: Kept) -> Kept:
    """Note something that follows from ``key``, and return it."""
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(list(kept))), None)  # sessions of a server may share a model
    kept[key] = one
    return one


@dataclass(frozen=True)
class Plan:
    """What stays the same from run to run.

    ``kept`` has the programs of loops, which follow from it and from a setting's form, ``settings`` what is run by
    the forms of the inputs, ``missing`` what cannot be computed by which names were given.
    """

    definition: Definition
    shapes: Mapping[str, Shape]
    kept: dict[object, Program | None] = field(default_factory=dict)
    settings: dict[tuple[object, ...], Setting] = field(default_factory=dict)
    missing: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def linear(self) -> dict[Loop, Linear]:
        """The loops that are linear in every entry."""
        found = {
            one: linear_recurrence(self.definition, one) for one in self.definition.stages if isinstance(one, Loop)
        }
        return {loop: one for loop, one in found.items() if one is not None}

    def without(self, given: frozenset[str]) -> frozenset[str]:
        """Return what cannot be computed, since a target was not given."""
        if given not in self.missing:
            self.missing[given] = self._without(given)
        return self.missing[given]

    def _without(self, given: frozenset[str]) -> frozenset[str]:
        lost, before = {name for name in self.definition.names("target") if name not in given}, 0
        while len(lost) > before:
            before = len(lost)
            for name, body in self._bodies():
                if any(isinstance(part, Reference) and part.name in lost for part in parts(body)):
                    lost.add(name)
        return frozenset(lost)

    def _bodies(self) -> Iterator[tuple[str, Expression]]:
        """Yield every name with what it is computed from, also at its boundary."""
        yield from self.definition.inlined.items()
        yield from ((one.name, one.expression) for one in self.definition.boundaries)

    def program(self, evaluator: Evaluator, loop: Loop, at: Mapping[str, int]) -> Program | None:
        """Return the program of a loop whose outer axes stand ``at`` a step, or None if it has none."""
        key = (loop, *at.items(), evaluator.setting.form)
        try:
            return self.kept[key]
        except KeyError:
            return keep(self.kept, key, _compiled(evaluator, loop, at))


def _compiled(evaluator: Evaluator, loop: Loop, at: Mapping[str, int]) -> Program | None:
    try:
        return compiled(evaluator, loop, at)
    except UnsupportedError:
        return None
