"""Read a name as the mathematical symbol it stands for: base letter, accent and subscript."""

from __future__ import annotations

import re
from typing import NamedTuple

GREEK: dict[str, str] = dict(
    zip(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
        ],
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
        strict=True,
    )
)
"""Greek letters by their English names, which are also their LaTeX commands."""

ACCENTS: dict[str, str] = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304"}
"""Accents by the ending of a name that asks for them, as combining characters."""


MARKS: dict[str, str] = {mark: name for name, mark in ACCENTS.items()} | {
    "\u0301": "acute",
    "\u0300": "grave",
    "\u0308": "ddot",
    "\u0307": "dot",
    "\u030c": "check",
    "\u0306": "breve",
    "\u030a": "mathring",
}
"""Combining characters with the LaTeX commands of the accents that they are."""


class Symbol(NamedTuple):
    """A name's parts: ``W_hh`` has base "W" and subscript "hh"; ``yhat`` has base "y" and accent "hat"."""

    base: str
    accent: str
    subscript: str

    @property
    def is_word(self) -> bool:
        """Whether the base is a word, set upright, and not a letter."""
        return len(self.base) > 1


def symbol(name: str) -> Symbol:
    """Return the symbol that a name stands for.

    >>> symbol("theta"), symbol("yhat"), symbol("h2")
    (Symbol(base='θ', accent='', subscript=''), Symbol(base='y', accent='hat', subscript=''), \
Symbol(base='h', accent='', subscript='2'))
    """
    base, _, subscript = name.partition("_")
    if not base:
        return Symbol(name, "", "")
    digits = re.fullmatch(r"(\D+)(\d+)", base)
    if digits and not subscript:
        base, subscript = digits.groups()
    accent = next((one for one in ACCENTS if base.endswith(one) and len(base) > len(one)), "")
    base = base.removesuffix(accent) if accent else base
    return Symbol(GREEK.get(base, base), accent, GREEK.get(subscript, subscript.replace("_", ",")))
