"""Write a traced cell as a definition: one equation for every value that its author named."""

from __future__ import annotations

from typing import Any, NamedTuple

from torch import Tensor, nn
from torch.fx import Node

from models.cells.operations import ELEMENTWISE, FACTORS, operation, spoken
from models.cells.sizes import Sizes
from models.cells.traced import Cell, traced
from models.cells.weights import Rows, Weights, as_vector
from models.errors import ModelError

_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "neg": 3, "^": 4}
_ATOM = 6


class Written(NamedTuple):
    """An expression in the language, and how tightly it holds together."""

    text: str
    level: int = _ATOM

    def at(self, level: int) -> str:
        """Return the text, in brackets if it holds together less tightly than ``level``."""
        return self.text if self.level >= level else f"({self.text})"


def cell_definition(module: nn.Module) -> tuple[str, dict[str, Tensor], dict[str, int]]:
    """Return a cell's definition as a text, its parameters and the sizes of its states, by name.

    The cell is called as ``forward(x, h)`` or ``forward(x, (h, c))`` with x of shape (batch, n). Raises ``ModelError``
    naming the first operation that the language does not have.
    """
    cell = traced(module)
    for node in cell.graph.nodes:
        if node.op.startswith("call") and operation(node, module) is None:
            raise ModelError(
                f"The {type(module).__name__} computes `{spoken(node, module)}`, which the language does not have. "
                "Use another operation, or write the cell as a text."
            )
    return _Writer(module, cell).definition()


