"""How many units the values of a cell have, and which of them a part holds."""

from __future__ import annotations

from typing import Any

from torch import nn
from torch.fx import Node

from models.cells.operations import operation, spoken
from models.cells.traced import Cell
from models.errors import ModelError


class Sizes:
    """The sizes of one cell's values, as far as its parameters tell them."""

    def __init__(self, module: nn.Module, cell: Cell) -> None:
        self.module, self.cell = module, cell
        self.open: set[Node] = set()

    def of(self, node: Any) -> int | None:
        """Return how many units a value has; None if nothing says, or if it is a number."""
        if not isinstance(node, Node) or node in self.open:
            return None
        self.open.add(node)
        found = self._of(node)
        self.open.discard(node)
        return found

    def _of(self, node: Node) -> int | None:
        if node is self.cell.x:
            return self._read_by_matrices(node)
        state = next((one for one in self.cell.states if node in one.old), None)
        if state is not None:
            return self.of(state.new)
        if node.op == "get_attr":
            return self._attribute(node)
        name = operation(node, self.module) if node.op.startswith("call") else None
        if name == "linear" or name == "@":
            return self._columns(node)[1]
        if name == "part":
            _, start, stop = self.part(node)
            return stop - start
        if name == "concat":
            sizes = [self.of(one) for one in node.args[0]]  # type: ignore[union-attr]
            return None if None in sizes else sum(one or 0 for one in sizes)
        return None if name in ("sum", "mean") else next((size for one in node.args if (size := self.of(one))), None)

    def _attribute(self, node: Node) -> int | None:
        owner, _, last = str(node.target).rpartition(".")
        count = int(getattr(self.module.get_submodule(owner), last).numel())
        return count if count > 1 else None

    def _columns(self, node: Node) -> tuple[int, int]:
        """Return how many units a product with a parameter reads and makes."""
        if node.op == "call_module":
            linear = self.module.get_submodule(str(node.target))
            assert isinstance(linear, nn.Linear)
            return linear.in_features, linear.out_features
        path, turned = self.matrix(node.args[1] if len(node.args) > 1 else node.kwargs["weight"])
        if path is None:
            return 0, 0
        owner, _, last = path.rpartition(".")
        rows, columns = getattr(self.module.get_submodule(owner), last).shape
        return (columns, rows) if turned or operation(node, self.module) == "linear" else (rows, columns)

    def _read_by_matrices(self, node: Node) -> int | None:
        """Return a value's size from a product that reads it, alone or joined with values whose size is known."""
        for user in node.users:
            name = operation(user, self.module) if user.op.startswith("call") else None
            if name in ("linear", "@") and user.args[0] is node:
                return self._columns(user)[0]
            if name == "concat":
                others = [self.of(one) for one in user.args[0] if one is not node]  # type: ignore[union-attr]
                whole = self._read_by_matrices(user)
                if whole and None not in others:
                    return whole - sum(one or 0 for one in others)
        return None

    def matrix(self, value: Any) -> tuple[str | None, bool]:
        """Return the path of a parameter that stands for a matrix, and whether it is transposed."""
        if not isinstance(value, Node):
            return None, False
        if value.op == "get_attr":
            return str(value.target), False
        if value.op.startswith("call") and operation(value, self.module) in ("T", "t"):
            path, turned = self.matrix(value.args[0])
            return path, not turned
        return None, False

    def part(self, node: Node) -> tuple[Node, int, int]:
        """Return what a part is taken of, its first unit and the one after its last."""
        source, which = node.args[0], node.args[1] if len(node.args) > 1 else None
        assert isinstance(source, Node)
        name = operation(source, self.module) if source.op.startswith("call") else None
        if name in ("chunk", "split") and isinstance(which, int):
            whole = source.args[0]
            self.check_dimension(source, name)
            total = self.of(whole)
            if isinstance(whole, Node) and total and len(source.args) > 1:
                return self._piece(whole, total, name, source.args[1], which)
        total = self.of(source)
        units = which[-1] if isinstance(which, tuple) and len(which) == 2 else None
        if total and isinstance(units, slice) and isinstance(which, tuple) and which[0] in (slice(None), Ellipsis):
            start, stop, step = units.indices(total)
            if step == 1:
                return source, start, stop
        raise ModelError(
            f"The {type(self.module).__name__} takes a part of `{spoken(source, self.module)}` in a way that cannot be "
            "read. Use `chunk(n, 1)` or `[:, a:b]` on what a Linear makes, or write the cell as a text."
        )

    def _piece(self, whole: Node, total: int, name: str, given: Any, which: int) -> tuple[Node, int, int]:
        """Return one of the pieces that ``chunk`` or ``split`` makes."""
        if isinstance(given, int):
            size = -(-total // given) if name == "chunk" else given
            sizes = [min(size, total - start) for start in range(0, total, size)]
        else:
            sizes = [int(one) for one in given]
        start = sum(sizes[: which % len(sizes)])
        return whole, start, start + sizes[which % len(sizes)]

    def check_dimension(self, node: Node, name: str) -> None:
        """Refuse an operation along another dimension than that of the units."""
        at = {"softmax": 1, "concat": 1, "sum": 1, "mean": 1, "chunk": 2, "split": 2}.get(name)
        if at is None:
            return
        given = node.args[at] if len(node.args) > at else node.kwargs.get("dim", node.kwargs.get("axis"))
        if node.op == "call_module":
            given = getattr(self.module.get_submodule(str(node.target)), "dim", None)
        if given not in (1, -1, [1], [-1], (1,), (-1,)):
            raise ModelError(
                f"The {type(self.module).__name__} computes `{spoken(node, self.module)}` along dimension {given}; "
                "expected 1 or -1, the units, of values of shape (batch, n)."
            )
