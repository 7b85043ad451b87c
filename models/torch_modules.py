"""The recurrent modules of torch.nn as definitions, and their weights under the definition's names."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from graphviz_rnn.shelf import gallery_text, load

GATES: dict[str, tuple[str, ...]] = {
    "RNN": ("",),
    "LSTM": ("_g", "_f", "", "_q"),
    "GRU": ("_r", "_z", "_n"),
}
"""The endings of U, W and b in the order in which torch stacks their rows (for an LSTM: i, f, g, o)."""


def recurrence(name: str) -> str:
    """Return the equations of a gallery definition that are on its cycle, without what reads them.

    >>> print(recurrence("elman"))
    a[t] = b + W @ h[t-1] + U @ x[t]
    h[t] = tanh(a[t])
    """
    lines, definition = gallery_text(name).splitlines(), load(name)
    return "\n".join(lines[definition.equation(state).place.line - 1] for state in definition.names("state"))


def copied_out(module: nn.RNNBase) -> dict[str, Tensor]:
    """Return the first layer's weights under the definition's names.

    The two biases are added up, but for a GRU's candidate.
    """
    own: dict[str, Tensor] = {name: one.detach() for name, one in module.named_parameters()}
    gates, zero = GATES[module.mode.split("_")[0]], own["weight_hh_l0"].new_zeros(len(own["weight_hh_l0"]))
    rows = {"U": own["weight_ih_l0"], "W": own["weight_hh_l0"]}
    first, second = own.get("bias_ih_l0", zero), own.get("bias_hh_l0", zero)
    if module.mode == "GRU":
        rows["d"] = second
        second = torch.cat([second[: 2 * module.hidden_size], zero[: module.hidden_size]])
    rows["b"] = first + second
    named = {f"{name}{gate}": part for name, whole in rows.items() for gate, part in _parts(whole, gates)}
    return {name: part for name, part in named.items() if name not in ("d_r", "d_z")}


def _parts(whole: Tensor, gates: tuple[str, ...]) -> list[tuple[str, Tensor]]:
    return list(zip(gates, whole.chunk(len(gates)), strict=True))


def copied_in(module: nn.RNNBase, weights: Mapping[str, Tensor]) -> None:
    """Fill a module with a definition's weights; its second bias becomes zeros, but for a GRU's candidate."""
    gates = GATES[module.mode.split("_")[0]]
    with torch.no_grad():
        for theirs, ours in (("weight_ih_l0", "U"), ("weight_hh_l0", "W"), ("bias_ih_l0", "b")):
            module.get_parameter(theirs).copy_(torch.cat([weights[f"{ours}{gate}"] for gate in gates]))
        second = module.get_parameter("bias_hh_l0").zero_()
        if module.mode == "GRU":
            second[-module.hidden_size :] = weights["d_n"]
