"""The fonts that ship with the package: registered with the converter, measured, and put into an SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "fonts"
"""Where the font files lie."""

SANS_LETTERS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset("−–—…")
"""Letters that the sans font is sure to have."""


class Face(NamedTuple):
    """What a text asks for: a family, whether italic, and a weight."""

    family: str
    italic: bool = False
    weight: str = "400"


_FILES = {
    Face("STIXGeneral"): "STIXGeneral.ttf",
    Face("STIXGeneral", italic=True): "STIXGeneralItalic.ttf",
    Face("Source Sans 3"): "SourceSans3-400.ttf",
    Face("Source Sans 3", weight="600"): "SourceSans3-600.ttf",
}


@cache
def register() -> None:
    """Tell the converter of the package's fonts; the machine needs none."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))


@cache
def _italic() -> tuple[Any, dict[int, str]]:
    """Return the italic serif font and its glyphs' names by character."""
    from fontTools.ttLib import TTFont

    font = TTFont(FOLDER / _FILES[Face("STIXGeneral", italic=True)], lazy=True)
    return font, font.getBestCmap()


def italic_has(letter: str) -> bool:
    """Say whether the italic serif font has a letter."""
    return ord(letter) in _italic()[1]


def italic_ink(letter: str) -> tuple[float, float, float]:
    """Return an italic letter's advance, and the middle and top of what is seen of it, in font sizes."""
    font, names = _italic()
    if ord(letter) not in names:
        return 0.5, 0.3, 0.45
    name, unit = names[ord(letter)], font["head"].unitsPerEm
    shape = font["glyf"][name]
    return font["hmtx"][name][0] / unit, (shape.xMin + shape.xMax) / 2 / unit, shape.yMax / unit


def embedded(svg: str) -> str:
    """Return an SVG document with those letters of its fonts inside that it uses; it looks alike everywhere."""
    root = ElementTree.fromstring(svg)
    used: dict[Face, set[str]] = {}
    for face, text in _texts(root, Face("Source Sans 3")):
        used.setdefault(face, set()).update(text)
    rules = "".join(_rule(face, "".join(sorted(used[face]))) for face in _FILES if face in used)
    return svg.replace("<defs>", f"<defs><style>{rules}</style>", 1)


def _texts(element: ElementTree.Element, face: Face) -> Iterator[tuple[Face, str]]:
    """Yield every text with the face that it is set in."""
    family = element.get("font-family", face.family).split(",")[0].strip("'")
    italic = element.get("font-style") == "italic" if "font-style" in element.attrib else face.italic
    face = Face(family, italic, element.get("font-weight", face.weight))
    if face not in _FILES:
        face = Face(family) if Face(family) in _FILES else Face("Source Sans 3")
    if element.tag.endswith(("text", "tspan")) and element.text:
        yield face, element.text
    for child in element:
        yield from _texts(child, face)


@cache
def _rule(face: Face, letters: str) -> str:
    """Return the style rule that brings a face with it, cut down to some letters."""
    style = "italic" if face.italic else "normal"
    coded = b64encode(_cut(_FILES[face], letters)).decode("ascii")
    return (
        f"@font-face{{font-family:'{face.family}';font-style:{style};font-weight:{face.weight};"
        f"src:url(data:font/woff;base64,{coded}) format('woff')}}"
    )


def _cut(file: str, letters: str) -> bytes:
    from fontTools import subset

    options = subset.Options(flavor="woff", recalc_timestamp=False, hinting=False, drop_tables=["FFTM"])
    options.name_IDs = []
    font = subset.load_font(str(FOLDER / file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    content = BytesIO()
    subset.save_font(font, content, options)
    return content.getvalue()
