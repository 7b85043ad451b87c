"""The typeset reading: an expression as runs of text with slant and height, for SVG labels and web pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.precedence import ATOM, level, needs_brackets
from graphviz_rnn.language.records import Call, Condition, Equation, Expression, Number, Reference, Where
from graphviz_rnn.language.symbols import ACCENTS, symbol

Height = Literal["base", "super", "sub"]
Slant = Literal["italic", "upright"]


class Run(NamedTuple):
    """A piece of text of one slant and height; ``name`` is the variable it spells, or ""."""

    text: str
    slant: Slant
    height: Height
    name: str


_SIGNS = {"+": " + ", "-": " − ", "*": " ⊙ ", "/": " / ", "@": " "}
_WORDS = {"sigmoid": "σ", "cross_entropy": "CE", "binary_cross_entropy": "BCE"}
_SUMS = {"sum": "Σ"}
SPACE = "\u2009"


def upright(text: str, height: Height = "base") -> Run:
    """Return a run of plain upright text."""
    return Run(text, "upright", height, "")


def name_runs(name: str, index: Sequence[str] = ()) -> tuple[Run, ...]:
    """Return a name as runs: italic letter, subscript, and its index as a superscript in brackets.

    >>> "".join(run.text for run in name_runs("h", ["t-1"]))
    'h(t−1)'
    """
    one = symbol(name)
    slant: Slant = "upright" if one.is_word else "italic"
    base = one.base + ACCENTS.get(one.accent, "")
    runs = [Run(base, slant, "base", name)]
    if one.subscript:
        runs.append(Run(one.subscript, "upright", "sub", name))
    if index:
        runs.append(Run(f"({', '.join(index)})".replace("-", "−"), "upright", "super", name))
    return tuple(runs)


def equation_runs(definition: Definition, equation: Equation) -> tuple[Run, ...]:
    """Return a whole equation as runs, as it is written in the text."""
    left = name_runs(equation.name, equation.axes)
    return (*left, upright(" = "), *expression_runs(equation.expression))


def expression_runs(expression: Expression) -> tuple[Run, ...]:
    """Return an expression as runs."""
    if isinstance(expression, Number):
        return (upright(f"{expression.value:g}"),)
    if isinstance(expression, Reference):
        return name_runs(expression.name, [str(one) for one in expression.index])
    if isinstance(expression, Call):
        return _call_runs(expression)
    return (
        *expression_runs(expression.then),
        upright(" if "),
        upright(_condition(expression.condition)),
        upright(", else "),
        *expression_runs(expression.otherwise),
    )


def _call_runs(call: Call) -> tuple[Run, ...]:
    arguments = [_argument_runs(call, position) for position in range(len(call.arguments))]
    if call.axes:
        word = _SUMS.get(call.operation, call.operation)
        return (upright(word), upright(",".join(call.axes), "sub"), upright(SPACE), *_bracketed(arguments))
    if call.operation in _SIGNS:
        return _joined(arguments, _SIGNS[call.operation])
    if call.operation == "neg":
        return (upright("−"), *arguments[0])
    if call.operation == "'":
        return (*arguments[0], upright("⊤", "super"))
    if call.operation == "^":
        return (*arguments[0], *(run._replace(height="super") for run in arguments[1]))
    word = _WORDS.get(call.operation, call.operation)
    return (Run(word, "italic" if len(word) == 1 and word != "σ" else "upright", "base", ""), *_bracketed(arguments))


def _joined(parts: Sequence[tuple[Run, ...]], sign: str) -> tuple[Run, ...]:
    runs = list(parts[0])
    for part in parts[1:]:
        runs += [upright(sign), *part]
    return tuple(runs)


def _bracketed(arguments: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    return (upright("("), *_joined(arguments, ", "), upright(")"))


def _argument_runs(call: Call, position: int) -> tuple[Run, ...]:
    runs = expression_runs(call.arguments[position])
    argument = call.arguments[position]
    raised = call.operation == "^" and position == 0 and isinstance(argument, Reference) and bool(argument.index)
    loose = raised or (isinstance(argument, Where) and level(call) < ATOM)
    return (upright("("), *runs, upright(")")) if loose or needs_brackets(call, position) else runs


def _condition(one: Condition) -> str:
    if one.operation in ("whole", "name"):
        return str(one.value)
    inner = [_condition(part) for part in one.arguments]
    signs = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "%": "mod"}
    if len(inner) == 1:
        return ("not " if one.operation == "not" else "−") + f"({inner[0]})"
    return f" {signs.get(one.operation, one.operation)} ".join(inner)
