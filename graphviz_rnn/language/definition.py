"""A checked recurrent definition: what every reading starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from graphviz_rnn.language.records import Boundary, Declaration, Equation, Expression, Feedback, Function

if TYPE_CHECKING:
    from graphviz_rnn.language.schedule import Stage

Role = Literal["input", "target", "parameter", "state", "variable"]
Shape = tuple[int, ...]

_MOST_SOLVED = 64


@dataclass(frozen=True, repr=False)
class Definition:
    """A recurrent model written once as text, checked when parsed; build it with ``parse`` or ``load``.

    ``text`` is what was parsed, ``title`` its first comment. ``roles`` says of every name whether it
    is an "input", "target", "parameter", "state" or "variable", ``axes`` which axes it has.
    ``lengths`` gives the length of every axis (an integer where the text says one, else a name),
    ``ends`` the name of that length ("T"). ``equations`` stand in the order of the text, as written;
    ``inlined`` has each variable's expression with constants put in and the bodies of its functions
    written out (so have ``boundaries``, the values outside of the axes, and ``feedbacks``, what
    replaces targets). ``functions``, ``declarations`` and ``constants`` stand by name, ``hidden`` are
    the variables that are not drawn. In a notebook it shows its equations.
    """

    text: str
    title: str
    equations: tuple[Equation, ...]
    boundaries: tuple[Boundary, ...]
    feedbacks: tuple[Feedback, ...]
    functions: Mapping[str, Function]
    declarations: Mapping[str, Declaration]
    constants: Mapping[str, int]
    lengths: Mapping[str, int | str]
    ends: Mapping[str, str]
    hidden: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    inlined: Mapping[str, Expression]

    @property
    def abstract_functions(self) -> tuple[str, ...]:
        """The functions without a body: the definition can be drawn, but not run."""
        return tuple(name for name, one in self.functions.items() if one.body is None)

    def equation(self, name: str) -> Equation:
        """Return the equation that defines ``name``; raises ``KeyError`` if none does."""
        for one in self.equations:
            if one.name == name:
                return one
        raise KeyError(name)

    def boundary(self, name: str, side: str, position: int = 0) -> Boundary | None:
        """Return what ``name`` is before the first ("before") or after the last ("after") step of its axis."""
        for one in self.boundaries:
            if one.name == name and one.side == side and one.axes[position] is None:
                return one
        return None

    def names(self, *roles: Role) -> tuple[str, ...]:
        """Return the names that play one of ``roles``, in the order of the text."""
        return tuple(name for name, role in self.roles.items() if role in roles)

    def latex(self) -> str:
        """Return the equations, numbered, as a LaTeX ``align`` environment."""
        from graphviz_rnn.language.latex import latex

        return latex(self)

    def shapes(self, sizes: Mapping[str, int] | None = None) -> dict[str, Shape]:
        """Return the shape of every name: ``()``, ``(n,)`` or ``(n, m)``.

        ``sizes`` gives a variable's number of units by its name (``{"h": 8}``); sizes that nothing
        fixes have a default. Raises ``DefinitionError`` where sizes do not fit, and
        ``RequestError`` for a name or size that cannot be.
        """
        from graphviz_rnn.language.shapes import shapes

        asked = sizes or {}
        if not all(type(size) is int for size in asked.values()):
            return shapes(self, asked)
        key = tuple(sorted(asked.items()))
        if key not in self._solved:
            if len(self._solved) >= _MOST_SOLVED:
                self._solved.clear()
            self._solved[key] = shapes(self, asked)
        return dict(self._solved[key])

    @cached_property
    def _solved(self) -> dict[tuple[tuple[str, int], ...], dict[str, Shape]]:
        """The shapes that were asked for before, by sizes: every reading of a definition asks for them."""
        return {}

    def schedule(self) -> str:
        """Say what is computed for all steps at once and what is stepped along which axis.

        For an Elman network: "stepped through t: a, h; parallel over t: o, L; once: loss". What lies
        on no cycle is parallel; a chain from the last step to the first is "stepped backward through t".
        """
        from graphviz_rnn.language.schedule import describe

        return describe(self.stages)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that compute every variable once, in an order that is possible."""
        from graphviz_rnn.language.schedule import schedule

        return schedule(self)

    def with_constants(self, **constants: int) -> Definition:
        """Return the definition with other values for its constants; raises ``RequestError`` for an unknown one."""
        from graphviz_rnn.language.parse import parse

        return parse(self.text, constants={**self.constants, **constants})

    def free_running(self) -> Definition:
        """Return the definition for generation: feedback equations in place of targets, no losses."""
        from graphviz_rnn.language.feedback import free_running

        return free_running(self)

    def with_loss(self, name: str) -> Definition:
        """Return the definition with every loss function replaced by ``name`` ("mse" for real-valued targets)."""
        from graphviz_rnn.language.feedback import with_loss

        return with_loss(self, name)

    def __repr__(self) -> str:
        count = len(self.equations)
        return f"<Definition {self.title or self.equations[0].name!r}, {count} equation{'s' * (count > 1)}>"

    def _repr_latex_(self) -> str:
        """Return the equations for a notebook, whose formulas have no numbers."""
        rows = self.latex().removeprefix(r"\begin{align}").removesuffix(r"\end{align}")
        return f"$$\n\\begin{{aligned}}{rows}\\end{{aligned}}\n$$"
