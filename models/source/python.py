"""The PyTorch-source reading: an expression as Python, for a batch of values.

A vector is (…, n), a scalar (…), a matrix (…, n, m); in front stand the batch and, where a whole series is meant, its
steps. A parameter has nothing in front.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from graphviz_rnn.language.definition import Shape


class Lead(IntEnum):
    """What stands in front of a value's own dimensions."""

    NUMBER = 0
    PARAMETER = 1
    BATCH = 2
    STEPS = 3


SUM, PRODUCT, MINUS, POWER, ATOM = range(1, 6)
"""How tightly Python holds an expression together."""


@dataclass(frozen=True, slots=True)
class Text:
    """A Python expression with the shape of its value; ``row`` is a transposed vector."""

    code: str
    level: int
    shape: Shape
    lead: Lead
    row: bool = False

    @property
    def rank(self) -> int:
        """How many dimensions are the value's own."""
        return len(self.shape)

    def at(self, level: int) -> str:
        """Return the code, in brackets if it holds together less tightly than ``level``."""
        return self.code if self.level >= level else f"({self.code})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where code is written: ``like`` is the Python name of a tensor whose type constants take."""

    like: str


Rule = Callable[[Sequence[Text], Place], Text]


def tensor(one: Text, place: Place) -> Text:
    """Return a number as a tensor, as PyTorch's functions want it."""
    if one.lead is not Lead.NUMBER:
        return one
    return replace(one, code=f"{place.like}.new_tensor({one.code})", level=ATOM, lead=Lead.PARAMETER)


def widened(one: Text, rank: int) -> Text:
    """Return a value such that it spreads over one of greater rank."""
    if one.lead < Lead.BATCH or one.rank == rank:
        return one
    return replace(one, code=f"{one.at(ATOM)}[..., {', '.join(['None'] * (rank - one.rank))}]", level=ATOM)


def _joint(arguments: Sequence[Text]) -> tuple[list[Text], Text]:
    """Return the arguments widened to one rank, and the one that gives the result its shape."""
    widest = max(arguments, key=lambda one: one.rank)
    lead = max(one.lead for one in arguments)
    return [widened(one, widest.rank) for one in arguments], replace(widest, lead=lead)


def _infix(sign: str, level: int) -> Rule:
    def rule(arguments: Sequence[Text], place: Place) -> Text:
        joint, like = _joint(arguments)
        code = joint[0].at(level)
        for one in joint[1:]:
            code += f" {sign} {one.at(level + 1)}"
        return replace(like, code=code, level=level)

    return rule


def _power(arguments: Sequence[Text], place: Place) -> Text:
    (base, exponent), like = _joint(arguments)
    return replace(like, code=f"{base.at(ATOM)} ** {exponent.at(MINUS)}", level=POWER)


def _negated(arguments: Sequence[Text], place: Place) -> Text:
    return replace(arguments[0], code=f"-{arguments[0].at(MINUS)}", level=MINUS)


def _function(name: str) -> Rule:
    """Return the rule of a function of PyTorch that acts on every entry."""

    def rule(arguments: Sequence[Text], place: Place) -> Text:
        joint, like = _joint([tensor(one, place) for one in arguments])
        return replace(like, code=f"{name}({', '.join(one.code for one in joint)})", level=ATOM)

    return rule


def _step(arguments: Sequence[Text], place: Place) -> Text:
    one = tensor(arguments[0], place)
    return replace(one, code=f"({one.at(SUM)} > 0).to({place.like}.dtype)", level=ATOM)


def _transposed(arguments: Sequence[Text], place: Place) -> Text:
    one = arguments[0]
    if one.rank < 2:
        return replace(one, row=one.rank == 1 and not one.row)
    end = "T" if one.lead is Lead.PARAMETER else "mT"
    return replace(one, code=f"{one.at(ATOM)}.{end}", level=ATOM, shape=one.shape[::-1])


def _product(arguments: Sequence[Text], place: Place) -> Text:
    left, right = arguments
    lead = max(left.lead, right.lead)
    if left.rank == 2 and right.rank == 1:
        return _matrix_vector(left, right, lead)
    if left.rank == 1 and right.rank == 1 and right.row and not left.row:
        code = f"{left.at(ATOM)}[..., :, None] * {right.at(ATOM)}[..., None, :]"
        return Text(code, PRODUCT, (*left.shape, *right.shape), lead)
    if left.rank == 1 and right.rank == 1:
        return _inner(left, right, lead)
    if left.rank == 1:
        shape = right.shape[1:]
        if right.lead is Lead.PARAMETER:
            return Text(f"{left.at(PRODUCT)} @ {right.at(MINUS)}", PRODUCT, shape, lead, row=True)
        return Text(f"({left.at(ATOM)}[..., None, :] @ {right.at(MINUS)})[..., 0, :]", ATOM, shape, lead, row=True)
    return Text(f"{left.at(PRODUCT)} @ {right.at(MINUS)}", PRODUCT, (left.shape[0], right.shape[1]), lead)


