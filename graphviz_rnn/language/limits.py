"""The documented limits: what a definition may ask for before it is refused with a sentence."""

CHARACTERS = 30_000
"""Length of a text."""

EQUATIONS = 400
"""Statements in a text."""

DEPTH = 60
"""Nesting of an expression."""

ARGUMENTS = 100
"""Arguments of one call."""

NODES = 500_000
"""Nodes of one unfolded graph."""

EDGES = 1_000_000
"""Edges of one unfolded graph."""

SIZE = 100_000
"""Units of one variable, and steps of one axis."""

AXES = 6
"""Axes of one variable."""

NAME = 80
"""Letters of one name."""

BOUNDARIES = 8
"""Boundaries that read one another in a row (``h[0]`` from ``g[0]`` from …)."""

OFFSET = 10_000
"""Distance of a reference along an axis."""

TERMS = 8_000
"""Operations of one definition after its functions are written out."""
