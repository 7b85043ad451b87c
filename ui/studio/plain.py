"""Text that somebody else wrote, shown as it is where the page expects Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    r"""Return Markdown that shows a text letter by letter: no link, image, code, colour or formula comes of it.

    An address gets a space of no width, without which it would be made a link.

    >>> plain("[a](b) `c`")
    '\\[a\\]\\(b\\) \\`c\\`'
    """
    unlinked = re.sub(r"(?i)(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)", "\u200b", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", unlinked)
