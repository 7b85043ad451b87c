"""One Elman network with two units and three steps, every number written out.

The definition is the gallery's "elman"; the numbers follow the equations 10.8 to 10.14 (values) and 10.17 to 10.28
(gradients of the total loss) of Goodfellow, Bengio & Courville (2016), worked out one after the other in plain
arithmetic, to ten decimals. Vectors are tuples, matrices tuples of rows, series tuples with one entry a step.
"""

from __future__ import annotations

Numbers = float | tuple["Numbers", ...]

SIZES: dict[str, int] = {"x": 1, "h": 2, "o": 2}
"""The numbers of units."""

WEIGHTS: dict[str, Numbers] = {
    "W": ((0.5, -0.3), (0.2, 0.4)),
    "U": ((1.0,), (-0.5,)),
    "V": ((0.8, -0.6), (-0.4, 0.7)),
    "b": (0.1, -0.2),
    "c": (0.05, -0.05),
}
"""The parameters."""

DATA: dict[str, Numbers] = {
    "x": ((1.0,), (-0.5,), (0.25,)),
    "y": ((1.0, 0.0), (0.0, 1.0), (1.0, 0.0)),
}
"""Three inputs, and three targets as one-hot vectors."""

VALUES: dict[str, Numbers] = {
    "a": ((1.1, -0.7), (0.181559844, -0.0316473065), (0.4492864358, -0.3017365332)),
    "h": ((0.8004990218, -0.6043677771), (0.1795908245, -0.0316367453), (0.4213122781, -0.2929009731)),
    "o": ((1.0530198837, -0.7932570527), (0.2126547067, -0.1439820515), (0.5627904063, -0.4235555924)),
    "L": (0.146542089, 0.887280733, 0.3169521799),
    "loss": 1.3507750018,
}
"""Every variable at the steps 1, 2 and 3, starting from h(0) = 0."""

GRADIENTS: dict[str, Numbers] = {
    "o": ((-0.1363106202, 0.1363106202), (0.5882260449, -0.5882260449), (-0.2716344152, 0.2716344152)),
    "h": ((0.0334426111, -0.2293847979), (0.6363862922, -0.5551313738), (-0.3259612982, 0.3531247397)),
    "c": (0.1802810095, -0.1802810095),
    "b": (0.3597717891, -0.3773455423),
    "V": ((-0.117919432, 0.1433341735), (0.117919432, -0.1433341735)),
    "W": ((0.4448475046, -0.3637246806), (-0.385960073, 0.3249544296)),
    "U": ((-0.3629433389,), (0.2123957189,)),
}
"""The derivative of the loss with respect to variables (at each step, through all later ones) and parameters."""
