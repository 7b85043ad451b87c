"""From text to a checked definition, and the readings of it that need no graph."""
