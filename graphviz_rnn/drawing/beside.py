"""Two drawings side by side, folded and unfolded, in the same rows."""

from __future__ import annotations

from dataclasses import replace

from graphviz_rnn.drawing.compose import CAPTION_DROP, CAPTION_SIZE
from graphviz_rnn.drawing.geometry import Point, Route, Scene, Text
from graphviz_rnn.drawing.shift import shifted

_GAP = 128.0


def joined(left: Scene, right: Scene, lettering: float) -> Scene:
    """Return two scenes as one, with an arrow between them; their rows are the same."""
    a, b = left.bounds(), right.bounds()
    moved = shifted(left, b.left - a.right - _GAP)
    y = 0.5 * (min(v.y for v in left.vertices) + max(v.y for v in left.vertices))
    x = b.left - _GAP / 2
    arrow = Route("", "", "", (Point(x - 30.0, y), Point(x + 30.0, y)), "between")
    word = Text("unfold", x, y - 12.0, CAPTION_SIZE * lettering, "caption")
    return Scene(
        moved.vertices + right.vertices,
        moved.chips + right.chips,
        [*moved.routes, arrow, *right.routes],
        [*moved.texts, word, *folded_caption(moved, right), *right.texts],
        moved.squares + right.squares,
        right.columns,
    )


def folded_caption(folded: Scene, unfolded: Scene) -> list[Text]:
    """Return the word under a folded drawing: level with the unfolded one's captions, if it reaches no lower itself."""
    caption = next((text for text in unfolded.texts if text.role == "caption"), None)
    if caption is None:
        return []
    middle = max(folded.vertices, key=lambda v: v.y).x
    lowest = max([*(box.bottom for _, box in folded.boxes()), *(p.y for one in folded.routes for p in one.points)])
    return [replace(caption, text="folded", x=middle, y=max(caption.y, lowest + CAPTION_DROP), step=None)]
