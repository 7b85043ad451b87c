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


@cache
def gallery() -> dict[str, str]:
    """Return the title of every definition in the gallery, by the name that ``load`` takes."""
    files = resources.files(__package__) / "gallery"
    names = sorted(one.name.removesuffix(_SUFFIX) for one in files.iterdir() if one.name.endswith(_SUFFIX))
    return {name: title(gallery_text(name)) for name in names}


def gallery_text(name: str) -> str:
    """Return the text of one definition of the gallery."""
    return (resources.files(__package__) / "gallery" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def load(name: str) -> Definition:
    """Return one definition of the gallery; raises ``RequestError`` for a name that is not in it."""
    if name not in gallery():
        known = ", ".join(gallery())
        raise RequestError(f"The gallery has no `{name}`.{nearest(name, gallery())} It has {known}.")
    return parse(gallery_text(name))
