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


def statements(text: str) -> Iterator[StatementText]:
    """Yield the statements of ``text`` in order; a line goes on while a bracket is open."""
    if len(text) > limits.CHARACTERS:
        raise DefinitionError(
            1, 1, f"The text has {len(text)} characters; at most {limits.CHARACTERS} are read. Shorten it."
        )
    note: list[str] = []
    open_lines: list[str] = []
    depth = 0
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        code = line.split("#", 1)[0]
        if not open_lines and not code.strip():
            note = [*note, line.strip().lstrip("#").strip()] if line.strip().startswith("#") else []
            continue
        open_lines.append(line)
        depth = _depth(code, depth, number)
        if depth == 0:
            yield StatementText("\n".join(open_lines), number - len(open_lines) + 1, "\n".join(note))
            note, open_lines = [], []
    if open_lines:
        yield StatementText("\n".join(open_lines), text.count("\n") + 2 - len(open_lines), "\n".join(note))


def _depth(code: str, depth: int, line: int) -> int:
    """Return how many brackets are open after ``code``; a stray closing one is left to the grammar."""
    for column, character in enumerate(code, start=1):
        depth = max(0, depth + (character in "([") - (character in ")]"))
        if depth > limits.DEPTH:
            raise DefinitionError(
                line,
                column,
                f"More than {limits.DEPTH} brackets are open here. Give a part of the expression its own equation.",
            )
    return depth
