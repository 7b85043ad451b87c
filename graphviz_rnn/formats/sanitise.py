"""Let an SVG document through an allow-list before it is converted: shapes and text, nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from graphviz_rnn.errors import RequestError

_NAMESPACE = "http://www.w3.org/2000/svg"
_TAGS = frozenset(
    ["svg", "g", "path", "rect", "circle", "text", "tspan", "title", "defs", "marker", "linearGradient", "stop"]
)
_ATTRIBUTES = frozenset(
    [
        "viewBox",
        "width",
        "height",
        "id",
        "class",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "dx",
        "dy",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "opacity",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "text-anchor",
        "marker-end",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "orient",
        "gradientUnits",
        "offset",
        "stop-color",
        "stop-opacity",
    ]
)
_MOST_ELEMENTS = 60_000


def sanitised(document: bytes) -> str:
    """Return the document with allowed elements and attributes alone; raises ``RequestError`` if it is no SVG."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", document, re.IGNORECASE):
        raise RequestError("The SVG declares a document type or entities; expected a plain drawing. Export it again.")
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise RequestError(f"This is no SVG document ({error}). Export the picture again.") from None
    if root.tag != f"{{{_NAMESPACE}}}svg" or sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise RequestError("This is no SVG drawing, or one too large to convert. Draw fewer steps.")
    _clean(root)
    ElementTree.register_namespace("", _NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        foreign = "url(" in value and not re.fullmatch(r"url\(#[\w-]+\)", value)
        if name not in _ATTRIBUTES or foreign:
            del element.attrib[name]
    for child in list(element):
        if isinstance(child.tag, str) and child.tag.removeprefix(f"{{{_NAMESPACE}}}") in _TAGS:
            _clean(child)
        else:
            element.remove(child)
