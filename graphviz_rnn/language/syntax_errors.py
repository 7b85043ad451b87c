"""Say in a sentence what is wrong with a statement that the grammar refuses."""

from __future__ import annotations

from lark import Token, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.lines import StatementText

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
    "$END": "the end of the line",
}
_OPERATORS = {"PLUS", "MINUS", "STAR", "SLASH", "AT", "CIRCUMFLEX", "QUOTE", "⊙", "__ANON_0", "PERCENT", "AND", "OR"}
_STARTS = {"DEF", "INPUT", "TARGET", "PARAM", "CONST", "AXIS", "HIDE", "FEEDBACK"}
_KEYWORDS = _STARTS | {"WHERE", "NOT", "X", "SCALAR"}


def explain(error: UnexpectedInput, statement: StatementText) -> DefinitionError:
    """Return the error with its place in the whole text, what stood there, and what could have."""
    lines = statement.text.split("\n")
    at_end = isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END")
    line, column = (len(lines), len(lines[-1].split("#", 1)[0].rstrip()) + 1) if at_end else (error.line, error.column)
    seen = "The statement ends here" if at_end else f"`{_seen(error)}` stands here"
    return DefinitionError(
        statement.line + line - 1, column, f"{seen}; expected {_expected(error)}. {_advice(error, statement)}"
    )


def _seen(error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedCharacters):
        return str(error.char)
    token = error.token if isinstance(error, UnexpectedToken) else Token("?", "?")
    return str(token)[:30]


def _expected(error: UnexpectedInput) -> str:
    """Return the words for what the grammar would take, the commonest few."""
    names: set[str] = set(getattr(error, "accepts", None) or getattr(error, "allowed", None) or ())
    if names >= _STARTS:
        return "an equation such as `h[t] = …`, or a statement (def, input, target, param, const, axis, hide, feedback)"
    words = [_WORDS[name] for name in _WORDS if name in names]
    if names & _OPERATORS:
        words.insert(0, "an operator")
    return " or ".join(dict.fromkeys(words[:5])) or "something else"


def _advice(error: UnexpectedInput, statement: StatementText) -> str:
    text = statement.text
    if text.count("(") > text.count(")") or text.count("[") > text.count("]"):
        return "A bracket is not closed; close it."
    if "==" in text.split("=", 1)[-1][:1] or _seen(error) == "==":
        return "An equation has one `=`."
    if "**" in text:
        return "A power is written `^`."
    if "=" not in text and text.split()[0].lower() not in {name.lower() for name in _STARTS}:
        return "Write an equation: a name, `=`, and what it equals."
    return "Change or remove it."
