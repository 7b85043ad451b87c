"""Turn a recurrent module of PyTorch into a definition and a model with the same weights."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from graphviz_rnn.language.parse import parse
from models.build import RecurrentModel, build
from models.cells import cell_definition
from models.torch_modules import GATES, copied_out, recurrence_of


def from_torch(module: nn.Module) -> RecurrentModel:
    """Return a model of a recurrent module, or of a cell of your own, with the same weights and outputs.

    Modules are ``torch.nn.RNN``, ``LSTM``, ``GRU`` and their cells. A cell of your own is one whose ``forward(x, h)``
    or ``forward(x, (h, c))`` returns the new state, or an output and the new state: it is traced, and its variables
    have the names that they have in ``forward``.

    The equations are the gallery's, gate by gate, with torch's weights under the names they have there; the two
    biases of torch become one. The module's output is ``h``; of several layers ``h_1``, ``h_2``, …, the last being
    the output; of two directions ``o`` (``o_1``, …), which joins ``h`` and ``h_rev``. Inputs have shape (T, batch, n)
    whatever ``batch_first`` says; there is no dropout between layers, as in ``module.eval()``. The model has its own
    copy of the weights. Raises ``ModelError`` for other modules, and names the first operation that is not in the
    language.
    """
    if not isinstance(module, nn.RNNBase | nn.RNNCellBase):
        return filled(*cell_definition(module))
    one, weights = recurrence_of(module), copied_out(module)
    title = f"# torch.nn.{module!r}\n# The module's output is {one.output}.\n\n"
    sizes: dict[str, int] = {}
    for ending, _ in one.endings:
        rows, columns = (weights[f"{letter}{GATES[one.kind][0]}{ending}"] for letter in "UW")
        sizes |= {"x": rows.shape[1]} if not sizes else {}
        sizes |= {f"h{ending}": columns.shape[1]} | ({f"q{ending}": len(rows)} if one.projects else {})
    return filled(title + one.text(), weights, sizes)


def filled(text: str, weights: Mapping[str, Tensor], sizes: Mapping[str, int] | None = None) -> RecurrentModel:
    """Return the model of a text with copies of given weights, in their precision."""
    model = build(parse(text), sizes)
    for value in weights.values():
        model.to(value.dtype)
    with torch.no_grad():
        for name, value in model.weights.items():
            value.copy_(weights[name])
    return model
