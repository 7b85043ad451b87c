"""The command line: ``python -m graphviz_rnn list``, ``check``, ``draw``, ``stats`` and ``latex``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from graphviz_rnn.command_line.parser import parser
from graphviz_rnn.command_line.source import Source
from graphviz_rnn.errors import GraphError

WRONG, INTERRUPTED = 2, 130
"""Exit codes: for anything wrong with what was asked, and what a shell gives to what Ctrl+C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, or 2 for anything wrong with what was asked."""
    options = parser().parse_args(arguments)
    try:
        return max([_run(Source(name), options) for name in options.names])
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(source: Source, options: argparse.Namespace) -> int:
    """Run a command on one definition, and tell what is wrong with it on standard error."""
    try:
        options.run(source, options)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()  # the exit code is still that of all definitions
    except (GraphError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(source.told(error, caret=sys.stderr.isatty()) + "\n")
        return WRONG
    return 0


def _let_go_of_output() -> None:
    """Write what is still held back nowhere: who reads, as ``head`` does, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
