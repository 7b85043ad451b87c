"""A text inside a link: compressed, in letters that addresses may have, and read back with bounds."""

from __future__ import annotations

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from models import ModelError

LONGEST = 8_000
"""Letters of a text in a link; servers and messengers cut longer addresses."""


def packed(text: str) -> str:
    """Return a text as letters, digits, ``-`` and ``_``, without padding; "" where it would be too long for a link.

    >>> unpacked(packed("h[t] = tanh(W @ h[t-1])"), most=100)
    'h[t] = tanh(W @ h[t-1])'
    """
    writer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = writer.compress(text.encode("utf-8", "replace")) + writer.flush()
    letters = urlsafe_b64encode(content).decode("ascii").rstrip("=")
    return letters if len(letters) <= LONGEST else ""


def unpacked(letters: str, *, most: int) -> str:
    """Return the text of ``packed``; raises ``ModelError`` for anything else, and for more than ``most`` characters.

    No more than is allowed is ever decompressed.
    """
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = urlsafe_b64decode(letters[: LONGEST + 1].encode("ascii") + b"=" * (-len(letters) % 4))
        text = reader.decompress(content, 4 * most).decode("utf-8")
    except (ValueError, binascii.Error, zlib.error):
        text = ""
    if not reader.eof or reader.unconsumed_tail or len(text) > most or len(letters) > LONGEST:
        raise ModelError(
            "The link's text cannot be read: it is cut short, changed, or too long. Ask for the link again, or for the "
            "text itself."
        )
    return text
