"""The parameters of a cell under names of the language, whole or cut into the rows of its gates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from torch import Tensor, nn

from graphviz_rnn.language.operations import FUNCTIONS

Rows = tuple[int, int, str]
"""First and last (excluded) unit of a part, and the ending of names that stand for it."""

_WORDS = ("where", "def", "input", "target", "param", "const", "axis", "hide", "feedback", "fixed", "scalar", "t", "T")


@dataclass
class Weights:
    """The parameters read so far, and the names that are taken."""

    root: nn.Module
    tensors: dict[str, Tensor] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=lambda: {*FUNCTIONS, *_WORDS})
    _known: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def name(self, wished: str) -> str:
        """Return a name that is free in the language, the wished one if it can be."""
        name = wished.replace(".", "_")
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def parameter(self, path: str, wished: str, value: Tensor, rows: Rows | None, dim: int = 0) -> str:
        """Return the name of a parameter or of some of its rows (columns if ``dim`` is 1)."""
        ending = f"_{rows[2]}" if rows else ""
        key = (path, ending, str(tuple(value.shape)))
        if key not in self._known:
            name = self._known[key] = self.name(wished + ending)
            part = value.narrow(dim, rows[0], rows[1] - rows[0]) if rows else value
            self.tensors[name] = part.detach()
            if not value.requires_grad:
                self.fixed.add(name)
        return self._known[key]

    def attribute(self, path: str) -> Tensor:
        """Return a parameter or buffer of the cell."""
        owner, _, last = path.rpartition(".")
        found = getattr(self.root.get_submodule(owner), last)
        assert isinstance(found, Tensor)
        return found

    def declarations(self, text: str) -> list[str]:
        """Return a line of the language for every parameter, in the order in which a text reads them."""
        order = re.findall(r"\w+", text)
        return [
            f"param {name} : {' x '.join(map(str, value.shape)) or 'scalar'}{' fixed' * (name in self.fixed)}"
            for name, value in sorted(self.tensors.items(), key=lambda one: order.index(one[0]))
        ]


def as_vector(value: Tensor) -> Tensor:
    """Return a parameter as it acts on every unit of a vector: one number is a scalar, (1, n) is (n,)."""
    return value.reshape(()) if value.numel() == 1 else value.squeeze()
