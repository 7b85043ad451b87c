"""Suggest the known name nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence naming the known name nearest to ``name``, with a space before it, or "".

    >>> nearest("tahn", ["tanh", "exp"])
    ' Did you mean `tanh`?'
    >>> nearest("qqq", ["tanh"])
    ''
    """
    close = get_close_matches(name[:40], list(known), n=1, cutoff=0.6)
    return f" Did you mean `{close[0]}`?" if close else ""
