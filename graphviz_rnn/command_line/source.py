"""Where a definition's text comes from, and how what is wrong with it is told."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import gallery, gallery_text


class Source:
    """A name of the gallery, a file, or standard input for ``-``."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def title(self) -> str:
        """The name to show: a file's, a definition's, or ``<stdin>``."""
        return "<stdin>" if self.name == "-" else self.name

    @cached_property
    def text(self) -> str:
        """The text; reading it raises ``RequestError``, ``OSError`` or ``UnicodeDecodeError``."""
        if self.name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        if self.name in gallery() or not (self._is_path() or Path(self.name).exists()):
            return gallery_text(self.name)
        return Path(self.name).read_bytes().decode("utf-8")

    def _is_path(self) -> bool:
        return bool(Path(self.name).suffix) or len(Path(self.name).parts) > 1

    def definition(self) -> Definition:
        """Return the definition; raises ``DefinitionError`` for a faulty text, and as reading it does."""
        return parse(self.text)

    def told(self, error: Exception, *, caret: bool) -> str:
        """Return an error as a line ``file:line:column: sentence``; with ``caret`` also the place it is about."""
        if isinstance(error, DefinitionError):
            line = f"{self.title}:{error.line}:{error.column}: {error.message}"
            return f"{line}\n{error.marked(self.text)}" if caret else line
        if isinstance(error, UnicodeDecodeError):
            before = error.object[: error.start]
            line_number, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
            byte = error.object[error.start]
            return f"{self.title}:{line_number}:{column}: The byte 0x{byte:02x} is no UTF-8. Save the text as UTF-8."
        if isinstance(error, OSError) and error.filename is not None:
            return f"{error.filename}: {error.strerror}."
        return str(error)
