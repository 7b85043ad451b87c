"""Say in a sentence what is wrong with a statement that the grammar refuses."""

from __future__ import annotations

from lark import Token, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.lines import StatementText
from graphviz_rnn.language.suggest import nearest

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
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]])
    advice = _advice(statement.text, before, "" if at_end else _seen(error))
    return DefinitionError(statement.line + line - 1, column, f"{seen}; expected {_expected(error)}. {advice}")


def _seen(error: UnexpectedInput) -> str:
    """Return what stands at the fault; a character that cannot be seen by its number."""
    if isinstance(error, UnexpectedCharacters):
        character = str(error.char)
        return character if character.isprintable() else f"U+{ord(character):04X}"
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


def _advice(text: str, before: str, seen: str) -> str:
    """Return what to do: the first of a few known mistakes that fits."""
    first = text.split()[0]
    close = nearest(first.lower(), [name.lower() for name in _STARTS])
    after = (before + seen).rstrip()
    if _innermost(before) == "[":
        return "An index is an axis (`t`), an axis and a whole number (`t-1`), the last step (`T`) or a step (`1`)."
    if after.endswith(("**", "* *", *"⁰¹²³⁴⁵⁶⁷⁸⁹")):
        return "A power is written with `^`, as in `x^2`."
    if seen == "==" or after.endswith(("==", "= =")):
        return "An equation has one `=`."
    if close and (first.lower() not in close or not first.islower()):
        return close.strip()
    if "=" not in text and first.upper() not in _STARTS:
        return "Write an equation: a name, `=`, and what it equals."
    return "Change or remove it."


def _innermost(before: str) -> str:
    """Return the bracket that is open at the end of ``before``, or ""."""
    brackets: list[str] = []
    for character in "".join(line.split("#", 1)[0] for line in before.split("\n")):
        if character in "([":
            brackets.append(character)
        elif character in ")]" and brackets:
            brackets.pop()
    return brackets[-1] if brackets else ""
