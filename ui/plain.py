"""Text that somebody else wrote, shown as it is where the page expects Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    r"""Return Markdown that shows a text letter by letter: no link, image, code, colour or formula comes of it.

    >>> plain("[a](b) `c`")
    '\\[a\\]\\(b\\) \\`c\\`'
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
