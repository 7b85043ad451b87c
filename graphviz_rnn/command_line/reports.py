"""What a definition is, in words: the commands list, check and latex."""

from __future__ import annotations

import argparse
import sys

from graphviz_rnn.command_line.source import Source
from graphviz_rnn.shelf import CHAPTERS, gallery


def list_gallery(_: Source, options: argparse.Namespace) -> None:
    """Write the names of the gallery by chapter, with their titles."""
    titles = gallery()
    if options.names_only:
        sys.stdout.write("".join(f"{name}\n" for name in titles))
        return
    widest = max(map(len, titles))
    for chapter, names in CHAPTERS.items():
        sys.stdout.write(f"# {chapter}\n" + "".join(f"{name:<{widest}}  {titles[name]}\n" for name in names))


def check(source: Source, options: argparse.Namespace) -> None:
    """Write a definition's names with their roles and shapes, and how it is computed."""
    definition = source.definition()
    shapes = definition.shapes()
    if len(options.names) > 1:
        sys.stdout.write(f"{source.title}: {definition.title}\n")
    widest = max(map(len, definition.roles), default=0) + 2
    for name, role in definition.roles.items():
        size = " x ".join(map(str, shapes[name])) or "scalar"
        sys.stdout.write(f"{name:<{max(widest, 12)}}{role:<11}{size}\n")
    sys.stdout.write(f"{definition.schedule()}\n")


def write_latex(source: Source, _: argparse.Namespace) -> None:
    """Write the equations as LaTeX."""
    sys.stdout.write(source.definition().latex() + "\n")
