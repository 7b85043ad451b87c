"""The bytes that both halves of a live graph read: a JSON header, then float32 numbers."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

import graphviz_rnn as gr
from graphviz_rnn.graphs.moments import runs_with_time

Numbers = npt.NDArray[np.float32]


@dataclass
class Store:
    """All numbers of one message in one array; ``add`` says where a part begins."""

    parts: list[Numbers] = field(default_factory=list)
    length: int = 0

    def add(self, values: npt.NDArray[Any]) -> int:
        """Append numbers and return the position of their first."""
        start = self.length
        self.parts.append(np.asarray(values, "<f4").ravel())
        self.length += values.size
        return start


def packed(header: Mapping[str, Any], numbers: Sequence[Numbers] = ()) -> bytes:
    """Return u32 header length, JSON header, padding to four bytes, float32 numbers, all little-endian."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode()
    padding = b" " * (-(4 + len(text)) % 4)
    body = np.concatenate(numbers).tobytes() if numbers else b""
    return struct.pack("<I", len(text) + len(padding)) + text + padding + body


def fingerprint(definition: gr.Definition, lengths: Mapping[str, int]) -> str:
    """Return what a drawing and the numbers of a run must share to be shown together.

    A drawing that follows the steps of one axis shows runs of any length; others show their own length alone.
    """
    fixed = {} if runs_with_time(definition) else dict(lengths)
    return sha256(repr((definition.text, definition.constants, fixed)).encode()).hexdigest()[:16]
