"""The LaTeX reading: every equation, numbered, with bold vectors and matrices and superscript time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from unicodedata import normalize

from graphviz_rnn.language.definition import Definition, Shape
from graphviz_rnn.language.expressions import children
from graphviz_rnn.language.operations import OPERATIONS
from graphviz_rnn.language.precedence import needs_brackets
from graphviz_rnn.language.records import Call, Condition, Expression, Function, Index, Number, Reference, Where
from graphviz_rnn.language.symbols import GREEK, MARKS, symbol

_COMMANDS = {letter: f"\\{name}" for name, letter in GREEK.items()}

_INFIX = {"+": " + ", "-": " - ", "*": r" \odot ", "@": r" \, "}

_FUNCTIONS: dict[str, Callable[..., str]] = {
    "neg": lambda a: f"-{a}",
    "'": lambda a: rf"{{{a}}}^{{\top}}",
    "^": lambda a, b: rf"{{{a}}}^{{{b}}}",
    "/": lambda a, b: rf"\frac{{{a}}}{{{b}}}",
    "sqrt": lambda a: rf"\sqrt{{{a}}}",
    "exp": lambda a: rf"\exp\left({a}\right)",
    "abs": lambda a: rf"\left|{a}\right|",
    "norm": lambda a: rf"\left\lVert {a} \right\rVert",
    "sigmoid": lambda a: rf"\sigma\left({a}\right)",
    "concat": lambda *a: rf"\left[{'; '.join(a)}\right]",
    "kron": lambda a, b: rf"{a} \otimes {b}",
    "indicator": lambda a, b: rf"\mathbb{{1}}\left[{a} = {b}\right]",
}

_OVER_AXIS = {
    "sum": r"\sum_{%s}",
    "mean": r"\operatorname*{mean}_{%s}",
    "max": r"\max_{%s}",
    "softmax": r"\operatorname*{softmax}_{%s}",
}

_COMPARE = {"==": "=", "!=": r"\neq", "<=": r"\leq", ">=": r"\geq", "and": r"\wedge", "or": r"\vee", "%": r"\bmod"}

_TO_A_NUMBER = [name for name, one in OPERATIONS.items() if one.group in ("summary", "loss")]


def latex(definition: Definition) -> str:
    """Return the equations as a LaTeX ``align`` environment; see ``Definition.latex``."""
    writer = _Writer(definition, definition.shapes())
    return "\\begin{align}\n" + " \\\\\n".join(writer.lines()) + "\n\\end{align}"


def expression_latex(definition: Definition, expression: Expression, shapes: Mapping[str, Shape]) -> str:
    """Return one expression as LaTeX; names that have a shape with dimensions are bold."""
    return _Writer(definition, dict(shapes)).write(expression)


def name_latex(name: str) -> str:
    r"""Return a name as LaTeX, without weight.

    >>> name_latex("W_hh"), name_latex("theta"), name_latex("loss"), name_latex("ŷ_αβ")
    ('W_{hh}', '\\theta', '\\mathrm{loss}', '\\hat{y}_{\\alpha \\beta}')
    """
    one = symbol(name)
    base = rf"\mathrm{{{_letters(one.base)}}}" if one.is_word else _letters(one.base)
    base = rf"\{one.accent}{{{base}}}" if one.accent else base
    return f"{base}_{{{_letters(one.subscript)}}}" if one.subscript else base


def _letters(text: str) -> str:
    """Return letters as LaTeX, Greek ones and those with an accent as commands."""
    written: list[str] = []
    for letter in normalize("NFD", text):
        if letter in MARKS and written:
            written[-1] = rf"\{MARKS[letter]}{{{written[-1].strip()}}}"
        else:
            written.append(f"{_COMMANDS[letter]} " if letter in _COMMANDS else letter.replace("_", r"\_"))
    return "".join(written).strip()


def _function_name(name: str) -> str:
    return rf"\operatorname{{{_letters(name)}}}" if len(name) > 1 else _letters(name)


class _Writer:
    def __init__(self, definition: Definition, shapes: dict[str, Shape]) -> None:
        self.definition, self.shapes = definition, shapes

    def lines(self) -> list[str]:
        """Return one line an equation, boundary, and function that has a body."""
        lines = []
        for one in self.definition.equations:
            left = self.named(one.name, tuple(one.axes))
            lines.append(f"{left} &= {self.write(one.expression)}")
        for bound in self.definition.boundaries:
            edge = [
                axis or ("0" if bound.side == "before" else f"{self._end(bound.name, i)}+1")
                for i, axis in enumerate(bound.axes)
            ]
            lines.append(f"{self.named(bound.name, tuple(edge))} &= {self.write(bound.expression)}")
        return lines + [self._function(one) for one in self.definition.functions.values() if one.body is not None]

    def _function(self, one: Function) -> str:
        """Return a function's own equation; its arguments have the weight of what is called like them."""
        arguments = ", ".join(self.named(name, ()) for name in one.parameters)
        body = self.write(one.body) if one.body is not None else ""
        return rf"{_function_name(one.name)}\left({arguments}\right) &= {body}"

    def _end(self, name: str, position: int) -> str:
        return self.definition.ends[self.definition.axes[name][position]]

    def named(self, name: str, index: tuple[str, ...]) -> str:
        """Return a name with its weight (bold unless a scalar) and its index as a superscript."""
        plain = name_latex(name)
        bold = plain if self.shapes.get(name, ()) == () else rf"\boldsymbol{{{plain}}}"
        return f"{bold}^{{({', '.join(index)})}}" if index else bold

    def write(self, expression: Expression) -> str:
        """Return an expression as LaTeX."""
        if isinstance(expression, Number):
            return f"{expression.value:g}"
        if isinstance(expression, Reference):
            return self.named(expression.name, tuple(_index(one) for one in expression.index))
        if isinstance(expression, Where):
            then, otherwise = self.write(expression.then), self.write(expression.otherwise)
            condition = _condition(expression.condition)
            return (
                rf"\begin{{cases}} {then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}} \end{{cases}}"
            )
        return self._call(expression)

    def _call(self, call: Call) -> str:
        written = [self._argument(call, position) for position in range(len(call.arguments))]
        if call.axes:
            return rf"{_OVER_AXIS[call.operation] % ','.join(call.axes)} {self._body(call)}"
        if call.operation in _INFIX:
            sign = self._times(call) if call.operation == "*" else _INFIX[call.operation]
            return sign.join(written)
        if call.operation in _FUNCTIONS:
            return _FUNCTIONS[call.operation](*written)
        return rf"{_function_name(call.operation)}\left({', '.join(written)}\right)"

    def _times(self, call: Call) -> str:
        return r" \, " if any(map(self._is_scalar, call.arguments)) else _INFIX["*"]

    def _is_scalar(self, expression: Expression) -> bool:
        """Say whether an expression is a number: it is made of scalars, or summed up to one."""
        if isinstance(expression, Reference):
            return self.shapes.get(expression.name) == ()
        if isinstance(expression, Call) and expression.operation in _TO_A_NUMBER and not expression.axes:
            return True
        return all(map(self._is_scalar, children(expression)))

    def _body(self, call: Call) -> str:
        inner = call.arguments[0]
        written = self.write(inner)
        simple = isinstance(inner, Reference | Number) or (isinstance(inner, Call) and inner.operation in "*@")
        return written if simple else rf"\left({written}\right)"

    def _argument(self, call: Call, position: int) -> str:
        argument = call.arguments[position]
        written = self.write(argument)
        raised = call.operation == "^" and position == 0 and isinstance(argument, Reference) and argument.index
        if call.operation in ("/",) or not (raised or needs_brackets(call, position)):
            return written
        return rf"\left({written}\right)"


def _index(index: Index) -> str:
    return str(index).replace("τ", r"\tau")


def _condition(one: Condition) -> str:
    if one.operation in ("whole", "name"):
        return str(one.value)
    arguments = [_condition(inner) for inner in one.arguments]
    if len(arguments) == 1:
        return (r"\neg " if one.operation == "not" else "-") + f"({arguments[0]})"
    return f" {_COMPARE.get(one.operation, one.operation)} ".join(arguments)
