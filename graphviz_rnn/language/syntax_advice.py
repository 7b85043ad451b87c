"""What to do about a statement that the grammar refuses: the first of a few known mistakes that fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from graphviz_rnn.language.suggest import nearest

FORMS: dict[str, str] = {
    "def": "def f(x) = tanh(x)",
    "input": "input x[t] : 4",
    "target": "target y[t] : 3",
    "param": "param W : 8 x 8 ~ orthogonal(gain=0.9) fixed",
    "const": "const d = 3",
    "axis": "axis t = 1..T",
    "hide": "hide a, yhat",
    "feedback": "feedback y[t] = one_hot(o[t])",
}
"""Every statement that begins with a word of its own, as it is written."""

_CONDITION_SIGNS = ("<", ">", "<=", ">=", "!=", "%", "and", "or", "not")


class Fault(NamedTuple):
    """A statement's ``text``, what stands ``before`` the place where it cannot be read on, and what is ``seen`` there.

    ``seen`` is empty at the statement's end.
    """

    text: str
    before: str
    seen: str

    @property
    def first(self) -> str:
        """The statement's first word."""
        return self.text.split()[0]

    @property
    def after(self) -> str:
        """The text up to and with what cannot stand there."""
        return (self.before + self.seen).rstrip()

    @property
    def in_expression(self) -> bool:
        """Whether the fault lies right of a single ``=``."""
        return "=" in self.before and self.first not in ("input", "target", "param", "const", "axis", "hide")


def advice(fault: Fault) -> str:
    """Return what to do about a fault, in a sentence."""
    return next((sentence for rule in _RULES if (sentence := rule(fault))), "Change or remove it.")


def _signs(fault: Fault) -> str:
    if fault.after.endswith(("**", "* *", *"⁰¹²³⁴⁵⁶⁷⁸⁹")):
        return "A power is written with `^`, as in `x^2`."
    if fault.after.endswith("==") and _innermost(fault.before) != "where(":
        return "An equation has one `=`."
    return ""


def _index(fault: Fault) -> str:
    if _innermost(fault.before) != "[":
        return ""
    return "An index is an axis (`t`), an axis and a whole number (`t-1`), the last step (`T`) or a step (`1`)."


def _choice(fault: Fault) -> str:
    call = _innermost(fault.before)
    if call != "where(":
        return nearest(call[:-1], ["where"]).strip() if fault.seen in _CONDITION_SIGNS else ""
    if fault.seen in ("", ")", ","):
        return "`where` takes a condition and two values, as in `where(t == 1, a, b)`."
    return (
        "The condition of `where` is decided from axes, lengths, constants and whole numbers alone, as in "
        "`where(t % 2 == 0, a, b)`. To choose by a value, multiply by `step(…)`."
    )


def _statement(fault: Fault) -> str:
    """Return how a statement with a word of its own is written, or the word that was meant."""
    if fault.first in FORMS:
        return "" if fault.in_expression else f"Write it as in `{FORMS[fault.first]}`."
    meant = fault.first.isidentifier() and not fault.in_expression
    return nearest(fault.first.lower(), FORMS).strip() if meant else ""


def _condition_sign(fault: Fault) -> str:
    if fault.seen not in _CONDITION_SIGNS or not fault.in_expression:
        return ""
    return "Comparisons and `%` stand in the condition of `where` alone; `step(x)` is 1 where `x` is above 0, else 0."


def _notation(fault: Fault) -> str:
    if fault.seen in ("{", "}", "\\", "$"):
        return "Write plain names, with an index in square brackets, as in `tanh(W @ h[t-1])`."
    if fault.seen == ".":
        return "Names have no `.`; a transpose is written with `'`, as in `W'`."
    if fault.seen == ";":
        return "Begin a new line for the next statement."
    if not fault.before.strip():
        return "A name begins with a letter."
    if fault.seen == "(" and fault.before.strip().isidentifier() and "=" in fault.text:
        return f"An index stands in square brackets, as in `{fault.before.strip()}[t] = …`."
    return ""


def _brackets(fault: Fault) -> str:
    if fault.seen not in (")", "]"):
        return ""
    return (
        "Close with the bracket that was opened." if _innermost(fault.before) else "Remove it, or open one before it."
    )


def _no_sign(fault: Fault) -> str:
    left, right = fault.before.rstrip()[-1:], fault.seen[:1]
    if not (fault.in_expression and _ends_value(left) and (right.isalnum() or right in ("(", "_"))):
        return ""
    return "Between two values stands a sign: `@` for a product of matrices and vectors, `*` for one elementwise."


def _ends_value(character: str) -> bool:
    return character.isalnum() or character in ("_", "]", ")", "'")


def _unfinished(fault: Fault) -> str:
    if "=" not in fault.text:
        return "Write an equation: a name, `=`, and what it equals."
    return "" if fault.seen else "Write what is missing."


_RULES: tuple[Callable[[Fault], str], ...] = (
    _signs, _index, _choice, _statement, _condition_sign, _notation, _brackets, _no_sign, _unfinished,
)  # fmt: skip


def _innermost(before: str) -> str:
    """Return the bracket that is open at the end of ``before``, a round one with the name before it, or "".

    >>> _innermost("h[t] = where(t > 1, tanh(x[t])"), _innermost("h[t] = x[t"), _innermost("h = (1)")
    ('where(', '[', '')
    """
    brackets: list[str] = []
    code = "\n".join(line.split("#", 1)[0] for line in before.split("\n"))
    for sign in re.finditer(r"\w*\s*[(]|[\[\])]", code):
        if sign[0][-1] in "([":
            brackets.append("".join(sign[0].split()))
        elif brackets:
            brackets.pop()
    return brackets[-1] if brackets else ""
