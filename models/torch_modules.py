"""The recurrent modules of torch.nn as definitions, and their weights under the definition's names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn

from graphviz_rnn.shelf import gallery_text, load

GATES: dict[str, tuple[str, ...]] = {
    "RNN": ("",),
    "LSTM": ("_g", "_f", "", "_q"),
    "GRU": ("_r", "_z", "_n"),
}
"""The endings of U, W and b in the order in which torch stacks their rows (for an LSTM: i, f, g, o)."""

_THEIRS = {"U": "weight_ih", "W": "weight_hh", "P": "weight_hr", "b": "bias_ih", "d": "bias_hh"}
_GALLERY = {"RNN": "elman", "LSTM": "lstm", "GRU": "gru"}
_NAME = re.compile(r"\b(?!(?:tanh|sigmoid|relu|t)\b)[A-Za-z]\w*")
_BIAS = re.compile(r"\b[bd](_\w+)? \+ ")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What a module of torch.nn computes: its equations, and how its layers and directions are stacked.

    ``mode`` is torch's: "RNN_TANH", "RNN_RELU", "LSTM" or "GRU". Of several layers each name ends with the
    layer's number from 1 (``h_2``), those of the reverse direction end with ``_rev`` (``h_2_rev``).
    """

    mode: str
    layers: int = 1
    directions: int = 1
    bias: bool = True
    projects: bool = False

    @property
    def kind(self) -> str:
        """The class's name in torch.nn: "RNN", "LSTM" or "GRU"."""
        return self.mode.split("_")[0]

    @property
    def endings(self) -> tuple[tuple[str, str], ...]:
        """The ending of every layer's and direction's names here and in torch: ("_2_rev", "_l1_reverse")."""
        ways = (("", ""), ("_rev", "_reverse"))[: self.directions]
        return tuple(
            (f"{self._layer(layer)}{ours}", f"_l{layer - 1}{theirs}")
            for layer in range(1, self.layers + 1)
            for ours, theirs in ways
        )

    @property
    def output(self) -> str:
        """The variable that is the module's output: the last layer's h, or o, which joins both directions."""
        return f"{'ho'[self.directions - 1]}{self._layer(self.layers)}"

    def text(self) -> str:
        """Return the equations of all layers, in the letters of the gallery.

        >>> print(Recurrence("RNN_TANH", directions=2, bias=False).text())
        a[t] = W @ h[t-1] + U @ x[t]
        h[t] = tanh(a[t])
        a_rev[t] = W_rev @ h_rev[t+1] + U_rev @ x[t]
        h_rev[t] = tanh(a_rev[t])
        o[t] = concat(h[t], h_rev[t])
        hide a, a_rev
        """
        lines, below = [], "x"
        for layer in range(1, self.layers + 1):
            end = self._layer(layer)
            lines += [self._direction(end, below)]
            if self.directions == 2:
                lines += [self._direction(f"{end}_rev", below).replace("[t-1]", "[t+1]")]
                lines += [f"o{end}[t] = concat(h{end}[t], h{end}_rev[t])"]
            below = f"{'ho'[self.directions - 1]}{end}"
        hidden = [f"a{ours}" for ours, _ in self.endings if self.kind == "RNN"]
        return "\n".join([*lines, *([f"hide {', '.join(hidden)}"] if hidden else [])])

    def _layer(self, layer: int) -> str:
        return f"_{layer}" if self.layers > 1 else ""

    def _direction(self, ending: str, below: str) -> str:
        """Return one direction of one layer: the gallery's equations with other names."""
        text = recurrence(_GALLERY[self.kind])
        if self.mode == "RNN_RELU":
            text = text.replace("tanh", "relu")
        if self.projects:
            text = re.sub(r"^h\[t\] = (.*)$", r"h[t] = P @ (\1)", text, flags=re.MULTILINE)
        if not self.bias:
            text = _BIAS.sub("", text)
        return _NAME.sub(lambda found: below if found[0] == "x" else found[0] + ending, text)


@cache
def recurrence(name: str) -> str:
    """Return the equations of a gallery definition that are on its cycle, without what reads them.

    >>> print(recurrence("elman"))
    a[t] = b + W @ h[t-1] + U @ x[t]
    h[t] = tanh(a[t])
    """
    lines, definition = gallery_text(name).splitlines(), load(name)
    states = definition.names("state")
    return "\n".join(lines[one.place.line - 1] for one in definition.equations if one.name in states)


def recurrence_of(module: nn.RNNBase | nn.RNNCellBase) -> Recurrence:
    """Return what a module of torch.nn computes."""
    if isinstance(module, nn.RNNBase):
        directions = 2 if module.bidirectional else 1
        return Recurrence(module.mode, module.num_layers, directions, module.bias, module.proj_size > 0)
    mode = type(module).__name__.removesuffix("Cell")
    if isinstance(module, nn.RNNCell):
        mode = f"RNN_{module.nonlinearity.upper()}"
    return Recurrence(mode, bias=module.bias)


def copied_out(module: nn.RNNBase | nn.RNNCellBase) -> dict[str, Tensor]:
    """Return all weights under the definition's names.

    The two biases are added up, but for a GRU's candidate, whose second bias ``d_n`` stands inside the reset.
    """
    one = recurrence_of(module)
    cell = isinstance(module, nn.RNNCellBase)
    own = {f"{name}_l0" if cell else name: value.detach() for name, value in module.named_parameters()}
    return {
        f"{name}{ours}": part
        for ours, theirs in one.endings
        for name, part in _gate_by_gate(one, {name: own.get(f"{name}{theirs}") for name in _THEIRS.values()}).items()
    }


def _gate_by_gate(one: Recurrence, own: Mapping[str, Tensor | None]) -> dict[str, Tensor]:
    """Return one direction of one layer by the definition's names without ending; ``own`` has torch's tensors."""
    gates = GATES[one.kind]
    named: dict[str, Tensor] = {}
    for letter, theirs in _THEIRS.items():
        whole = own[theirs]
        parts = () if whole is None else (whole,) if letter == "P" else whole.chunk(len(gates))
        named |= {f"{letter}{gate}": part for gate, part in zip(gates if letter != "P" else ("",), parts, strict=False)}
    for gate in gates if one.bias else ():
        if f"d{gate}" != "d_n":
            named[f"b{gate}"] = named[f"b{gate}"] + named.pop(f"d{gate}")
    return named


def copied_in(module: nn.RNNBase, weights: Mapping[str, Tensor]) -> None:
    """Fill a module of torch.nn with a definition's weights; its second bias becomes zeros, but for ``d_n``."""
    one = recurrence_of(module)
    own = dict(module.named_parameters())
    with torch.no_grad():
        for ours, theirs in one.endings:
            for letter, name in _THEIRS.items():
                parts = [weights.get(f"{letter}{gate}{ours}") for gate in (GATES[one.kind] if letter != "P" else ("",))]
                if f"{name}{theirs}" in own:
                    own[f"{name}{theirs}"].copy_(_stacked(parts))


def _stacked(parts: Sequence[Tensor | None]) -> Tensor:
    """Return the rows of all gates as one tensor, zeros for those that are missing."""
    present = next((part for part in parts if part is not None), None)
    if present is None:
        return torch.zeros(())
    return torch.cat([torch.zeros_like(present) if part is None else part for part in parts])
