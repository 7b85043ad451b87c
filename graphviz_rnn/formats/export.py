"""Turn an SVG document into PNG and PDF, with the package's own fonts and no other program."""

from __future__ import annotations

import re

from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats import fonts

MOST_SIDE = 16_384
"""Greatest width and height of a PNG, in pixels; browsers and viewers fail beyond."""


def png(svg: str, scale: float) -> bytes:
    """Return a PNG of an SVG document; raises ``RequestError`` for a scale that is no size or too large."""
    width, height = _size(svg)
    if not 0.05 <= scale * max(width, height) <= MOST_SIDE:
        largest = MOST_SIDE / max(width, height)
        raise RequestError(
            f"At scale {scale:g} the PNG would be {width * scale:.0f} x {height * scale:.0f} pixels; at most "
            f"{MOST_SIDE} a side are made. Use a scale up to {largest:.1f}, or SVG or PDF."
        )
    import vl_convert

    fonts.register()
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def pdf(svg: str) -> bytes:
    """Return a PDF of an SVG document: vectors, with the fonts embedded."""
    import vl_convert

    fonts.register()
    return bytes(vl_convert.svg_to_pdf(svg))


def _size(svg: str) -> tuple[float, float]:
    found = re.search(r'<svg[^>]*\swidth="([\d.]+)"[^>]*\sheight="([\d.]+)"', svg)
    if found is None:
        raise RequestError("The SVG has no width and height in pixels. Export the picture again.")
    return float(found[1]), float(found[2])
