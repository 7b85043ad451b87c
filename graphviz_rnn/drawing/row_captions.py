"""The captions of rows: which index every cell in a column's stack has, written beside the first column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from graphviz_rnn.drawing.compose import Frame
from graphviz_rnn.drawing.geometry import Box, Scene, Text
from graphviz_rnn.drawing.sections import Section

APART = 16.0
"""Least distance from a caption to the column at its right."""

CLEAR = 5.0
"""Least distance from a caption to lines and shapes: the live graph writes captions larger where all else is small."""

STRIDE = 6.0
"""How far to the left the next place lies that is tried."""


def add_row_captions(frame: Frame) -> None:
    """Write the index of every row of cells ("t = 3") at the first free place left of a section's first column."""
    for number, section in enumerate(frame.made):
        if section.axis is None:
            continue
        rows = list(_rows(frame, section))
        half = max((_text(frame, caption).box.right for caption, _ in rows), default=0.0)
        right = frame.spaces.left(number, next(step for step in frame.steps[number] if step >= 1)) - APART
        for caption, layers in rows:
            y = frame.levels.rows[layers[len(layers) // 2]] + 0.3 * frame.caption_size
            x = _free_place(frame.scene, Box(right - 2 * half, y - frame.caption_size, right, y))
            frame.scene.texts.append(_text(frame, caption, x, y))


def _text(frame: Frame, caption: str, x: float = 0.0, y: float = 0.0) -> Text:
    return Text(caption, x, y, frame.caption_size, "caption")


def _rows(frame: Frame, section: Section) -> Iterator[tuple[str, list[int]]]:
    """Yield the caption of every cell of a section, boundaries left out, with the rows one above the other it has.

    A cell has several such stretches where others stand between: all scores, and above them all weights.
    """
    lengths = frame.graph.graph["lengths"]
    captions: list[str] = []
    for row in section.rows:
        item = next((one for one in row if one.cell), None)
        axes = [axis for axis in frame.folded.nodes[item.base]["axes"] if axis != section.axis] if item else []
        index = dict(zip(axes, item.cell, strict=False)) if item else {}
        inside = all(1 <= step <= lengths[axis] for axis, step in index.items())
        captions.append(", ".join(f"{axis} = {step}" for axis, step in index.items()) if inside else "")
    for caption, run in groupby(enumerate(captions), key=lambda one: one[1]):
        if caption:
            yield caption, [layer for layer, _ in run]


def _free_place(scene: Scene, box: Box) -> float:
    """Return the middle of a box moved as little to the left as leaves it free."""
    end = scene.bounds().left - CLEAR
    while box.right > end and not _is_free(box, scene):
        box = Box(box.left - STRIDE, box.top, box.right - STRIDE, box.bottom)
    return (box.left + box.right) / 2


def _is_free(box: Box, scene: Scene) -> bool:
    if any(box.overlaps(other, CLEAR) for _, other in scene.boxes()):
        return False
    lines = (ends for route in scene.routes for ends in pairwise(route.points))
    return not any(
        box.overlaps(Box(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)), CLEAR) for a, b in lines
    )
