"""The error of this package; each message says what was seen, what was expected and what to do."""


class ModelError(Exception):
    """A model that cannot be built or run as asked; show its text to the user as it is."""
