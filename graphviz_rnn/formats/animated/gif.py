"""A GIF that plays the forward and the backward pass for ever."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageColor

from graphviz_rnn.drawing.theme import Theme
from graphviz_rnn.formats.animated.frames import Frames, Stage

_COLOURS, _NEAR = 200, 24


def gif(stage: Stage, scale: float) -> bytes:
    """Return an animated GIF at ``scale`` pixels a unit that plays for ever, forward and then backward.

    Raises ``RequestError`` where all frames together would be too large.
    """
    frames = list(Frames(stage, scale).frames())
    palette = _palette([frames[0][0], frames[len(frames) // 2][0], frames[-1][0]], stage.theme)
    images = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image, _ in frames]
    content = BytesIO()
    images[0].save(
        content,
        "GIF",
        save_all=True,
        append_images=images[1:],
        duration=[milliseconds for _, milliseconds in frames],
        loop=0,
    )
    return content.getvalue()


def _palette(seen: Sequence[Image.Image], theme: Theme) -> Image.Image:
    """Return one palette for all frames, from frames that have every colour; the theme's own are exact."""
    small = [one.resize((one.width // 2, one.height // 2), Image.Resampling.NEAREST) for one in seen]
    whole = Image.new("RGB", (small[0].width, sum(one.height for one in small)), theme.ground)
    for number, one in enumerate(small):
        whole.paste(one, (0, number * one.height))
    found = whole.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or []
    exact = [ImageColor.getrgb(one)[:3] for one in (theme.ground, theme.node, theme.ink, theme.accent)]
    others = [one for one in zip(found[::3], found[1::3], found[2::3], strict=True) if not _is_near(one, exact)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for one in [*dict.fromkeys(exact), *others] for part in one])
    return palette


def _is_near(colour: Sequence[int], others: Sequence[Sequence[int]]) -> bool:
    """Say whether a colour is so near to another that Pillow may take it for that one."""
    return any(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) < _NEAR for other in others)
