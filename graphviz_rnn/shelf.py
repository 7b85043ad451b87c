"""The gallery: the definitions that ship with the package, one file each."""

from __future__ import annotations

from functools import cache
from importlib import resources

from graphviz_rnn.errors import RequestError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.lines import title
from graphviz_rnn.language.parse import parse
from graphviz_rnn.language.suggest import nearest

_SUFFIX = ".rnn"

CHAPTERS: dict[str, tuple[str, ...]] = {
    "Computational graphs": ("multiplication", "logistic_regression"),
    "Unfolding": ("dynamical_system", "dynamical_system_tanh", "driven_system"),
    "Design patterns": (
        "elman",
        "output_recurrence",
        "single_output",
        "teacher_forcing",
        "vector_to_sequence",
        "bidirectional",
        "deep",
        "grid",
    ),
    "Sequence to sequence": ("encoder_decoder", "attention", "translator"),
    "Long-term dependencies": ("linear_recurrence",),
    "Reservoirs": ("echo_state", "echo_state_leaky", "echo_state_feedback", "liquid_state"),
    "Time scales": ("skip", "leaky", "leaky_learned", "removed_connections", "clockwork"),
    "Gated units": ("lstm", "lstm_book", "lstm_peephole", "gru", "gru_before", "gru_book"),
}
"""The names of the gallery by chapter, in the order of the lecture."""


@cache
def gallery() -> dict[str, str]:
    """Return the title of every definition in the gallery, by the name that ``load`` takes, in the lecture's order."""
    return {name: title(gallery_text(name)) for names in CHAPTERS.values() for name in names}


def gallery_text(name: str) -> str:
    """Return the text of one definition of the gallery; raises ``RequestError`` for a name that is not in it."""
    known = [one for names in CHAPTERS.values() for one in names]
    if name not in known:
        raise RequestError(f"The gallery has no `{name}`.{nearest(name, known)} It has {', '.join(known)}.")
    return (resources.files(__package__) / "gallery" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def load(name: str) -> Definition:
    """Return one definition of the gallery; raises ``RequestError`` for a name that is not in it."""
    return parse(gallery_text(name))
