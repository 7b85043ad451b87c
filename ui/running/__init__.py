"""From what a user has set to what was computed of it, once for each choice."""
