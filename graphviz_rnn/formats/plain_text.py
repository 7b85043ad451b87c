"""Text from a definition's comments made fit for any file: one line, nothing that reorders or breaks it."""

from __future__ import annotations

import re

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    r"""Return a text on one line, without characters that XML cannot hold or that turn the order of the rest.

    >>> one_line("a\nb\x00c")
    'a b c'
    """
    return _UNFIT.sub(" ", text).strip()


def ascii_id(node: str) -> str:
    """Return a node's id in letters, digits and hyphens alone; different ids stay different.

    >>> ascii_id("h_2"), ascii_id("a.1_1"), ascii_id("θ_1")
    ('h_2', 'a-2e-1_1', '-3b8-_1')
    """
    return "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"-{ord(c):x}-" for c in node)
