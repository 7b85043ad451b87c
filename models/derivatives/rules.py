"""The derivative reading: for every operation, the Jacobian with respect to each of its arguments, as an expression.

A rule is written once, in the definition language, and read twice: evaluated to numbers and set as LaTeX. ``a`` and
``b`` are the arguments, ``y`` is the value and ``n`` the number of units of ``a``. ``diag(v)`` has v on its diagonal,
``row(v)`` is v as a row, ``kron`` is the Kronecker product, ``indicator(v, w)`` is 1 where v equals w; ``I`` is the
identity and ``J`` a column of ones of the argument's shape. Matrices are read row by row.
"""

from __future__ import annotations

from functools import cache

from graphviz_rnn.language.parse import parse
from graphviz_rnn.language.records import Expression

NOTATION = "def diag(v)\ndef row(v)\ndef kron(v, w)\ndef indicator(v, w)\n"

RULES: dict[str, tuple[str, ...]] = {
    "+": ("diag(1)",),
    "-": ("diag(1)", "diag(-1)"),
    "*": ("diag(others)",),
    "/": ("diag(1 / b)", "diag(-y / b)"),
    "^": ("diag(b * a ^ (b - 1))", "diag(y * log(a))"),
    "neg": ("diag(-1)",),
    "@": ("kron(I_r, b')", "kron(a, I_c)"),
    "'": ("K",),
    "tanh": ("diag(1 - y ^ 2)",),
    "sigmoid": ("diag(y * (1 - y))",),
    "relu": ("diag(step(a))",),
    "softplus": ("diag(sigmoid(a))",),
    "exp": ("diag(y)",),
    "log": ("diag(1 / a)",),
    "sqrt": ("diag(1 / (2 * y))",),
    "abs": ("diag(sign(a))",),
    "sin": ("diag(cos(a))",),
    "cos": ("diag(-sin(a))",),
    "sign": ("zero",),
    "step": ("zero",),
    "maximum": ("diag((1 + sign(a - b)) / 2)", "diag((1 - sign(a - b)) / 2)"),
    "minimum": ("diag((1 - sign(a - b)) / 2)", "diag((1 + sign(a - b)) / 2)"),
    "softmax": ("diag(y) - y @ y'",),
    "one_hot": ("zero",),
    "layer_norm": ("(I - (J @ J' + y @ y') / n) / sqrt(mean((a - mean(a)) ^ 2) + 0.00001)",),
    "concat": ("S",),
    "sum": ("row(J)",),
    "mean": ("row(J) / n",),
    "max": ("row(indicator(a, y)) / sum(indicator(a, y))",),
    "min": ("row(indicator(a, y)) / sum(indicator(a, y))",),
    "norm": ("row(a) / y",),
    "cross_entropy": ("row(sum(b) * softmax(a) - b)", "-row(log(softmax(a)))"),
    "nll": ("-row(b / a)", "-row(log(a))"),
    "mse": ("2 * row(a - b) / n", "2 * row(b - a) / n"),
    "binary_cross_entropy": ("row(sigmoid(a) - b) / n", "-row(a) / n"),
}
"""The derivative of each operation, an expression for each argument; the last one stands for all that follow.

``others`` is the product of the other factors, ``I_r`` and ``I_c`` have the rows of ``a`` and the columns of ``b``;
``K`` puts a matrix read by rows into the order of its columns, ``S`` puts a part where it stands in the whole. At a
kink the derivative is PyTorch's: 0 for ``relu`` and ``abs`` at 0, shared among equals for ``max`` and ``maximum``.
"""

OVER_AXIS: dict[str, str] = {
    "sum": "diag(1)",
    "mean": "diag(1 / n)",
    "max": "diag(indicator(a, y) / count)",
    "softmax": "diag(y * (1 - y))",
    "softmax elsewhere": "diag(-y * w)",
}
"""The derivative of a reduction over an axis with respect to its body at one step.

``n`` is the number of steps, ``count`` how many of them reach the maximum; ``w`` is the softmax at the body's step,
where that is not the step of ``y``.
"""


@cache
def rule(text: str) -> Expression:
    """Return a rule as an expression."""
    return parse(f"{NOTATION}derivative = {text}").equations[0].expression


def derivative(operation: str, position: int) -> Expression:
    """Return the derivative of an operation with respect to its argument at ``position``, from 0."""
    texts = RULES[operation]
    return rule(texts[min(position, len(texts) - 1)])
