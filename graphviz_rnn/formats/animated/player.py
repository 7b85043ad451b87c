"""A page of its own that plays a drawing: one file, without a server, a network or anything foreign."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib import resources
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape

from graphviz_rnn.drawing.theme import LIVE, parameter_colours
from graphviz_rnn.formats.animated.frames import Stage
from graphviz_rnn.formats.animated.numbers import largest, norm_range
from graphviz_rnn.formats.animated.timeline import Timeline
from graphviz_rnn.formats.fonts import embedded
from graphviz_rnn.formats.plain_text import one_line
from graphviz_rnn.formats.svg import SvgWriter


def player(stage: Stage, title: str) -> str:
    """Return the HTML page; its policy lets no script run but its own, and nothing be fetched.

    Space plays and pauses, the arrow keys, Home and End step; ``?t=3`` opens it at the third moment,
    ``?t=2&pass=backward`` at the second of the backward pass.
    """
    colours = parameter_colours(tuple(stage.colours), LIVE)
    script = _asset("player.js")
    pieces = {
        "title": escape(one_line(title) or "Computation graph"),
        "style": _asset("player.css"),
        "svg": embedded(SvgWriter(stage.scene, LIVE, colours, title).document()),
        "data": _data(stage),
        "script": script,
        "digest": b64encode(sha256(script.encode()).digest()).decode("ascii"),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: pieces[found[1]], _asset("player.html"))


def _asset(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _data(stage: Stage) -> str:
    """Return what the script reads, as JSON in which nothing can end its element."""
    content = {
        "passes": [_pass(one) for one in stage.passes],
        "values": _finite(stage.values),
        "gradients": _finite(stage.gradients),
        "most": largest(stage.values),
        "norms": norm_range(stage.gradients),
    }
    return json.dumps(content, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _pass(timeline: Timeline) -> dict[str, Any]:
    return asdict(timeline) | {"numbers": "values" if timeline.direction == "forward" else "gradients"}


def _finite(numbers: Mapping[str, Sequence[float]]) -> dict[str, list[float | None]]:
    """Return numbers with null for what JSON cannot hold."""
    return {node: [one if isfinite(one) else None for one in units] for node, units in numbers.items()}
