"""Operations that act on a value as a whole: by NumPy where that is simple, else by PyTorch's rule, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from models.rules import RULES
from models.stepping.slots import Array, Back, Call, Column, Slot
from models.value import Value


@dataclass(frozen=True)
class Ruled:
    """Any operation, by its rule on tensors."""

    rule: Callable[[Sequence[Tensor]], Tensor]

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one call of the rule."""
        return [(self._write, (*arguments, out))]

    def _write(self, *arrays: Array) -> None:
        *arguments, out = arrays
        np.copyto(out, self.rule([torch.from_numpy(one) for one in arguments]).numpy())

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        return self.rule(tensors)

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return the arguments, of which autograd takes the derivative."""
        return arguments

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return the derivative by autograd, one step at a time."""
        return Back(function=partial(self._pulled, position), reads=tuple(arguments))

    def _pulled(self, position: int, outer: Array, *arrays: Array) -> Array:
        leaves = [torch.from_numpy(one) for one in arrays]
        leaf = leaves[position] = leaves[position].clone().requires_grad_()
        with torch.enable_grad():
            value = self.rule(leaves)
            if not value.requires_grad:
                return np.zeros_like(arrays[position])
            made: Array = torch.autograd.grad(value, leaf, torch.from_numpy(outer).expand_as(value))[0].numpy()
        return made


@dataclass(frozen=True)
class Copied:
    """The same numbers, spread over the place they go to."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one copy."""
        return [(np.copyto, (out, arguments[0]))]

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        return tensors[0]

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return nothing."""
        return ()

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return that the derivative passes as it is."""
        return Back()


@dataclass(frozen=True)
class Chosen:
    """A value where the third argument, a mask, holds, and another value where not."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one call."""
        return [(_choose, (*arguments, out))]

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        return torch.where(tensors[2], tensors[0], tensors[1])

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return nothing."""
        return ()

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return that the derivative passes where the argument was taken."""
        mask = arguments[2]
        taken = mask.array if position == 0 else ~mask.array
        return Back(Column(taken.astype(out.array.dtype), mask.rows))


def _choose(value: Array, other: Array, mask: Array, out: Array) -> None:
    np.copyto(out, other)
    np.copyto(out, value, where=mask)


@dataclass(frozen=True)
class Joined:
    """Vectors one after the other, ``sizes`` long."""

    sizes: tuple[int, ...]

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return a copy for each."""
        return [
            (np.copyto, (Column(self._part(position, out.array), out.rows), one))
            for position, one in enumerate(arguments)
        ]

    def _part(self, position: int, array: Array) -> Array:
        start = sum(self.sizes[:position])
        return array[..., start : start + self.sizes[position]]

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        lead = torch.broadcast_shapes(*(one.shape[:-1] for one in tensors))  # type: ignore[no-untyped-call]
        return torch.cat([one.expand(*lead, -1) for one in tensors], -1)

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return nothing."""
        return ()

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return the part of the derivative that is the argument's."""
        return Back(function=partial(self._part, position))


@dataclass(frozen=True)
class Total:
    """The sum over some dimensions, counted from the last."""

    dims: tuple[int, ...]

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one call."""
        return [(self._write, (arguments[0], out))]

    def _write(self, value: Array, out: Array) -> None:
        np.add.reduce(value, axis=self.dims, out=out)

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        return tensors[0].sum(self.dims)

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return nothing."""
        return ()

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return the derivative for every entry that was added."""
        return Back(function=self._spread)

    def _spread(self, outer: Array) -> Array:
        return np.expand_dims(outer, self.dims)


@dataclass(frozen=True)
class Softmax:
    """Positive entries that add up to 1 over some dimensions, counted from the last."""

    dims: tuple[int, ...]

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one call."""
        return [(self._write, (arguments[0], out))]

    def _write(self, value: Array, out: Array) -> None:
        np.subtract(value, np.maximum.reduce(value, axis=self.dims, keepdims=True), out)
        np.exp(out, out)
        np.divide(out, np.add.reduce(out, axis=self.dims, keepdims=True), out)

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        powers = (tensors[0] - tensors[0].amax(self.dims, keepdim=True)).exp()
        return powers / powers.sum(self.dims, keepdim=True)

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return what came out."""
        return (out,)

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return y ∘ (g − Σ g ∘ y) for the derivative g."""
        return Back(function=self._pulled, reads=(out,))

    def _pulled(self, outer: Array, out: Array) -> Array:
        weighted = outer * out
        made: Array = weighted - out * np.add.reduce(weighted, axis=self.dims, keepdims=True)
        return made


@dataclass(frozen=True)
class Hottest:
    """1 at the largest entry of a vector, 0 elsewhere; no derivative passes."""

    def calls(self, arguments: Sequence[Column], out: Column) -> list[Call]:
        """Return one call."""
        return [(_hottest, (arguments[0], out))]

    def of(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the same of tensors."""
        return RULES["one_hot"]([Value(tensors[0], 1)]).tensor

    def looks_at(self, arguments: Sequence[Slot], out: Slot) -> Sequence[Slot]:
        """Return nothing."""
        return ()

    def back(self, arguments: Sequence[Column], out: Column, position: int) -> Back:
        """Return zeros."""
        return Back(Column(np.zeros((), out.array.dtype)))


def _hottest(value: Array, out: Array) -> None:
    out.fill(0)
    np.put_along_axis(out, value.argmax(-1)[..., None], 1, -1)
