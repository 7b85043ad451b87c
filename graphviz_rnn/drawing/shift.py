"""Move a scene sideways."""

from __future__ import annotations

from dataclasses import replace

from graphviz_rnn.drawing.geometry import Box, Point, Scene


def shifted(scene: Scene, dx: float) -> Scene:
    """Return a scene with everything moved ``dx`` pixels to the right."""
    return Scene(
        [replace(one, x=one.x + dx) for one in scene.vertices],
        [replace(one, x=one.x + dx) for one in scene.chips],
        [replace(one, points=tuple(Point(p.x + dx, p.y) for p in one.points)) for one in scene.routes],
        [replace(one, x=one.x + dx) for one in scene.texts],
        [replace(one, x=one.x + dx) for one in scene.squares],
        [(step, Box(box.left + dx, box.top, box.right + dx, box.bottom)) for step, box in scene.columns],
    )
