"""The errors of this package; each message says what was seen, what was expected and what to do."""


class GraphError(Exception):
    """Anything this package refuses; show its text to the user as it is."""


class DefinitionError(GraphError):
    """A definition that breaks the language's rules, at ``line`` and ``column`` (both from 1)."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"

    def marked(self, text: str) -> str:
        """Return the faulty line of ``text`` with a caret under the fault.

        >>> print(DefinitionError(1, 5, "...").marked("h = @"))
        h = @
            ^
        """
        lines = text.split("\n")
        seen = lines[min(self.line, len(lines)) - 1].rstrip("\r").replace("\t", " ")
        return f"{seen}\n{' ' * (self.column - 1)}^"


class RequestError(GraphError):
    """A request that a definition or a picture cannot meet: an unknown name, theme, format or length."""
