"""How wrong options are told: in a sentence, with the nearest that is right, and where to read on."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from graphviz_rnn.language.suggest import nearest

_CHOICE = re.compile(
    r"argument (?P<what>[^:]+): invalid choice: '(?P<seen>.*)' \(choose from (?P<known>.*)\)", re.DOTALL
)


class Parser(argparse.ArgumentParser):
    """A parser of options that says what is wrong without spelling out all that could have been said."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong on standard error and end with exit code 2; without a command, say what there is."""
        if message.endswith("required: COMMAND"):
            self.print_help(sys.stderr)
            self.exit(2)
        self.exit(2, f"{_sentence(message)} `{self.prog} --help` says what can be asked.\n")


def _sentence(message: str) -> str:
    """Return a message of argparse as a sentence.

    >>> _sentence("argument --theme: invalid choice: 'drak' (choose from 'light', 'dark')")
    '`drak` is no --theme; expected one of light, dark. Did you mean `dark`?'
    >>> _sentence("argument --unfold: expected one argument")
    'Argument --unfold: expected one argument.'
    """
    choice = _CHOICE.match(message)
    if choice is None:
        return f"{message[0].upper()}{message[1:].rstrip('.')}."
    known = [one.strip(" '") for one in choice["known"].split(",")]
    close = nearest(choice["seen"], known)
    return f"`{choice['seen'][:40]}` is no {choice['what']}; expected one of {', '.join(known)}.{close}"