class _Writer:
    def __init__(self, module: nn.Module, cell: Cell) -> None:
        self.module, self.cell = module, cell
        self.weights, self.sizes = Weights(module), Sizes(module, cell)
        self.equations: dict[str, Node] = {}
        self.defined: dict[Node, str] = {}
        self.x = self.weights.name(cell.x.name)
        self.old: dict[Node, str] = {}
        for one in cell.states:
            name = self.weights.name(one.name.removesuffix("_prev").removesuffix("_old"))
            self.old |= dict.fromkeys(one.old, name)
            self.defined.setdefault(one.new, name)

    def definition(self) -> tuple[str, dict[str, Tensor], dict[str, int]]:
        """Return the text, the parameters and the sizes."""
        for one in self.cell.states:
            name, new = self.old[one.old[0]], one.new
            copied = self.defined[new] != name or new is self.cell.x or new in self.old
            value = self.whole(new) if copied else self.expression(new, None)
            self.equations[f"{name}[t] = {value.text}"] = new
        output = self.cell.output
        if output is not None and output not in self.defined:
            self._define(output, self.weights.name(self.cell.names.get(output, "o")))
        size = self.sizes.of(self.cell.x)
        given = [f"input {self.x}[t]{f' : {size}' if size else ''}"]
        order = {node: place for place, node in enumerate(self.cell.graph.nodes)}
        equations = sorted(self.equations, key=lambda one: order[self.equations[one]])
        declared = self.weights.declarations("\n".join(equations))
        lines = [f"# {type(self.module).__name__}, traced", "", *declared, *given, *equations]
        sizes = {self.old[one.old[0]]: self.sizes.of(one.new) for one in self.cell.states}
        return "\n".join(lines), self.weights.tensors, {name: one for name, one in sizes.items() if one}

    # ---- values ----

    def whole(self, value: Any) -> Written:
        """Return a value as it is read: by its name if it has one."""
        if not isinstance(value, Node):
            return self._number(value)
        if value is self.cell.x:
            return Written(f"{self.x}[t]")
        if value in self.old:
            return Written(f"{self.old[value]}[t-1]")
        named = self.cell.keeps_its_name(value) or len(value.users) > 1
        if value not in self.defined and named and value.op != "get_attr" and operation(value, self.module) != "T":
            self._define(value, self.weights.name(self.cell.names.get(value, "v")))
        return Written(f"{self.defined[value]}[t]") if value in self.defined else self.expression(value, None)

    def _define(self, node: Node, name: str) -> None:
        text = self.expression(node, None).text
        self.defined[node] = name
        self.equations[f"{name}[t] = {text}"] = node

    def _number(self, value: Any) -> Written:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._refusal(f"reads {value!r} where a value is expected")
        return Written(f"{abs(value)!r}") if value >= 0 else Written(f"-{abs(value)!r}", _LEVELS["neg"])

    def read(self, value: Any, rows: Rows | None) -> Written:
        """Return an argument, or some units of it; a number is the same for all units."""
        return self.expression(value, rows) if rows and isinstance(value, Node) else self.whole(value)

    def expression(self, node: Node, rows: Rows | None) -> Written:
        """Return what a node computes, or some units of it."""
        if node.op == "get_attr":
            return self._attribute(node, rows)
        name = operation(node, self.module) if node.op.startswith("call") else None
        if name in ("part", "chunk", "split"):
            return self._part(node, rows)
        if name == "linear":
            return self._linear(node, rows)
        if name == "@":
            return self._matmul(node, rows)
        if name in ELEMENTWISE:
            return self._elementwise(node, name, rows)
        if rows is not None or name is None:
            raise self._refusal(f"takes a part of `{spoken(node, self.module) if name else node.name}`")
        return self._on_vector(node, name)

    def _attribute(self, node: Node, rows: Rows | None) -> Written:
        path, value = str(node.target), as_vector(self.weights.attribute(str(node.target)))
        if value.dim() > 1:
            raise self._refusal(f"reads the matrix `{path}` other than by `@`")
        return Written(self.weights.parameter(path, path, value, rows if value.dim() else None))

    def _part(self, node: Node, rows: Rows | None) -> Written:
        source, start, stop = self.sizes.part(node)
        ending = self.cell.names.get(node, str(node.args[1]) if isinstance(node.args[1], int) else f"{start}")
        inner = rows or (0, stop - start, ending)
        return self.expression(source, (start + inner[0], start + inner[1], inner[2]))

    def _elementwise(self, node: Node, name: str, rows: Rows | None) -> Written:
        most = FACTORS.get(name, 1)
        if len(node.args) > most or node.kwargs.get("inplace") or set(node.kwargs) - {"inplace"}:
            raise self._refusal(f"gives `{spoken(node, self.module)}` settings that the language does not have")
        arguments = [self.read(one, rows) for one in node.args]
        if name == "same":
            return arguments[0]
        level = _LEVELS.get(name)
        if level is None:
            return Written(f"{name}({', '.join(one.text for one in arguments)})")
        if name == "neg":
            return Written(f"-{arguments[0].at(level)}", level)
        left = arguments[0].at(level + (name == "^"))
        return Written(f"{left} {name} {arguments[1].at(level + 1)}", level)

    def _linear(self, node: Node, rows: Rows | None) -> Written:
        if node.op == "call_module":
            path, module = str(node.target), self.module.get_submodule(str(node.target))
            own: dict[str, Tensor] = dict(module.named_parameters())
            weight, bias = own["weight"], own.get("bias")
            names = (path, f"b_{path.replace('.', '_')}")
        else:
            weight, bias, names = self._given_linear(node)
        matrix = self.weights.parameter(f"{names[0]} matrix", names[0], weight, rows)
        product = f"{matrix} @ {self.whole(node.args[0]).at(3)}"
        if bias is None:
            return Written(product, _LEVELS["@"])
        return Written(f"{self.weights.parameter(names[1], names[1], bias, rows)} + {product}", _LEVELS["+"])

    def _given_linear(self, node: Node) -> tuple[Tensor, Tensor | None, tuple[str, str]]:
        given = {**dict(zip(("input", "weight", "bias"), node.args, strict=False)), **node.kwargs}
        paths = [str(one.target) if isinstance(one, Node) else "" for one in (given["weight"], given.get("bias"))]
        bias = self.weights.attribute(paths[1]) if paths[1] else None
        return self.weights.attribute(paths[0]), bias, (paths[0], paths[1])

    def _matmul(self, node: Node, rows: Rows | None) -> Written:
        right, turned = self.sizes.matrix(node.args[1])
        if right is None:
            raise self._refusal("multiplies by `@` with something else than a parameter on the right")
        value = self.weights.attribute(right)
        name = self.weights.parameter(f"{right} matrix", right, value, rows, dim=0 if turned else 1)
        return Written(f"{name}{'' if turned else chr(39)} @ {self.whole(node.args[0]).at(3)}", _LEVELS["@"])

    def _on_vector(self, node: Node, name: str) -> Written:
        """Return a function of whole vectors: ``softmax``, ``concat``, ``sum``, ``mean`` and ``layer_norm``."""
        self.sizes.check_dimension(node, name)
        if name == "concat":
            return Written(f"concat({', '.join(self.whole(one).text for one in node.args[0])})")  # type: ignore[union-attr]
        if name == "layer_norm" and node.op == "call_module":
            return self._layer_norm(node)
        if name not in ("softmax", "sum", "mean", "layer_norm"):
            raise self._refusal(f"uses `{spoken(node, self.module)}` on a value that is no parameter")
        return Written(f"{name}({self.whole(node.args[0]).text})")

    def _layer_norm(self, node: Node) -> Written:
        path, module = str(node.target), self.module.get_submodule(str(node.target))
        normed = Written(f"layer_norm({self.whole(node.args[0]).text})")
        for sign, name in (("*", "weight"), ("+", "bias")):
            own = dict(module.named_parameters()).get(name)
            if own is not None:
                parameter = self.weights.parameter(f"{path}.{name}", f"{path}_{name}", own, None)
                normed = Written(f"{parameter} {sign} {normed.at(_LEVELS[sign])}", _LEVELS[sign])
        return normed

    def _refusal(self, said: str) -> ModelError:
        return ModelError(f"The {type(self.module).__name__} {said}. Write the cell as a text.")