def _matrix_vector(left: Text, right: Text, lead: Lead) -> Text:
    shape = left.shape[:1]
    if left.lead is not Lead.PARAMETER:
        return Text(f"({left.at(PRODUCT)} @ {right.at(ATOM)}[..., None])[..., 0]", ATOM, shape, lead)
    if right.lead is Lead.PARAMETER:
        return Text(f"{left.at(PRODUCT)} @ {right.at(MINUS)}", PRODUCT, shape, lead)
    turned = _transposed([left], Place(""))
    return Text(f"{right.at(PRODUCT)} @ {turned.at(MINUS)}", PRODUCT, shape, lead)


def _inner(left: Text, right: Text, lead: Lead) -> Text:
    if left.lead is Lead.PARAMETER:
        return Text(f"{right.at(PRODUCT)} @ {left.at(MINUS)}", PRODUCT, (), lead)
    if right.lead is Lead.PARAMETER:
        return Text(f"{left.at(PRODUCT)} @ {right.at(MINUS)}", PRODUCT, (), lead)
    return Text(f"({left.at(PRODUCT)} * {right.at(MINUS)}).sum(-1)", ATOM, (), lead)


def _vector(form: str) -> Rule:
    def rule(arguments: Sequence[Text], place: Place) -> Text:
        one = arguments[0]
        code = form.format(one.code, atom=one.at(ATOM), n=one.shape[0], like=place.like)
        return replace(one, code=code, level=ATOM, row=False)

    return rule


def _summary(form: str, alone: str = "{}") -> Rule:
    """Return the rule of a function to one number; ``alone`` is what it makes of a scalar."""

    def rule(arguments: Sequence[Text], place: Place) -> Text:
        one = tensor(arguments[0], place)
        if one.rank == 0:
            return replace(one, code=alone.format(one.code), level=one.level if alone == "{}" else ATOM)
        code = form.format(one.code, atom=one.at(ATOM), dims="-1" if one.rank == 1 else "(-2, -1)")
        return Text(code, ATOM, (), one.lead)

    return rule


def spread(one: Text, extents: Sequence[str]) -> Text:
    """Return a value that has all of its steps and sequences, of the given numbers, in front."""
    sizes = [*extents, *map(str, one.shape)]
    return replace(one, code=f"{one.at(ATOM)}.expand({', '.join(sizes)})", level=ATOM)


def concatenated(arguments: Sequence[Text], extents: Sequence[str]) -> Text:
    """Return vectors joined; those that have less in front than others are spread."""
    lead = max(one.lead for one in arguments)
    parts = [one if one.lead is lead else spread(one, extents) for one in arguments]
    size = sum(one.shape[0] for one in arguments)
    return Text(f"torch.cat([{', '.join(one.code for one in parts)}], -1)", ATOM, (size,), lead)


def _loss(form: str) -> Rule:
    """Return the rule of a loss; the form's mean or sum at the end runs over all entries of the value."""

    def rule(arguments: Sequence[Text], place: Place) -> Text:
        (a, b), like = _joint(arguments)
        dims = {0: "", 1: "(-1)", 2: "((-2, -1))"}[like.rank]
        code = form.format(a=a.code, b=b.code, first=a.at(SUM), second=b.at(PRODUCT), factor=b.at(PRODUCT))
        if like.rank == 0:
            return Text(code.removesuffix(".mean"), PRODUCT, (), like.lead)
        return Text(code + dims, MINUS if code.startswith("-") else ATOM, (), like.lead)

    return rule


_PLAIN = ("tanh", "sigmoid", "relu", "exp", "log", "sqrt", "abs", "sin", "cos", "sign", "maximum", "minimum")

RULES: dict[str, Rule] = {
    "+": _infix("+", SUM),
    "-": _infix("-", SUM),
    "*": _infix("*", PRODUCT),
    "/": _infix("/", PRODUCT),
    "^": _power,
    "neg": _negated,
    "@": _product,
    "'": _transposed,
    **{name: _function(f"torch.{name}") for name in _PLAIN},
    "softplus": _function("functional.softplus"),
    "step": _step,
    "softmax": _vector("torch.softmax({}, -1)"),
    "one_hot": _vector("functional.one_hot({atom}.argmax(-1), {n}).to({like}.dtype)"),
    "layer_norm": _vector("functional.layer_norm({}, ({n},))"),
    "sum": _summary("{atom}.sum({dims})"),
    "mean": _summary("{atom}.mean({dims})"),
    "max": _summary("{atom}.amax({dims})"),
    "min": _summary("{atom}.amin({dims})"),
    "norm": _summary("torch.linalg.vector_norm({}, dim={dims})", "torch.abs({})"),
    "cross_entropy": _loss("-({factor} * torch.log_softmax({a}, -1)).sum"),
    "nll": _loss("-torch.xlogy({b}, {a}).sum"),
    "mse": _loss("(({first} - {second}) ** 2).mean"),
    "binary_cross_entropy": _loss(
        'functional.binary_cross_entropy_with_logits(*torch.broadcast_tensors({a}, {b}), reduction="none").mean'
    ),
}
"""The Python of every operation but ``concat``, which must know what stands in front: see ``concatenated``."""
