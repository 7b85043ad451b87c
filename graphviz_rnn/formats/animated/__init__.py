"""Drawings that play: when each part is reached, as GIF and as a page of its own."""
