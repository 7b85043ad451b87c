"""Build a PyTorch module from a definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import torch
from torch import Tensor, nn

from graphviz_rnn.language.definition import Definition, Shape
from models.errors import ModelError
from models.initialisers import initial
from models.running.lengths import Lengths
from models.running.plan import Plan
from models.running.start import start
from models.trace import Trace


def build(definition: Definition, sizes: Mapping[str, int] | None = None, seed: int = 0) -> RecurrentModel:
    """Return a module with the definition's parameters, first values drawn from ``seed``, in float32.

    ``sizes`` gives variables' numbers of units by name. Raises ``ModelError`` for a definition that
    cannot run, ``RequestError`` and ``DefinitionError`` for sizes that do not fit.
    """
    if definition.abstract_functions:
        name = definition.abstract_functions[0]
        raise ModelError(
            f"`{name}` has no body, so the definition can be drawn but not run. Write `def {name}(…) = …`."
        )
    return RecurrentModel(definition, definition.shapes(sizes), seed)


class RecurrentModel(nn.Module):
    """A definition as a module; its parameters stand under their own names (``model.W``).

    ``weights`` has all of them by name, also one whose name every module uses for something else
    (``train``), and which is reached only there. First values are drawn in double precision: a model that is made
    ``double()`` before anything changed them has them to the last bit.
    """

    def __init__(self, definition: Definition, shapes: Mapping[str, Shape], seed: int) -> None:
        super().__init__()
        self.definition = definition
        self.shapes = dict(shapes)
        self._plans: dict[bool, Plan] = {}
        self._drawn: dict[str, Tensor] = {}
        generator = torch.Generator().manual_seed(seed)
        for name in definition.names("parameter"):
            declared = definition.declarations.get(name)
            value = initial(name, shapes[name], declared.initialiser if declared else None, generator)
            self._drawn[name] = value
            trains = not (declared is not None and declared.fixed)
            # register_parameter refuses names such as "train" that are attributes of every module
            self._parameters[name] = nn.Parameter(value.to(torch.get_default_dtype()), requires_grad=trains)

    @property
    def weights(self) -> dict[str, nn.Parameter]:
        """The parameters by name, in the order of the text."""
        return {name: one for name, one in self._parameters.items() if one is not None}

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """Change all parameters, as ``to`` and ``double`` ask for it."""
        before = {name: one.detach() for name, one in self.weights.items()}
        super()._apply(fn, recurse)  # type: ignore[no-untyped-call]
        for name, one in self.weights.items():
            drawn, old = self._drawn.get(name), before[name].cpu()
            if drawn is not None and one.dtype == drawn.dtype != old.dtype and torch.equal(drawn.to(old.dtype), old):
                one.data.copy_(drawn)
        return self

    def run(
        self,
        given: Mapping[str, Tensor] | None = None,
        *,
        lengths: Mapping[str, Lengths] | None = None,
        free_running: bool = False,
        **inputs: Tensor,
    ) -> Trace:
        """Compute every variable at every index and return the trace.

        Inputs and targets come by name, shaped (T, batch, n); on axes s and t (S, T, batch, n); a
        scalar (T, batch); without axes (batch, n). Classes may come as integers (T, batch).
        Lengths follow from them; ``lengths`` gives those of axes that no input has, and, as one
        number for each sequence (``{"t": [5, 3, 4]}``), where the sequences of a batch end at
        different steps: each is then computed as if it were alone. Targets may be
        left out: what depends on them is then not computed. Raises ``ModelError`` for inputs that
        do not fit.
        """
        data = self.named(given, inputs)
        return start(self._plan(free_running), self.weights, given=data, lengths=lengths or {}).trace()

    def _plan(self, free_running: bool) -> Plan:
        if free_running not in self._plans:
            definition = self.definition.free_running() if free_running else self.definition
            self._plans[free_running] = Plan(definition, self.shapes)
        return self._plans[free_running]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is copied and saved: not the plans, which follow from the rest."""
        return {**self.__dict__, "_plans": {}, "_drawn": {}}

    def forward(self, given: Mapping[str, Tensor] | None = None, **inputs: Tensor) -> Trace:
        """Run, as modules are called."""
        return self.run(self.named(given, inputs))

    def named(self, given: Mapping[str, Tensor] | None, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return what is given in both ways in one; raises ``ModelError`` for a tensor without a name."""
        if isinstance(given, Tensor):
            known = ", ".join(f"{name}=…" for name in self.definition.names("input", "target"))
            raise ModelError(f"A tensor is given without a name; expected `run({known})`. Say which one it is.")
        return {**(given or {}), **inputs}
