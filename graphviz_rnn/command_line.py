"""Commands for definitions and figures: list, check, draw, latex."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from graphviz_rnn.drawing.picture import draw
from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.errors import DefinitionError, GraphError
from graphviz_rnn.formats.picture import FORMATS
from graphviz_rnn.graphs.detail import DETAILS
from graphviz_rnn.graphs.fold import fold
from graphviz_rnn.graphs.unfold import unfold
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import gallery, load

_EPILOG = """examples:
  python -m graphviz_rnn list
  python -m graphviz_rnn draw elman --unfold 4 -o elman.pdf
  python -m graphviz_rnn draw my_model.rnn --detail operations --theme print -o figure.svg
  python -m graphviz_rnn latex lstm
  echo "h[t] = tanh(W @ h[t-1] + U @ x[t])" | python -m graphviz_rnn check -
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, or 2 for anything wrong with what was asked."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except DefinitionError as error:
        sys.stderr.write(f"{_where(options.name)}:{error.line}:{error.column}: {error.message}\n")
        return 2
    except (GraphError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m graphviz_rnn",
        description="Recurrent definitions, their graphs and figures.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _command(commands, "list", _list, "name every definition of the gallery, with its title")
    for name, run, text in (
        ("check", _check, "say what a definition is: roles, shapes, schedule"),
        ("latex", _latex, "write the equations as LaTeX"),
        ("draw", _draw, "write a figure"),
    ):
        one = _command(commands, name, run, text)
        one.add_argument("name", metavar="NAME_OR_FILE", help="a name of the gallery, a file, or - for standard input")
    one.add_argument("--unfold", type=int, metavar="STEPS", help="draw it unfolded for so many steps of every axis")
    one.add_argument("--beside", action="store_true", help="with --unfold: draw the folded graph beside it")
    one.add_argument("--detail", default="variables", choices=DETAILS)
    one.add_argument("--theme", default="light", choices=list(THEMES))
    one.add_argument("--scale", type=float, default=2.0, help="pixels a unit in a PNG (default: 2)")
    one.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"where to write, by suffix: {', '.join(FORMATS)} (default: SVG to standard output)",
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, text: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    one.set_defaults(run=run, name="-")
    return one


def _where(name: str) -> str:
    return "<stdin>" if name == "-" else name


def _definition(name: str) -> Definition:
    if name == "-":
        return parse(sys.stdin.read())
    if name in gallery() or (not Path(name).suffix and not Path(name).exists()):
        return load(name)
    return parse(Path(name).read_text(encoding="utf-8"))


def _list(options: argparse.Namespace) -> None:
    widest = max(map(len, gallery()))
    for name, title in gallery().items():
        sys.stdout.write(f"{name:<{widest}}  {title}\n")


def _check(options: argparse.Namespace) -> None:
    definition = _definition(options.name)
    shapes = definition.shapes()
    for name, role in definition.roles.items():
        size = " x ".join(map(str, shapes[name])) or "scalar"
        sys.stdout.write(f"{name:<12}{role:<11}{size}\n")
    sys.stdout.write(f"{definition.schedule()}\n")


def _latex(options: argparse.Namespace) -> None:
    sys.stdout.write(_definition(options.name).latex() + "\n")


def _draw(options: argparse.Namespace) -> None:
    definition = _definition(options.name)
    graph = folded = fold(definition, options.detail)
    if options.unfold is not None:
        graph = unfold(definition, dict.fromkeys(definition.lengths, options.unfold), options.detail)
    beside = folded if options.beside and options.unfold is not None else None
    picture = draw(graph, options.theme, beside=beside)
    if options.output is None:
        sys.stdout.write(picture.svg)
    elif options.output.lower().endswith(".png"):
        Path(options.output).write_bytes(picture.png(options.scale))
    else:
        picture.save(options.output)
