"""Cut a text into statements: one a line, or more lines inside brackets, with the comments above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits


class StatementText(NamedTuple):
    """One statement's text, the line it starts on (from 1) and the comment directly above it."""

    text: str
    line: int
    note: str


def title(text: str) -> str:
    r"""Return the first comment line of a text, without its mark; empty if a statement comes first.

    >>> title("# Elman network\nh[t] = x[t]")
    'Elman network'
    """
    for line in text.splitlines():
        if line.strip():
            return line.strip().lstrip("# ").strip() if line.strip().startswith("#") else ""
    return ""


def source(text: str) -> str:
    r"""Return the comment under the title, up to the first line without one: where a definition is from.

    >>> source("# Elman network\n# Elman (1990),\n# Cognitive Science 14.\n\nh[t] = x[t]")
    'Elman (1990), Cognitive Science 14.'
    """
    said: list[str] = []
    for line in text.strip().splitlines()[1:] if title(text) else []:
        if not line.lstrip().startswith("#"):
            break
        said.append(line.strip().lstrip("# "))
    return " ".join(said)


def plain_lines(text: str) -> str:
    r"""Return a text with every kind of line end as one newline, and without a byte order mark.

    >>> plain_lines("a = 1\r\nb = 2\rc = 3")
    'a = 1\nb = 2\nc = 3'
    """
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def statements(text: str) -> Iterator[StatementText]:
    """Yield the statements of ``text`` in order; a line goes on while a bracket is open."""
    _refuse_length(text)
    note: list[str] = []
    open_lines: list[str] = []
    brackets: list[Bracket] = []
    for number, line in enumerate(text.split("\n"), start=1):
        code = line.split("#", 1)[0]
        if not open_lines and not code.strip():
            note = [*note, line.strip().lstrip("#").strip()] if line.strip().startswith("#") else []
            continue
        open_lines.append(line)
        _follow(code, brackets, number)
        if not brackets:
            yield StatementText("\n".join(open_lines), number - len(open_lines) + 1, "\n".join(note))
            note, open_lines = [], []
    if brackets:
        sign, line_of_it, column = brackets[-1]
        raise DefinitionError(
            line_of_it,
            column,
            f"This `{sign}` is not closed; expected `{_CLOSING[sign]}` before the text ends. Close it.",
        )


Bracket = tuple[str, int, int]
"""An open bracket: its sign, line and column."""

_CLOSING = {"(": ")", "[": "]"}


def _refuse_length(text: str) -> None:
    if len(text) > limits.CHARACTERS:
        before = text[: limits.CHARACTERS].split("\n")
        raise DefinitionError(
            len(before),
            len(before[-1]) + 1,
            f"The text has {len(text)} characters; at most {limits.CHARACTERS} are read, which is up to here. "
            "Shorten it.",
        )


def _follow(code: str, brackets: list[Bracket], line: int) -> None:
    """Note in ``brackets`` what is open after ``code``; a stray closing one is left to the grammar."""
    for column, character in enumerate(code, start=1):
        if character in _CLOSING:
            brackets.append((character, line, column))
        elif character in _CLOSING.values() and brackets:
            brackets.pop()
        if len(brackets) > limits.DEPTH:
            raise DefinitionError(
                line,
                column,
                f"More than {limits.DEPTH} brackets are open here. Give a part of the expression its own equation.",
            )
