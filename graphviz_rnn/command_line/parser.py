"""What can be asked on the command line, with examples in every command's help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from graphviz_rnn.command_line.figure import draw_figure
from graphviz_rnn.command_line.options import Parser
from graphviz_rnn.command_line.reports import check, list_gallery, write_latex
from graphviz_rnn.command_line.statistics import write_statistics
from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.drawing.unfolded import PARAMETERS, STEPS
from graphviz_rnn.formats.picture import FORMATS
from graphviz_rnn.graphs.detail import DETAILS

_EPILOG = """examples:
  python -m graphviz_rnn list
  python -m graphviz_rnn draw elman --unfold 4 -o elman.pdf
  echo "h[t] = tanh(W @ h[t-1] + U @ x[t])" | python -m graphviz_rnn check -

NAME_OR_FILE is a name of the gallery, a file, or - for standard input. Each command's --help has more examples.
The exit code is 0, or 2 for anything wrong with what was asked, which standard error then says in a sentence.
"""
_CHECK = """examples:
  python -m graphviz_rnn check my_model.rnn
  python -m graphviz_rnn check models/*.rnn && echo all are right
"""
_LATEX = """examples:
  python -m graphviz_rnn latex lstm
  python -m graphviz_rnn latex my_model.rnn > equations.tex
"""
_STATS = """examples:
  python -m graphviz_rnn stats lstm
  python -m graphviz_rnn stats attention --unfold t=20,s=10 --detail operations
"""
_DRAW = """examples:
  python -m graphviz_rnn draw elman                                   the folded graph, SVG to standard output
  python -m graphviz_rnn draw elman --unfold 4 --beside -o elman.pdf  both, as PDF
  python -m graphviz_rnn draw lstm --unfold 30 --steps wrap -o lstm.pdf
  python -m graphviz_rnn draw elman --unfold 4 --parameters shared -o elman.png
  python -m graphviz_rnn draw attention --unfold t=4,s=2 -o attention.png --scale 3
  python -m graphviz_rnn draw lstm --detail operations --theme print -o lstm.tex
  python -m graphviz_rnn draw elman --unfold 6 -o elman.html          a page that plays forward and backward
  python -m graphviz_rnn draw gru --unfold 3 --format dot | dot -Tsvg > gru.svg
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser; parsed options have ``run``, to be called with a source and the options, and ``names``."""
    whole = Parser(
        prog="python -m graphviz_rnn",
        description="Recurrent definitions, their graphs and figures.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add = _Adder(commands)
    listed = add("list", list_gallery, "name every definition of the gallery, with its title", "")
    listed.add_argument(
        "--names", dest="names_only", action="store_true", help="only the names, one a line, as scripts like it"
    )
    listed.set_defaults(names=["-"])
    _names(add("check", check, "say what a definition is: roles, shapes, schedule", _CHECK), "+")
    _names(add("latex", write_latex, "write the equations as LaTeX", _LATEX), 1)
    _statistics(add("stats", write_statistics, "count nodes, edges and steps of the graphs", _STATS))
    _figure(add("draw", draw_figure, "write a figure in any format", _DRAW))
    return whole


class _Adder:
    """Adds one command after the other."""

    def __init__(self, commands: argparse._SubParsersAction[Parser]) -> None:
        self.commands = commands

    def __call__(self, name: str, run: Callable[..., None], text: str, epilog: str) -> argparse.ArgumentParser:
        one = self.commands.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(run=run)
        return one


def _names(one: argparse.ArgumentParser, count: Any) -> None:
    text = "a name of the gallery, a file, or - for standard input"
    one.add_argument("names", metavar="NAME_OR_FILE", nargs=count, help=text)


def _graph(one: argparse.ArgumentParser) -> None:
    _names(one, 1)
    one.add_argument(
        "--detail", default="variables", choices=DETAILS, help="what is a node (functions: each one is an operation)"
    )
    one.add_argument(
        "--open",
        action="append",
        default=[],
        metavar="FUNCTION",
        help="with --detail functions: show its inside",
    )
    one.add_argument(
        "--free-running", action="store_true", help="unfold generation: feedback equations in place of targets"
    )


def _statistics(one: argparse.ArgumentParser) -> None:
    _graph(one)
    one.add_argument("--unfold", type=steps, default=10, metavar="STEPS", help="as for draw (default: 10)")


def _figure(one: argparse.ArgumentParser) -> None:
    _graph(one)
    one.add_argument(
        "--unfold", type=steps, metavar="STEPS", help="draw it unfolded: 4 for every axis, or t=4,s=2 for each its own"
    )
    one.add_argument("--beside", action="store_true", help="with --unfold: draw the folded graph beside it")
    one.add_argument(
        "--steps",
        default="elide",
        choices=STEPS,
        help="with --unfold to more than 12: 1, 2, 3, …, T-1, T (elide, the default), in lines (wrap), or all in one",
    )
    one.add_argument(
        "--parameters",
        default="chips",
        choices=PARAMETERS,
        help="with --unfold: a chip on every line (the default), or shared: each once, with lines to its uses",
    )
    one.add_argument("--theme", default="light", choices=list(THEMES))
    one.add_argument("--scale", type=float, help="pixels a unit in a PNG (default: 2) or GIF (default: 1)")
    one.add_argument("--embed-fonts", action="store_true", help="put the letters used into an SVG, about 10 KB")
    one.add_argument("--format", choices=list(FORMATS), help="the format, where the suffix does not say it")
    one.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to write, its suffix giving the format (default: -)"
    )


def steps(text: str) -> int | dict[str, int]:
    """Return the lengths that ``--unfold`` gives: one for every axis, or each axis its own.

    >>> steps("4"), steps("t=4,s=2")
    (4, {'t': 4, 's': 2})
    """
    try:
        if "=" not in text:
            return int(text)
        pairs = (part.partition("=") for part in text.split(","))
        return {axis.strip(): int(length) for axis, _, length in pairs}
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no length; give 4 for every axis, or t=4,s=2.") from None
