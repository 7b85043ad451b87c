"""Write a definition as PyTorch: one class that runs by itself, one line an equation, in the definition's letters."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.lines import title
from graphviz_rnn.language.operations import INITIALISERS
from models.errors import ModelError
from models.source.comments import quoted
from models.source.expressions import Expressions
from models.source.forward import INDENT, Forward
from models.source.names import axis_name, python_names
from models.source.python import Place

_RESERVOIR = '''
def reservoir(n, radius, density):
    """Return a sparse random matrix, (n, n), of a given spectral radius (Jaeger 2001)."""
    matrix = (2 * torch.rand(n, n) - 1) * (torch.rand(n, n) < density)
    largest = torch.linalg.eigvals(matrix).abs().max()
    return matrix * radius / largest if largest > 0 else radius * torch.eye(n)

'''


def to_torch_source(definition: Definition, sizes: Mapping[str, int] | None = None) -> str:
    """Return Python that computes the same as ``models.build(definition, sizes)``, importing PyTorch alone.

    Its class ``Model`` has the parameters under their own names; ``forward`` takes inputs and targets, (T, batch, n)
    each, and returns a dict of all variables over time. Variables on no cycle are computed for all steps at once, the
    others in a loop, steps counted from 1 as in the equations. A name that Python cannot have is changed a little
    (``lambda_``). Raises ``ModelError`` for a function without a body, and for what PyTorch source is not written for.
    """
    if definition.abstract_functions:
        name = definition.abstract_functions[0]
        raise ModelError(f"`{name}` has no body, so there is nothing to write. Write `def {name}(…) = …`.")
    return _Module(definition, definition.shapes(sizes)).text()


class _Module:
    def __init__(self, definition: Definition, shapes: Mapping[str, Shape]) -> None:
        self.definition, self.shapes = definition, shapes
        self.names = python_names(definition)
        self.parameters = definition.names("parameter")
        self.inputs = definition.names("input", "target")
        self.like = self.names[self.parameters[0]] if self.parameters else "like"
        self.writer = Expressions(definition, shapes, self.names, Place(self.like))

    def text(self) -> str:
        """Return the whole file."""
        started = [self._parameter(name) for name in self.parameters]
        uses = "\n".join(started)
        lines = [
            *self._docstring(),
            "import torch",
            "from torch import nn",
            "from torch.nn import functional",
            "",
            *(_RESERVOIR.split("\n") if "= nn.Parameter(reservoir(" in uses else [""]),
            "class Model(nn.Module):",
            *_indented(['"""The parameters of the definition; calling it computes all variables."""', ""], 1),
            *_indented(["def __init__(self):", f"{INDENT}super().__init__()"], 1),
            *_indented([*started, ""], 2),
            *_indented([f"def forward({', '.join(['self', *self._arguments()])}):"], 1),
            *_indented([*self._forward_docstring(), *self._start(), *self._body()], 2),
        ]
        text = "\n".join(line.rstrip() for line in lines) + "\n"
        return text if "functional." in text else text.replace("from torch.nn import functional\n", "")

    def _docstring(self) -> list[str]:
        heading = [quoted(title(self.definition.text) or "A recurrent model")]
        comments = self.definition.text.strip().splitlines()[1:]
        for line in comments:
            if not line.startswith("#"):
                break
            heading.append(quoted(line.lstrip("# ")))
        return [f'"""{heading[0]}', *(["", *heading[1:]] if heading[1:] else []), '"""', ""]

    # ---- parameters ----

    def _parameter(self, name: str) -> str:
        declared, shape = self.definition.declarations.get(name), self.shapes[name]
        start = (
            _started(shape, declared.initialiser.name, dict(declared.initialiser.settings))
            if (declared is not None and declared.initialiser is not None)
            else _uniform(shape, 1 / sqrt(shape[-1]) if shape else 1.0)
        )
        fixed = ", requires_grad=False" if declared is not None and declared.fixed else ""
        return f"self.{self.names[name]} = nn.Parameter({start}{fixed})"

    # ---- forward ----

    def _arguments(self) -> list[str]:
        known = {axis for name in self.inputs for axis in self.definition.axes.get(name, ())}
        lengths = [
            axis_name(own)
            for axis, own in self.definition.lengths.items()
            if axis not in known and isinstance(own, str)
        ]
        return [*(self.names[name] for name in self.inputs), *lengths, *([] if self.inputs else ["batch=1"])]

    def _forward_docstring(self) -> list[str]:
        shapes = [f"{self.names[name]}: ({', '.join(self._sizes(name))})" for name in self.inputs]
        hot = [self.names[name] for name in self.definition.names("target") if self.shapes[name]]
        said = "; ".join(shapes) + ("; classes as one-hot vectors" if hot else "")
        return ['"""Return every variable over time, by name.', *(["", said] if said else []), '"""']

    def _sizes(self, name: str) -> list[str]:
        return [*map(self.writer.length, self.definition.axes.get(name, ())), "batch", *map(str, self.shapes[name])]

    def _start(self) -> list[str]:
        """Return the lines that name parameters and lengths."""
        lines = []
        names = [self.names[name] for name in self.parameters]
        for first in range(0, len(names), 8):
            some = names[first : first + 8]
            lines.append(f"{', '.join(some)} = {', '.join(f'self.{one}' for one in some)}")
        known = {"batch"} if not self.inputs else set()
        for name in self.inputs:
            for place, size in enumerate(self._sizes(name)[: len(self.definition.axes.get(name, ())) + 1]):
                if size not in known and not size.isdigit():
                    lines.append(f"{size} = {self.names[name]}.shape[{place}]")
                    known.add(size)
        if not self.parameters:
            lines.append(f"like = {self.names[self.inputs[0]] if self.inputs else 'torch.zeros(())'}")
        return lines

    def _body(self) -> list[str]:
        return Forward(self.definition, self.shapes, self.writer).body()


def _indented(lines: list[str], depth: int) -> list[str]:
    return [INDENT * depth + line for line in lines]


def _sizes(shape: Shape) -> str:
    return ", ".join(map(str, shape)) or "()"


def _uniform(shape: Shape, bound: float) -> str:
    return f"torch.empty({_sizes(shape)}).uniform_({-bound:.6g}, {bound:.6g})"


def _started(shape: Shape, name: str, settings: Mapping[str, float]) -> str:
    """Return the code of an initialiser."""
    sizes, given = _sizes(shape), INITIALISERS[name] | dict(settings)
    if name == "xavier":
        return _uniform(shape, sqrt(6 / (shape[0] + shape[-1])) if shape else 1.0)
    return {
        "constant": f"torch.full({shape!r}, {float(given.get('value', 0))!r})",
        "zeros": f"torch.zeros({sizes})",
        "ones": f"torch.ones({sizes})",
        "normal": f"torch.empty({sizes}).normal_(std={given.get('std')!r})",
        "uniform": f"torch.empty({sizes}).uniform_({given.get('low')!r}, {given.get('high')!r})",
        "orthogonal": f"nn.init.orthogonal_(torch.empty({sizes}), gain={given.get('gain')!r})",
        "identity": f"{given.get('scale')!r} * torch.eye({shape[0] if shape else 1})",
        "reservoir": f"reservoir({shape[0] if shape else 1}, {given.get('radius')!r}, {given.get('density')!r})",
    }[name]
