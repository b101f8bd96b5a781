"""The app's icon: the four petals of the kawung, the warm one being the visitor at the door."""

from __future__ import annotations

import functools
import io

from PIL import Image, ImageDraw

SIZES = (192, 512)
PAPER, NILA, SOGA = "#fffefb", "#0f4a5a", "#d58a2c"
_FINER = 4  # drawn larger, then made small: smooth edges
_BOX = 48  # the mark's own square, as in logo.svg
# Two curves from the middle out to the corner and back (the leaf of logo.svg).
_LEAF = (
    ((23, 23), (10.5, 23), (4.5, 15.5), (4.5, 4.5)),
    ((4.5, 4.5), (15.5, 4.5), (23, 10.5), (23, 23)),
)
_STEPS = 48


@functools.cache
def icon(size: int, *, maskable: bool = False) -> bytes:
    """The icon as PNG, ``size`` px wide; a maskable one keeps clear of edges that are cut round."""
    large = size * _FINER
    ground = PAPER if maskable else (0, 0, 0, 0)
    image = Image.new("RGBA", (large, large), ground)
    pen = ImageDraw.Draw(image)
    if not maskable:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), radius=large // 5, fill=PAPER)
    margin = 0.2 if maskable else 0.1
    for quarter, colour in enumerate((NILA, NILA, SOGA, NILA)):
        pen.polygon([_place(x, y, quarter, large, margin) for x, y in _outline()], fill=colour)
    buffer = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _outline():
    for curve in _LEAF:
        for step in range(_STEPS):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield tuple(
                sum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1)
            )


def _place(x: float, y: float, quarter: int, large: int, margin: float) -> tuple[float, float]:
    """Where a point of the mark lies in the picture, after as many quarter turns."""
    across, down = x - _BOX / 2, y - _BOX / 2
    for _turn in range(quarter):
        across, down = -down, across
    scale = large * (1 - 2 * margin) / (_BOX - 9)
    return large / 2 + across * scale, large / 2 + down * scale
