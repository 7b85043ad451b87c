"""The Studio's pieces: an editor for definitions, links that carry them, their readings, and what they run on."""
