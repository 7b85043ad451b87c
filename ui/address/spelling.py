"""How the values of controls are spelled in an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Spelling(Generic[Value]):
    """How a value is read, raising ``ValueError`` for a text that is none, and written; and what is ``expected``."""

    expected: str
    read: Callable[[str], Value]
    write: Callable[[Value], str] = str

    def has(self, value: Value) -> bool:
        """Say whether a value can be chosen."""
        try:
            self.read(self.write(value))
        except ValueError:
            return False
        return True


def whole(low: int, high: int) -> Spelling[int]:
    """Return the spelling of whole numbers from ``low`` to ``high``.

    >>> whole(1, 12).read("7")
    7
    """
    return Spelling(f"a whole number from {low} to {high}", lambda said: _within(int(said), low, high))


def decimal(low: float, high: float) -> Spelling[float]:
    """Return the spelling of numbers from ``low`` to ``high``."""
    return Spelling(
        f"a number from {low:g} to {high:g}", lambda said: _within(float(said), low, high), lambda value: f"{value:g}"
    )


def one_of(options: Sequence[str]) -> Spelling[str]:
    """Return the spelling of one of ``options``."""
    shown = ", ".join(options[:4]) + (", …" if len(options) > 4 else "")
    return Spelling(f"one of {shown}", lambda said: _member(said, options))


def text(most: int) -> Spelling[str]:
    """Return the spelling of a text of at most ``most`` characters."""
    return Spelling(f"a text of at most {most} characters", lambda said: _short(said, most))


def switch() -> Spelling[bool]:
    """Return the spelling of on and off: 1 and 0."""
    return Spelling("1 or 0", lambda said: _member(said, ("0", "1")) == "1", lambda on: str(int(on)))


Number = TypeVar("Number", int, float)


def _within(value: Number, low: float, high: float) -> Number:
    if not low <= value <= high:
        raise ValueError(value)
    return value


def _member(said: str, options: Sequence[str]) -> str:
    if said not in options:
        raise ValueError(said)
    return said


def _short(said: str, most: int) -> str:
    if len(said) > most:
        raise ValueError(said)
    return said
