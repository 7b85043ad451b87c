"""Numbers that somebody pasted or uploaded: one series or several side by side, read from text."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.errors import ModelError

CHARACTERS = 200_000
"""Length of a text of numbers."""

STEPS = 10_000
"""Steps of a series."""

COLUMNS = 32
"""Series side by side."""

LARGEST = 1e30
"""Greatest magnitude of a number; beyond, means and variances leave what a computer holds."""

_DELIMITERS = (("\t", "tabs"), (";", "semicolons"), (",", "commas"))
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_NO_NUMBERS = frozenset(["nan", "na", "n/a", "inf", "infinity", "null", "none", "-", "?"])

Row = tuple[int, list[str]]
"""A line's number, from 1, and its fields."""


@dataclass(frozen=True)
class Pasted:
    """Values (steps, columns), the columns' names if the first line has any, and labels of the steps if any.

    ``said`` tells in a sentence how the text was understood.
    """

    values: npt.NDArray[np.float64]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    said: str


def decoded(content: bytes) -> str:
    """Return a file's content as text; raises ``ModelError`` for what is no UTF-8 text, or too large."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _as_text(content, "utf-16")
    return _as_text(content, "utf-8-sig")


def _as_text(content: bytes, encoding: str) -> str:
    if len(content) > 4 * CHARACTERS:
        raise ModelError(
            f"The file has {len(content)} bytes; at most {CHARACTERS} characters are read. Leave out columns."
        )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ModelError(
            f"The file is no {encoding.removesuffix('-sig').upper()} text: byte {error.start + 1} does not fit. "
            "Save it as CSV in UTF-8."
        ) from None


def pasted(text: str) -> Pasted:
    """Return the numbers in a text: a line a step, or all steps on one line.

    Fields are separated by tabs, semicolons, commas or spaces; where commas do not separate, they are read as decimal
    points. A first line without numbers names the columns; a first column of words, or one that counts up by ones
    beside others, labels the steps. Raises ``ModelError`` for an empty text, a field that is no finite number, lines
    of different lengths, and too few or too many steps.
    """
    if len(text) > CHARACTERS:
        raise ModelError(
            f"The text has {len(text)} characters; at most {CHARACTERS} are read. Leave out steps or columns."
        )
    rows, separated = _rows(text.removeprefix("\ufeff"))
    rows, names = _without_header(rows)
    _refuse_ragged(rows)
    rows, labels = _without_labels(rows)
    values = np.array([[_number(*place) for place in _places(row)] for row in rows])
    values = values.T if len(rows) == 1 else values
    _refuse_size(*values.shape)
    names = names[-values.shape[1] :] if len(names) >= values.shape[1] else ()
    return Pasted(values, names, labels, _said(values, separated, names, labels))


def _rows(text: str) -> tuple[list[Row], str]:
    """Return the lines that have fields, and the word for what separates them."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    lines = [(number, line) for number, line in lines if not line.lstrip().startswith("#")]
    if not lines:
        raise ModelError("There are no numbers here. Paste some, one a line, or choose other data.")
    sign, word = next((one for one in _DELIMITERS if any(one[0] in line for _, line in lines[:2])), ("", "spaces"))
    return [(number, _fields(number, line, sign)) for number, line in lines], word


def _fields(number: int, line: str, sign: str) -> list[str]:
    if not sign:
        return line.split()
    try:
        fields = next(csv.reader([line], delimiter=sign, skipinitialspace=True))
    except csv.Error as error:
        raise ModelError(f"Line {number} cannot be read as CSV: {error}. Write plain numbers.") from None
    fields = [one.strip() for one in fields]
    return fields[:-1] if len(fields) > 1 and not fields[-1] else fields


def _is_number(field: str) -> bool:
    return _NUMBER.fullmatch(field.replace(",", ".", 1)) is not None


def _without_header(rows: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    first, rest = rows[0][1], rows[1:]
    if rest and not any(map(_is_number, first)) and any(map(_is_number, rest[0][1])):
        return rest, tuple(one[:40] for one in first)
    return rows, ()


def _refuse_ragged(rows: Sequence[Row]) -> None:
    first, wide = rows[0][0], len(rows[0][1])
    for number, fields in rows:
        if len(fields) != wide:
            raise ModelError(
                f"Line {number} has {len(fields)} field{'s' * (len(fields) != 1)}, but line {first} has {wide}. Give "
                "every step the same number of them, and separate them everywhere in the same way."
            )


def _without_labels(rows: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows without a first column that only says which step it is, and that column."""
    column = [fields[0] for _, fields in rows]
    if len(rows) < 2 or len(rows[0][1]) < 2:
        return rows, ()
    words = not any(map(_is_number, column)) and not any(one.lower() in _NO_NUMBERS or not one for one in column)
    if not words and not _counts(column):
        return rows, ()
    return [(number, fields[1:]) for number, fields in rows], tuple(one[:40] for one in column)


def _counts(column: Sequence[str]) -> bool:
    if not all(re.fullmatch(r"\d{1,9}", one, re.ASCII) for one in column):
        return False
    whole = list(map(int, column))
    return whole == list(range(whole[0], whole[0] + len(whole)))


def _places(row: Row) -> list[tuple[int, int, str]]:
    return [(row[0], position, field) for position, field in enumerate(row[1], 1)]


def _number(line: int, position: int, field: str) -> float:
    """Return a field as a number; raises ``ModelError`` that names its place."""
    where = f"Line {line}, field {position}"
    if not field or field.lower().lstrip("+-") in _NO_NUMBERS:
        seen = f"is `{field}`" if field else "is empty"
        raise ModelError(f"{where} {seen}; every step needs a number. Leave the line out, or write what stands for it.")
    if not _is_number(field):
        raise ModelError(f"{where} is `{field[:40]}`, which is not a number. Write it as 1.5 or 2e-3, or leave it out.")
    value = float(field.replace(",", ".", 1))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ModelError(f"{where} is `{field[:40]}`; at most {LARGEST:g} can be used. Write it in another unit.")
    return value


def _refuse_size(steps: int, columns: int) -> None:
    if steps < 3:
        raise ModelError(
            f"There {'are' if steps != 1 else 'is'} {steps} step{'s' * (steps != 1)} here; reading some and predicting "
            "the next takes at least 3. Give more, one a line."
        )
    if steps > STEPS:
        raise ModelError(f"There are {steps} steps here; at most {STEPS} are read. Leave some out.")
    if columns > COLUMNS:
        raise ModelError(f"There are {columns} columns here; at most {COLUMNS} are read. Leave some out.")


def _said(values: npt.NDArray[np.float64], separated: str, names: Sequence[str], labels: Sequence[str]) -> str:
    steps, columns = values.shape
    called = f" ({', '.join(names)})" if names else ""
    side = f"{columns} columns{called} of {steps} steps" if columns > 1 else f"{steps} steps{called}"
    fields = f", separated by {separated}" if columns > 1 or labels else ""
    step = "; the first column labels the steps" if labels else ""
    return f"Read as {side}{fields}{step}."
