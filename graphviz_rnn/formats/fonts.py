"""The fonts that ship with the package, registered once with the converter to PNG and PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fonts"
"""Where the font files lie."""


@cache
def register() -> None:
    """Tell the converter of the package's fonts; the machine needs none."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
