"""What happened in a run: every variable at every index, and its gradients on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import torch
from torch import Tensor

from graphviz_rnn.language.definition import Definition
from models.errors import ModelError
from models.running.reading import Boundaries
from models.running.series import Series
from models.running.setting import Setting
from models.stepping.loop import asking_parameters


@dataclass(frozen=True)
class Trace:
    """The values of one run; ``trace["h"]`` has shape (T, batch, n), a scalar's (T, batch).

    ``setting`` says what was run, ``series`` holds inputs and variables, ``weights`` the parameters as they were used,
    ``boundaries`` the values read outside of an axis, ``missing`` what a left-out target prevented.
    """

    setting: Setting
    series: Mapping[str, Series]
    weights: Mapping[str, Tensor]
    boundaries: Boundaries
    missing: frozenset[str]

    @property
    def definition(self) -> Definition:
        """The definition that was run; in free running the one in which feedback computes the targets."""
        return self.setting.definition

    @property
    def lengths(self) -> dict[str, Tensor]:
        """The number of steps of every axis for each sequence, (batch,); after them a variable holds its boundary."""
        alike = {axis: torch.full((self.setting.batch,), length) for axis, length in self.setting.lengths.items()}
        return alike | dict(self.setting.own)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs, targets and variables that were given or computed, in the order of the text."""
        return tuple(name for name in self.definition.roles if name in self.series)

    def __getitem__(self, name: str) -> Tensor:
        """Return a variable's values with the axes in front; raises ``ModelError`` for one not computed."""
        return self._series(name).whole()

    def _series(self, name: str) -> Series:
        if name in self.missing:
            targets = ", ".join(f"`{one}`" for one in self.definition.names("target") if one in self.missing)
            raise ModelError(f"`{name}` was not computed, since {targets} was not given. Run with it.")
        if name not in self.series:
            raise ModelError(f"`{name}` is no variable of this trace; it has {', '.join(self.names)}.")
        return self.series[name]

    def boundary(self, name: str, index: int) -> Tensor | None:
        """Return a variable's value at an index outside of its axis, (batch, n), or None if it was not read."""
        return self.boundaries.get((name, (index,)))

    def grad(self, of: str, wrt: str) -> Tensor:
        """Return d(sum of ``of`` over batch and steps)/d``wrt`` at every index, shaped as ``trace[wrt]``.

        It is the total derivative, through all later steps (Goodfellow et al. 2016, equations
        10.17 to 10.28); a parameter's has the parameter's shape. Raises ``ModelError`` for a trace
        that was recorded without gradients, and for unknown names.
        """
        return self.grads(of, [wrt])[wrt]

    def grads(self, of: str, wrt: Sequence[str]) -> dict[str, Tensor]:
        """Return the derivatives of ``of`` with respect to several names, as ``grad`` does, in one pass backward."""
        nodes = {name: [self.weights[name]] if name in self.weights else self._series(name).nodes for name in wrt}
        with asking_parameters(any(name in self.weights for name in wrt)):
            found = iter(self._grad(of, [node for own in nodes.values() for node in own]))
        grads: dict[str, Tensor] = {}
        for name, own in nodes.items():
            parts = list(islice(found, len(own)))
            grads[name] = parts[0] if name in self.weights else self.series[name].shaped(parts)
        return grads

    def contributions(self, of: str, wrt: str, at: str = "") -> Tensor:
        """Return ∂of/∂W⁽ᵗ⁾ for every step, (T, batch, …): the gradient with respect to the copy of W that step t uses.

        On axes s and t it is (S, T, batch, …), for a parameter used on no axis (batch, …). Summed over these it is
        ``grad(of, wrt)`` (Goodfellow et al. 2016, equations 10.25 and 10.26). A parameter that is used on different
        axes, or for a first value too, has contributions of each: ``at`` names one, the variable whose equation uses
        it (``"h"``) or a boundary (``"h[0]"``, (batch, …)), and those of all of them add up. The run is done again.
        Raises ``ModelError`` for what is no parameter, and where ``at`` has to say which.
        """
        from models.contributions import contributions

        return contributions(self, of, wrt, at)

    def boundary_grad(self, of: str, name: str, index: int = 0) -> Tensor:
        """Return the derivative with respect to a boundary value, such as h(0)."""
        value = self.boundary(name, index)
        if value is None:
            raise ModelError(f"`{name}` at {index} was not read in this run. Ask for an index that was.")
        return self._grad(of, [value])[0]

    def jacobian(self, of: str, *, at: int, wrt: str, index: int) -> Tensor:
        """Return d``of``(at)/d``wrt``(index), of shape (batch, n, m): the product of the steps between.

        Raises ``ModelError`` as ``grad`` does, and for an index outside of the axis.
        """
        target, source = self._cell(of, at), self._series(wrt)
        batch = self._cell(wrt, index).shape[0]
        node = source.nodes[0 if source.at_once else index - 1]
        units = target.reshape(batch, -1).sum(0)
        rows = torch.stack([self._derivatives(of, unit, [node])[0] for unit in units])
        picked = rows[:, index - 1] if source.at_once else rows
        return picked.transpose(0, 1).reshape(batch, len(units), -1)

    def _cell(self, name: str, index: int) -> Tensor:
        series = self._series(name)
        steps = range(1, series.extents[0] + 1) if len(series.extents) == 1 else ()
        if not isinstance(index, int) or index not in steps:
            said = f"1 to {len(steps)}" if steps else "none: it is not on one axis"
            raise ModelError(f"`{name}` has no step {index}; its steps are {said}.")
        return series.part([index])

    def _grad(self, of: str, nodes: list[Tensor]) -> list[Tensor]:
        with torch.enable_grad():
            return self._derivatives(of, self[of].sum(), nodes)

    def _derivatives(self, of: str, total: Tensor, nodes: list[Tensor]) -> list[Tensor]:
        """Return the derivatives of one number with respect to ``nodes``, zeros where it does not depend on one."""
        if not total.requires_grad:
            raise ModelError(f"`{of}` carries no gradient: the run was made without. Run outside of torch.no_grad().")
        wanted = [node for node in nodes if node.requires_grad]
        try:
            found = iter(torch.autograd.grad(total, wanted, retain_graph=True, allow_unused=True) if wanted else ())
        except RuntimeError as gone:
            raise ModelError(
                f"The gradient of `{of}` is gone: backward() or an update of the parameters came after the run. "
                "Run again, or ask before."
            ) from gone
        grads = [next(found) if node.requires_grad else None for node in nodes]
        return [torch.zeros_like(node) if one is None else one for node, one in zip(nodes, grads, strict=True)]
