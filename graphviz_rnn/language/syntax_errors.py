"""Say in a sentence what is wrong with a statement that the grammar refuses."""

from __future__ import annotations

from lark import Token, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.lines import StatementText
from graphviz_rnn.language.syntax_advice import Fault, advice

_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "WHOLE": "a whole number",
    "SIGNED": "a whole number",
    "SIGNED_NUMBER": "a number",
    "COMPARE": "a comparison",
    "FIXED": "`fixed`",
    "EQUAL": "`=`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "COMMA": "`,`",
    "__ANON_0": "`..`",
    "COLON": "`:`",
    "X": "`x`",
    "TILDE": "`~`",
    "$END": "the end of the line",
}
_OPERATORS = {"PLUS", "STAR", "SLASH", "AT", "CIRCUMFLEX", "PERCENT"}
_STARTS = {"DEF", "INPUT", "TARGET", "PARAM", "CONST", "AXIS", "HIDE", "FEEDBACK"}


def explain(error: UnexpectedInput, statement: StatementText) -> DefinitionError:
    """Return the error with its place in the whole text, what stood there, and what could have."""
    lines = statement.text.split("\n")
    at_end = isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END")
    line, column = (len(lines), len(lines[-1].split("#", 1)[0].rstrip()) + 1) if at_end else (error.line, error.column)
    seen = "The statement ends here" if at_end else f"`{_seen(error)}` stands here"
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]])
    to_do = advice(Fault(statement.text, before, "" if at_end else _seen(error)))
    return DefinitionError(statement.line + line - 1, column, f"{seen}; expected {_expected(error)}. {to_do}")


def _seen(error: UnexpectedInput) -> str:
    """Return what stands at the fault; a character that cannot be seen by its number."""
    if isinstance(error, UnexpectedCharacters):
        character = str(error.char)
        return character if character.isprintable() else f"U+{ord(character):04X}"
    token = error.token if isinstance(error, UnexpectedToken) else Token("?", "?")
    return str(token)[:30]


def _expected(error: UnexpectedInput) -> str:
    """Return the words for what the grammar would take, the commonest few."""
    names: set[str] = error.interactive_parser.accepts()  # type: ignore[no-untyped-call]
    if names >= _STARTS:
        return "an equation such as `h[t] = …`, or a statement (def, input, target, param, const, axis, hide, feedback)"
    words = [_WORDS[name] for name in _WORDS if name in names]
    if names & _OPERATORS:
        words.insert(0, "an operator")
    return " or ".join(dict.fromkeys(words[:5])) or "something else"
