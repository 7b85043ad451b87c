"""Labels as LaTeX that any engine compiles: mathematics from runs, and plain text with nothing active in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from graphviz_rnn.formats.plain_text import one_line
from graphviz_rnn.language.symbols import GREEK, MARKS
from graphviz_rnn.language.typeset import Run

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
_MATHS = {letter: f"\\{name}" for name, letter in GREEK.items()} | {
    "⊙": r"\odot",
    "×": r"\times",
    "÷": r"\div",
    "−": "-",
    "⊤": r"\top",
    "·": r"\cdot",
    "⋯": r"\cdots",
    "…": r"\ldots",
    "⋮": r"\vdots",
    "→": r"\to",
    "τ": r"\tau",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "∞": r"\infty",
    "\u2009": r"\,",
}
_LATIN = {
    "Ł": r"\L{}", "ł": r"\l{}", "Ø": r"\O{}", "ø": r"\o{}", "Æ": r"\AE{}", "æ": r"\ae{}", "Œ": r"\OE{}", "œ": r"\oe{}",
    "ß": r"\ss{}", "ı": r"\i{}",
}  # fmt: skip
"""Letters that pdflatex has in every font; for those of other alphabets a square stands."""

_TEXT_ACCENTS = {"hat": "^", "tilde": "~", "bar": "=", "acute": "'", "grave": "`"} | {
    "ddot": '"',
    "dot": ".",
    "check": "v",
    "breve": "u",
    "mathring": "r",
}


def tex_text(text: str) -> str:
    r"""Return plain text as LaTeX, on one line.

    >>> print(tex_text("50 % of $x_1$: τ, é"))
    50 \% of \$x\_1\$: \ensuremath{\tau}, \'{e}
    """
    return "".join(_text_letter(letter, marks) for letter, marks in _letters(one_line(text)))


def tex_maths(runs: Iterable[Run], font: str = "") -> str:
    r"""Return a label's runs as mathematics, without dollars; ``font`` is a command for its letters.

    >>> from graphviz_rnn.language.typeset import name_runs
    >>> tex_maths(name_runs("yhat", ["t-1"])), tex_maths(name_runs("W_f"), r"\mathsf")
    ('\\hat{y}^{(t-1)}', '\\mathsf{W}_{\\mathsf{f}}')
    """
    written = []
    for height, group in groupby(runs, key=lambda run: run.height):
        inside = "".join(_run(run, font) for run in group).rstrip()
        written.append({"base": "%s", "sub": "_{%s}", "super": "^{%s}"}[height] % inside)
    return "".join(written)


def _run(run: Run, font: str) -> str:
    pieces = []
    for is_word, group in groupby(_letters(run.text), key=lambda one: one[0].isascii() and one[0].isalpha()):
        letters = list(group)
        written = "".join(_maths_letter(letter, marks) for letter, marks in letters)
        is_upright = run.slant == "upright" and (run.height != "super" or len(letters) > 1)
        command = font or (r"\mathrm" if is_upright else "")
        pieces.append(f"{command}{{{written}}}" if is_word and command else written)
    return "".join(pieces)


def _letters(text: str) -> list[tuple[str, str]]:
    """Return the letters of a text, each with the accents on it."""
    found: list[tuple[str, str]] = []
    for one in unicodedata.normalize("NFD", text):
        if unicodedata.combining(one) and found:
            found[-1] = (found[-1][0], found[-1][1] + one)
        else:
            found.append((one, ""))
    return found


def _maths_letter(letter: str, marks: str) -> str:
    if letter in _MATHS:
        written = _MATHS[letter] + (" " if len(_MATHS[letter]) > 2 else "")
    elif letter.isascii() and (letter.isalnum() or letter in "()[],.;:+-=/*!' "):
        written = letter
    else:
        written = rf"\text{{{_text_letter(letter)}}}"
    for mark in marks:
        written = rf"\{MARKS[mark]}{{{written.strip()}}}" if mark in MARKS else written
    return written


def _text_letter(letter: str, marks: str = "") -> str:
    if letter in _MATHS:
        written = rf"\ensuremath{{{_MATHS[letter]}}}"
    elif letter.isascii():
        written = _SPECIAL.get(letter, letter)
    else:
        written = _LATIN.get(letter, r"\ensuremath{\square}")
    for mark in marks:
        written = rf"\{_TEXT_ACCENTS[MARKS[mark]]}{{{written}}}" if mark in MARKS else written
    return written
