"""Read one statement's text into its records, by the grammar in ``grammar.lark``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unicodedata import normalize

from lark import Lark, Token, Tree, UnexpectedInput
from lark.exceptions import VisitError

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.builder import RecordBuilder
from graphviz_rnn.language.lines import StatementText
from graphviz_rnn.language.records import Statement
from graphviz_rnn.language.syntax_errors import explain


@cache
def _grammar() -> Lark:
    """Return the parser, made on first use."""
    source = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        source, parser="lalr", maybe_placeholders=True, propagate_positions=True, lexer_callbacks={"NAME": _composed}
    )


def _composed(name: Token) -> Token:
    """Return a name with its accents joined to their letters, so that both spellings of ŷ are one name."""
    return name.update(value=normalize("NFC", name))


def read(statement: StatementText) -> tuple[Statement, ...]:
    """Return the records of one statement, with places counted in the whole text.

    A ``hide a, b`` yields one record a name. Raises ``DefinitionError`` with the place in the text.
    """
    try:
        tree = _grammar().parse(statement.text)
    except UnexpectedInput as error:
        raise explain(error, statement) from None
    _check_depth(tree, statement.line)
    _check_lengths(tree, statement.line)
    try:
        records: tuple[Statement, ...] = RecordBuilder(statement).transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, DefinitionError):
            raise error.orig_exc from None
        raise
    return records


def _check_depth(tree: Tree[Token], line: int) -> None:
    """Refuse a tree that is nested too deep, before anything walks it by recursion."""
    level, depth = [tree], 0
    while level:
        level = [child for one in level for child in one.children if isinstance(child, Tree)]
        depth += 1
        if depth > limits.DEPTH:
            first = next((one.meta for one in level if not one.meta.empty), None)
            raise DefinitionError(
                line + (first.line - 1 if first else 0),
                first.column if first else 1,
                f"This expression is nested more than {limits.DEPTH} deep. Give a part of it its own equation.",
            )


def _check_lengths(tree: Tree[Token], line: int) -> None:
    """Refuse a name longer than anyone reads."""
    for token in tree.scan_values(lambda one: isinstance(one, Token) and len(one) > limits.NAME):
        if token.type == "NAME":
            raise DefinitionError(
                line + (token.line or 1) - 1,
                token.column or 1,
                f"The name `{token[:20]}…` has {len(token)} letters; at most {limits.NAME} are read. Shorten it.",
            )
