"""From a picture to files: one module a format."""
