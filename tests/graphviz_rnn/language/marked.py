"""Texts with a caret under the fault and the sentence behind it, as the tables of errors and the docs write them."""

from typing import NamedTuple

import graphviz_rnn as gr


class Marked(NamedTuple):
    """A faulty text, and the line, column and sentence of its error."""

    text: str
    line: int
    column: int
    message: str


def marked(block):
    """Return what a block says: the line that begins with a caret is about the line above it."""
    lines = block.strip("\n").split("\n")
    at = next(number for number, line in enumerate(lines) if line.lstrip().startswith("^ "))
    before, _, message = lines[at].partition("^ ")
    return Marked("\n".join(lines[:at] + lines[at + 1 :]), at, len(before) + 1, message)


def refused(text):
    """Return the error that a text gives."""
    try:
        gr.parse(text)
    except gr.DefinitionError as error:
        return Marked(text, error.line, error.column, error.message)
    raise AssertionError(f"This parses:\n{text}")
