"""Writes docs/gallery.md and its figures from the gallery: ``python -m docs.make_gallery``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import graphviz_rnn as gr
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.shelf import CHAPTERS, gallery_text

HERE = Path(__file__).parent
LENGTHS = {1: 4, 2: 3}
"""Steps of each axis in the unfolded figures, by the number of axes."""

_HEAD = """# The gallery

Every definition that ships, with its equations, its folded graph and its unfolded graph. `gr.load("elman")` loads one
by its name; `python -m graphviz_rnn draw elman --unfold 4` draws it. This page is written by
`python -m docs.make_gallery`.
"""


def pages() -> dict[str, str]:
    """Return the text of every file, by its path under docs: the page and two figures a definition."""
    files = {"gallery.md": "\n".join(_page())}
    for name in gr.gallery():
        folded, unfolded = figures(gr.load(name))
        files |= {f"figures/{name}.svg": folded, f"figures/{name}-unfolded.svg": unfolded}
    return files


def figures(definition: Definition) -> tuple[str, str]:
    """Return the folded and the unfolded figure of a definition, without what only a page's script reads."""
    unfolded = gr.unfold(definition, lengths(definition))
    return _plain(gr.draw(gr.fold(definition)).svg), _plain(gr.draw(unfolded).svg)


def lengths(definition: Definition) -> Mapping[str, int]:
    """Return the steps of each axis in the unfolded figure."""
    return dict.fromkeys(definition.lengths, LENGTHS.get(len(definition.lengths), 2))


def _plain(svg: str) -> str:
    svg = re.sub(r'<rect class="column"[^>]*/>\n?', "", svg)
    return re.sub(r' (?:data-[\w-]+|(?<=<g class="node" )id|class)="[^"]*"', "", svg)


def _page() -> Iterator[str]:
    yield _HEAD
    for chapter, names in CHAPTERS.items():
        yield f"- [{chapter}](#{_anchor(chapter)}): {', '.join(f'[{name}](#{name})' for name in names)}"
    for chapter, names in CHAPTERS.items():
        yield f"\n## {chapter}\n"
        for name in names:
            yield from _entry(name, gr.load(name))


def _anchor(heading: str) -> str:
    """Return the address that GitHub gives a heading.

    >>> _anchor("Long-term dependencies")
    'long-term-dependencies'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _entry(name: str, definition: Definition) -> Iterator[str]:
    title, source = _header(gallery_text(name))
    steps = ", ".join(f"{axis} = 1 to {length}" for axis, length in lengths(definition).items())
    yield f"### `{name}`\n\n**{title}.** {source}\n"
    yield f"```math\n{maths(definition.latex())}\n```\n"
    yield f"![{title}: folded](figures/{name}.svg)\n"
    if definition.lengths:
        yield f"![{title}: unfolded over {steps}](figures/{name}-unfolded.svg)\n"
    yield f"<details><summary>The definition</summary>\n\n```\n{gallery_text(name).strip()}\n```\n\n</details>\n"


def _header(text: str) -> tuple[str, str]:
    r"""Return the title and the sources from the comment lines that open a definition.

    >>> _header("# Title\n# Elman (1990)\n# and others.\n\nh[t] = x[t]")
    ('Title', 'Elman (1990) and others.')
    """
    opening = re.match(r"(?:#[^\n]*\n)+", text)
    title, *sources = [line.lstrip("# ").strip() for line in (opening[0] if opening else "# ").splitlines()]
    return title, " ".join(sources)


def maths(latex: str) -> str:
    r"""Return equations as GitHub sets them: it knows no numbers and no ``\operatorname``.

    >>> maths(r"\begin{align}\operatorname*{softmax}_{t} \operatorname{tanh} a\end{align}")
    '\\begin{aligned}\\underset{t}{\\mathrm{softmax}} \\mathrm{tanh} a\\end{aligned}'
    """
    under = re.sub(r"\\operatorname\*\{(\w+)\}_\{([^{}]*)\}", r"\\underset{\2}{\\mathrm{\1}}", latex)
    return under.replace(r"\operatorname", r"\mathrm").replace("{align}", "{aligned}")


def main() -> None:
    """Write every file, and take out figures of definitions that are no more."""
    files = pages()
    (HERE / "figures").mkdir(exist_ok=True)
    for old in (HERE / "figures").glob("*.svg"):
        if f"figures/{old.name}" not in files:
            old.unlink()
    for path, text in files.items():
        (HERE / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
