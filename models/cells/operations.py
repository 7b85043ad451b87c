"""What the operations of PyTorch are called in the language."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.fx import Node
from torch.nn import functional

_WORDS = ("tanh", "sigmoid", "relu", "exp", "log", "sqrt", "abs", "sin", "cos", "sign", "maximum", "minimum", "softmax")

FUNCTIONS: dict[Callable[..., Any], str] = {
    **{getattr(torch, word): word for word in _WORDS},
    **{getattr(functional, word): word for word in ("tanh", "sigmoid", "relu", "softmax", "softplus", "layer_norm")},
    **dict.fromkeys((operator.add, operator.iadd, torch.add), "+"),
    **dict.fromkeys((operator.sub, operator.isub, torch.sub), "-"),
    **dict.fromkeys((operator.mul, operator.imul, torch.mul, torch.multiply), "*"),
    **dict.fromkeys((operator.truediv, operator.itruediv, torch.div), "/"),
    **dict.fromkeys((operator.pow, torch.pow), "^"),
    **dict.fromkeys((operator.neg, torch.neg), "neg"),
    **dict.fromkeys((operator.matmul, torch.matmul, torch.mm), "@"),
    **dict.fromkeys((torch.cat, torch.concat, torch.concatenate), "concat"),
    **dict.fromkeys((torch.sum,), "sum"),
    **dict.fromkeys((torch.mean,), "mean"),
    functional.linear: "linear",
    torch.t: "t",
    torch.chunk: "chunk",
    torch.split: "split",
    operator.getitem: "part",
    getattr: "T",
}
METHODS: dict[str, str] = {
    **{word: word for word in (*_WORDS, "sum", "mean", "chunk", "split", "t")},
    **{"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "^", "neg": "neg", "matmul": "@", "mm": "@"},
}
MODULES: dict[type[nn.Module], str] = {
    nn.Linear: "linear",
    nn.Tanh: "tanh",
    nn.Sigmoid: "sigmoid",
    nn.ReLU: "relu",
    nn.Softplus: "softplus",
    nn.Softmax: "softmax",
    nn.LayerNorm: "layer_norm",
    nn.Identity: "same",
}

ELEMENTWISE = frozenset(
    "+ - * / ^ neg tanh sigmoid relu softplus exp log sqrt abs sin cos sign maximum minimum same".split()  # noqa: SIM905
)
"""What acts on every unit alone, so that a part of the result needs that part of the arguments only."""

FACTORS: dict[str, int] = {"-": 2, "+": 2, "*": 2, "/": 2, "^": 2, "maximum": 2, "minimum": 2, "@": 2}
"""How many arguments may be given, where it is not one; others are settings, as a softplus's beta."""


def operation(node: Node, root: nn.Module) -> str | None:
    """Return the name of a node's operation in the language, None if it has none."""
    if node.op == "call_module":
        return MODULES.get(type(root.get_submodule(str(node.target))))
    if node.op == "call_method":
        return METHODS.get(str(node.target))
    if node.target is getattr and node.args[1] not in ("T", "mT"):
        return None
    return FUNCTIONS.get(node.target) if callable(node.target) else None


def spoken(node: Node, root: nn.Module) -> str:
    """Return what an operation is called in PyTorch."""
    if node.op == "call_module":
        return type(root.get_submodule(str(node.target))).__name__
    if node.target is getattr:
        return str(node.args[1])
    return str(node.target) if isinstance(node.target, str) else getattr(node.target, "__name__", str(node.target))
