"""The parts of the page on long-term dependencies."""
