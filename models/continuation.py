"""Run on from where a trace ended, on the model's own outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import dependences
from graphviz_rnn.language.parse import assemble
from graphviz_rnn.language.records import Equation, Index, Reference
from models.build import RecurrentModel
from models.errors import ModelError
from models.trace import Trace
from models.variants import started, twin


def continued(
    model: RecurrentModel,
    trace: Trace,
    *,
    steps: int,
    feed: Mapping[str, str] | None = None,
    given: Mapping[str, Tensor] | None = None,
) -> Trace:
    """Return the run of ``steps`` more steps after ``trace``, which was a run of ``model`` on one axis.

    Feedback equations take the place of targets, and every input that ``feed`` names is the last value of the
    variable it is mapped to: ``{"x": "o"}`` makes a network that predicts the next value write on.
    ``given`` has the other inputs. Raises ``ModelError`` for a definition that looks back further than one step.
    """
    free = _fed(model, feed or {})
    past = _past(free)
    lost = next((one for one in past if one not in trace.names), None)
    if lost is not None:
        raise ModelError(f"The trace has no `{lost}` to go on from. Run the model with its inputs and targets first.")
    definition, names = started(free, past)
    runner = twin(model, definition, {new: model.shapes[old] for old, new in names.items()})
    starts = {new: trace[old][-1].detach() for old, new in names.items()}
    return runner.run({**(given or {}), **starts}, lengths=dict.fromkeys(definition.lengths, steps))


def _fed(model: RecurrentModel, feed: Mapping[str, str]) -> Definition:
    """Return the free-running definition whose inputs in ``feed`` are outputs of the step before."""
    free = model.definition.free_running()
    for name, output in feed.items():
        known = free.roles.get(name) == "input" and output in free.inlined
        if not known or model.shapes[name] != model.shapes[output] or free.axes.get(name) != free.axes[output]:
            raise ModelError(
                f"`{output}` cannot be fed to `{name}`: expected a variable and an input of the same form."
            )
    place = free.equations[0].place
    made = [
        Equation(name, free.axes[name], Reference(output, (Index(free.axes[name][0], -1, 1, place),), place), place)
        for name, output in feed.items()
    ]
    declared = {name: one for name, one in free.declarations.items() if name not in feed}
    return assemble(replace(free, equations=(*made, *free.equations), declarations=declared))


def _past(definition: Definition) -> list[str]:
    """Return what is read one step back; raises ``ModelError`` where something is read further back."""
    found: dict[str, None] = {}
    for one in dependences(definition):
        if one.delay and (len(one.delay) > 1 or one.delay[0][1] != 1):
            raise ModelError(
                f"`{one.target}` reads `{one.source}` {one.delay[0][1]} steps back, so its past is more than the last "
                "step. Only definitions that look one step back can be continued."
            )
        if one.delay:
            found[one.source] = None
    return list(found)
