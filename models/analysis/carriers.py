"""What carries the past of a state: if only values one step back do, one step's Jacobians chain to all."""

from __future__ import annotations

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence, dependences


def carriers(definition: Definition, state: str) -> tuple[str, ...]:
    """Return the variables whose last values, and nothing else of the past, decide ``state``; ``state`` comes first.

    Returns () where the past comes in another way: through longer delays, delayed inputs or targets, choices
    by the step, fixed steps, or a carrier that reads ``state`` within the step.
    """
    axes = definition.axes.get(state, ())
    read = _behind(definition, state)
    if len(axes) != 1 or isinstance(definition.lengths[axes[0]], int):
        return ()
    if not all(_plain(definition, one, axes[0]) for one in read):
        return ()
    found = tuple(dict.fromkeys([state, *(one.source for one in read if one.delay)]))
    if any(_within_step(definition, other, state) for other in found[1:]):
        return ()
    return found


def _behind(definition: Definition, state: str) -> list[Dependence]:
    """Return the dependences of everything that ``state`` is computed from."""
    every, known, waiting = list(dependences(definition)), {state}, [state]
    while waiting:
        target = waiting.pop()
        fresh = [one.source for one in every if one.target == target and one.source not in known]
        known.update(fresh)
        waiting.extend(fresh)
    return [one for one in every if one.target in known]


def _plain(definition: Definition, one: Dependence, axis: str) -> bool:
    """Say whether a reading is of this step, of a variable one step back, or of a parameter."""
    if definition.roles[one.source] == "parameter":
        return True
    own = definition.axes.get(one.source, ()) == (axis,)
    back = one.delay == ((axis, 1),) and definition.roles[one.source] in ("state", "variable")
    return own and not one.anywhere and not one.occurrence.choices and (not one.delay or back)


def _within_step(definition: Definition, name: str, state: str) -> bool:
    """Say whether ``name`` reads ``state`` of the same step, directly or through others."""
    sources = [one.source for one in dependences(definition) if one.target == name and not one.delay]
    return state in sources or any(_within_step(definition, one, state) for one in sources)
