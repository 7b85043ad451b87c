"""Colours and weights of a drawing: light, dark, print and projector."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.suggest import nearest

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6FB0", "#8C6D31")
"""Colours that the colour-blind can tell apart (Okabe & Ito 2008), with two more for large models."""

_PATTERNS = ("", "5.5 3", "1.6 2.8", "9 3 1.6 3", "3 1.8", "9 2.6 3 2.6", "12 3.5", "9 2.4 1.6 2.4 1.6 2.4")
"""Dashes that stay apart on a photocopy, in the order of the colours."""

_DARK_PARAMETERS = ("#4FA9DE", "#F08A4B", "#3FC79A", "#E39BC4", "#F2BC45", "#8CCBF0", "#B39AD6", "#C2A25E")


@dataclass(frozen=True, slots=True)
class Theme:
    """What a drawing's parts look like.

    ``stroke`` is the width of lines; ``scale`` enlarges the whole drawing, ``lettering`` its letters beside the
    shapes. With ``patterns`` (dashes, as SVG writes them) parameters differ in their lines and not in colour.
    """

    name: str
    ground: str
    node: str
    ink: str
    muted: str
    accent: str
    chip_ink: str
    parameters: tuple[str, ...]
    stroke: float = 1.6
    scale: float = 1.0
    lettering: float = 1.0
    patterns: tuple[str, ...] = ()


LIGHT = Theme("light", "#ffffff", "#ffffff", "#1f2430", "#697181", "#D55E00", "#ffffff", OKABE_ITO)
THEMES: dict[str, Theme] = {
    "light": LIGHT,
    "dark": Theme("dark", "#1f2229", "#262a33", "#e8e6e1", "#9aa1ae", "#F08A4B", "#14161b", _DARK_PARAMETERS),
    "print": replace(
        LIGHT,
        name="print",
        ink="#000000",
        muted="#000000",
        accent="#000000",
        chip_ink="#000000",
        parameters=("#000000",),
        patterns=_PATTERNS,
    ),
    "projector": replace(
        LIGHT, name="projector", ink="#000000", muted="#3d4452", stroke=2.6, scale=1.5, lettering=1.18
    ),
}
"""The themes by name."""


LIVE = Theme(
    "live",
    "none",
    "var(--node)",
    "var(--ink)",
    "var(--muted)",
    "var(--accent)",
    "var(--chip-ink)",
    tuple(f"var(--p{number})" for number in range(len(OKABE_ITO))),
)
"""Colours left to the page's style sheet, so that one drawing serves its light and dark theme."""


def theme_named(name: str) -> Theme:
    """Return a theme; raises ``RequestError`` for an unknown name."""
    if name not in THEMES:
        raise RequestError(
            f"The theme {name!r} is unknown; expected one of {', '.join(THEMES)}.{nearest(name, THEMES)}"
        )
    return THEMES[name]


def parameter_colours(names: tuple[str, ...], theme: Theme) -> dict[str, str]:
    """Return every parameter's colour: U, W and V have the book's, others follow in their order.

    Names that differ only in their subscript share a colour: ``W_f`` and ``W_g`` act at different
    gates but come from the same source.
    """
    return _shared(names, theme.parameters)


def parameter_patterns(names: tuple[str, ...], theme: Theme) -> dict[str, str]:
    """Return every parameter's dashes, shared as colours are; "" is an unbroken line."""
    return _shared(names, theme.patterns or ("",))


def _shared(names: tuple[str, ...], looks: tuple[str, ...]) -> dict[str, str]:
    preferred = {"U": 0, "W": 1, "V": 2}
    letters = list(dict.fromkeys(name.partition("_")[0] for name in names))
    taken = {preferred[one] for one in letters if one in preferred}
    free = [number for number in range(len(looks)) if number not in taken] or [0]
    others = [one for one in letters if one not in preferred]
    numbers = {one: preferred.get(one, -1) for one in letters} | {
        one: free[position % len(free)] for position, one in enumerate(others)
    }
    return {name: looks[numbers[name.partition("_")[0]] % len(looks)] for name in names}
