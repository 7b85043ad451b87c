"""The command draw: a figure in any format, to a file or to standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graphviz_rnn.command_line.graph import folded, unfolded
from graphviz_rnn.command_line.progress import progress
from graphviz_rnn.command_line.source import Source
from graphviz_rnn.drawing.picture import draw
from graphviz_rnn.errors import RequestError
from graphviz_rnn.formats.picture import Picture

_BINARY = ("png", "pdf", "gif")


def draw_figure(source: Source, options: argparse.Namespace) -> None:
    """Draw a definition's graph and write it."""
    format = _format(options)
    with progress(f"Drawing {source.title}"):
        content = _content(_picture(source, options), format, options)
    if options.output == "-":
        sys.stdout.buffer.write(content)
    else:
        Path(options.output).write_bytes(content)


def _format(options: argparse.Namespace) -> str:
    """Return the format that is asked for; raises ``RequestError`` for one that a terminal cannot show."""
    suffix = "svg" if options.output == "-" else Path(options.output).suffix.removeprefix(".").lower()
    format = str(options.format or suffix)
    if options.output == "-" and format in _BINARY and sys.stdout.isatty():
        raise RequestError(f"A {format.upper()} is no text for a terminal. Name a file with -o, or pipe it on.")
    return format


def _picture(source: Source, options: argparse.Namespace) -> Picture:
    definition = source.definition()
    loops = folded(definition, options)
    if options.unfold is None and options.beside:
        raise RequestError("--beside draws the folded graph beside an unfolded one. Say how many steps: --unfold 4.")
    if options.unfold is None:
        return draw(loops, options.theme)
    beside = loops if options.beside else None
    graph = unfolded(definition, options)
    return draw(graph, options.theme, beside=beside, steps=options.steps, parameters=options.parameters)


def _content(picture: Picture, format: str, options: argparse.Namespace) -> bytes:
    if options.scale is not None and format in ("png", "gif"):
        return picture.png(options.scale) if format == "png" else picture.gif(options.scale)
    if options.embed_fonts and format == "svg":
        return picture.svg_with_fonts.encode()
    return picture.bytes(format)
