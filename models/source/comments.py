"""Put a definition's own words into comments and docstrings, whatever they hold."""

from __future__ import annotations


def plain(words: str) -> str:
    r"""Return words on one line, without characters that cannot be printed.

    >>> plain("a\rb\x00c")
    'a b c'
    """
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


def comment(words: str) -> str:
    """Return words as a comment."""
    return f"# {plain(words)}"


def quoted(words: str) -> str:
    r"""Return words for the inside of a docstring.

    >>> quoted('a "quote" and a \\ stroke')
    "a 'quote' and a / stroke"
    """
    return plain(words).replace("\\", "/").replace('"', "'")
