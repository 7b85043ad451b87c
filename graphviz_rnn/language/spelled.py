"""What a token spells: a whole number, a finite number, an axis."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language import limits
from graphviz_rnn.language.records import Index, Place, Reference


def is_axis(name: str | None) -> bool:
    """Say whether a name can be an axis: one lower-case letter that has a capital, its length.

    >>> is_axis("t"), is_axis("T"), is_axis("tt"), is_axis("ß")
    (True, False, False, False)
    """
    return name is not None and len(name) == 1 and name.islower() and len(name.upper()) == 1 and name.upper() != name


def whole(token: str, place: Place, *, least: int = -limits.SIZE) -> int:
    """Return the integer that a token spells; raises ``DefinitionError`` for one that is out of all reason.

    >>> whole("12", Place(1, 1))
    12
    """
    if len(token) > 9 or not least <= int(token) <= limits.SIZE:
        raise DefinitionError(
            *place, f"The number {token[:12]} is out of range; expected one from {least} to {limits.SIZE}. Change it."
        )
    return int(token)


def finite(token: str, place: Place) -> float:
    """Return the number that a token spells; raises ``DefinitionError`` for one too large to hold.

    >>> finite("1e-3", Place(1, 1))
    0.001
    """
    value = float(token)
    if not isfinite(value):
        raise DefinitionError(
            *place, f"The number {token[:12]} is too large; expected one below 1e308. Use a smaller one."
        )
    return value


def axes(index: tuple[Index, ...] | None) -> tuple[str, ...]:
    """Return the axes that a declaration is indexed by; raises ``DefinitionError`` for another index."""
    found = tuple(one.base or "" for one in index or ())
    for one in index or ():
        if not is_axis(one.base) or one.shift != 0:
            raise DefinitionError(
                *one.place, f"A declaration is indexed by `{one}`; expected an axis. Write it as in `x[t]`."
            )
        if found.count(one.base or "") > 1:
            raise DefinitionError(*one.place, f"Axis {one.base} is given twice here; give each axis once.")
    return found


def reference_text(reference: Reference) -> str:
    """Return a reference as it is written: ``h[t-1]``."""
    return f"{reference.name}[{','.join(map(str, reference.index))}]" if reference.index else reference.name


def reads_boundary_alone(reference: Reference) -> bool:
    """Say whether a reference lies before the first step whatever the index: ``h[0]``."""
    return any(one.base is None and isinstance(one.shift, int) and one.shift < 1 for one in reference.index)


def cycle_text(names: Sequence[str]) -> str:
    """Return a cycle as names and arrows, back to the first; the middle of a very long one is left out.

    >>> cycle_text(["h", "o"])
    'h → o → h'
    """
    shown = [*names[:8], "…", *names[-3:]] if len(names) > 12 else names
    return " → ".join([*shown, names[0]])
