"""Read a user's own recurrent cell, a module with ``forward(x, h)``, as a definition."""

from models.cells.definition import cell_definition

__all__ = ["cell_definition"]
