"""Labels as the spans of an SVG text: slants, super- and subscripts, accents, and a font for every letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from graphviz_rnn.drawing.labels import SMALL
from graphviz_rnn.formats.fonts import SANS_LETTERS, italic_has, italic_ink
from graphviz_rnn.language.typeset import Height, Run

SERIF = "STIXGeneral, 'STIX Two Text', 'Times New Roman', serif"
SANS = "'Source Sans 3', 'Source Sans', 'Source Sans Pro', Helvetica, Arial, sans-serif"

_LEVELS = {"base": 0.0, "super": -0.38, "sub": 0.16}
"""How far a run stands below the line, in font sizes."""

_MARKS = {"\u0302": "ˆ", "\u0303": "˜", "\u0304": "¯"}
"""Accents as letters of their own, for letters that the italic font does not have with the accent on it."""

_MARK_MIDDLE, _MARK_ADVANCE, _X_HEIGHT = 0.238, 0.333, 0.441


class _Piece(NamedTuple):
    """Text of one look; ``level`` is its distance below the line and ``dx`` the space before it, in pixels."""

    text: str
    italic: bool
    size: float
    level: float
    dx: float = 0.0
    family: str = ""
    height: Height = "base"


def serif_spans(runs: Iterable[Run], size: float) -> str:
    """Return a label's runs as spans of a text in the serif font.

    >>> from graphviz_rnn.language.typeset import name_runs
    >>> serif_spans(name_runs("h", ["2"]), 20.0)
    '<tspan font-style="italic">h</tspan><tspan class="super" font-size="11.6" dx="1.0" dy="-7.6">(2)</tspan>'
    """
    return _written((piece for run in runs for piece in _pieces(run, size)), size)


def sans_spans(runs: Iterable[Run], size: float) -> str:
    """Return a chip's runs as spans of a text in the sans font; letters it lacks are in the serif font."""
    return _written((piece for run in runs for piece in _covered(run, size)), size)


def _covered(run: Run, size: float) -> Iterator[_Piece]:
    for has, letters in groupby(run.text, key=SANS_LETTERS.__contains__):
        for piece in _pieces(run._replace(text="".join(letters), slant="upright"), size):
            yield piece if has else piece._replace(family=SERIF)


def _pieces(run: Run, size: float) -> Iterator[_Piece]:
    own = size if run.height == "base" else size * SMALL
    level, space = _LEVELS[run.height] * size, 0.0 if own == size else 1.0
    plain = _Piece(run.text, run.slant == "italic", own, level, space, height=run.height)
    composed, apart = unicodedata.normalize("NFC", run.text), unicodedata.normalize("NFD", run.text)
    letter, mark = apart[:-1], _MARKS.get(apart[-1:], "")
    if not plain.italic or not mark or len(letter) != 1 or (len(composed) == 1 and italic_has(composed)):
        yield plain._replace(text=composed)
        return
    advance, middle, top = italic_ink(letter)
    dx = middle - _MARK_MIDDLE - advance
    raised = plain.level - max(0.0, top - _X_HEIGHT) * own
    yield plain._replace(text=letter)
    yield _Piece(mark, True, own, raised, dx * own)
    yield _Piece("", False, own, plain.level, -(dx + _MARK_ADVANCE) * own)


def _written(pieces: Iterable[_Piece], size: float) -> str:
    """Return pieces as spans, each moved from where the one before it stood."""
    spans, level, space = [], 0.0, 0.0
    for piece in pieces:
        space += piece.dx
        if piece.text:
            spans.append(_span(piece._replace(dx=space, level=piece.level - level), size))
            level, space = piece.level, 0.0
    return "".join(spans)


def _span(piece: _Piece, size: float) -> str:
    style = f' class="{piece.height}"' if piece.height != "base" else ""
    style += f' font-family={quoteattr(piece.family)} font-weight="400"' if piece.family else ""
    style += ' font-style="italic"' if piece.italic else ""
    style += f' font-size="{piece.size:.1f}"' if piece.size != size else ""
    style += f' dx="{piece.dx:.1f}"' if piece.dx else ""
    style += f' dy="{piece.level:.1f}"' if piece.level else ""
    return f"<tspan{style}>{escape(piece.text)}</tspan>"
