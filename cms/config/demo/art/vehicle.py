"""Boats and the officer's motorcycle."""

from __future__ import annotations

from .building import INK, WOOD
from .canvas import Canvas, Point, Rgb, fade, mix, smooth


def boat(c: Canvas, *, x: float, y: float, w: float, hull: Rgb, sail: Rgb | None = None) -> None:
    """A jukung with outriggers; a `sail` makes it a sailing boat."""
    c.oval(x, y + w * 0.06, w * 0.55, w * 0.03, fade(INK, 0.18))
    c.line(
        smooth(
            [
                (x - w * 0.34, y - w * 0.07),
                (x - w * 0.2, y - w * 0.12),
                (x - w * 0.12, y + w * 0.07),
            ],
            closed=False,
        ),
        (226, 206, 160),
        w * 0.014,
    )
    c.line(
        [(x - w * 0.42, y + w * 0.075), (x + w * 0.36, y + w * 0.075)], (226, 206, 160), w * 0.02
    )
    c.blob(
        [
            (x - w * 0.54, y - w * 0.15),
            (x - w * 0.4, y - w * 0.02),
            (x, y - w * 0.01),
            (x + w * 0.4, y - w * 0.02),
            (x + w * 0.56, y - w * 0.16),
            (x + w * 0.42, y + w * 0.05),
            (x, y + w * 0.075),
            (x - w * 0.4, y + w * 0.05),
        ],
        hull,
    )
    c.line(
        smooth(
            [
                (x - w * 0.5, y - w * 0.11),
                (x - w * 0.38, y),
                (x, y + w * 0.012),
                (x + w * 0.38, y),
                (x + w * 0.5, y - w * 0.11),
            ],
            closed=False,
        ),
        (248, 240, 222),
        w * 0.018,
    )
    if sail:
        c.line([(x, y), (x + w * 0.02, y - w * 0.72)], WOOD, w * 0.018)
        c.blob(
            [
                (x + w * 0.03, y - w * 0.74),
                (x + w * 0.42, y - w * 0.3),
                (x + w * 0.46, y - w * 0.12),
                (x + w * 0.04, y - w * 0.1),
            ],
            sail,
        )
        c.poly(
            [
                (x - w * 0.01, y - w * 0.66),
                (x - w * 0.3, y - w * 0.13),
                (x - w * 0.01, y - w * 0.11),
            ],
            mix(sail, (255, 255, 255), 0.4),
        )


def motorcycle(c: Canvas, *, x: float, y: float, w: float, facing: int, body: Rgb) -> None:
    """A police underbone motorcycle in profile, wheels on the ground at `y`."""

    def p(px: float, py: float) -> Point:
        return x + facing * px * w, y - py * w

    c.oval(x, y + 2, w * 0.6, w * 0.04, fade(INK, 0.3))
    for px in (-0.34, 0.36):
        cx, cy = p(px, 0.16)
        c.oval(cx, cy, w * 0.165, w * 0.165, INK)
        c.oval(cx, cy, w * 0.115, w * 0.115, (176, 172, 166))
        c.oval(cx, cy, w * 0.1, w * 0.1, mix(INK, (90, 90, 96), 0.5))
        c.oval(cx, cy, w * 0.035, w * 0.035, (206, 202, 196))
    c.limb(p(-0.34, 0.16), p(-0.02, 0.2), w * 0.022, w * 0.03, (150, 146, 142))
    c.blob([p(-0.06, 0.12), p(0.14, 0.13), p(0.16, 0.26), p(-0.06, 0.28)], (86, 84, 88))
    c.limb(p(0.36, 0.16), p(0.25, 0.56), w * 0.025, w * 0.03, (120, 118, 116))
    c.blob(
        [
            p(-0.5, 0.42),
            p(-0.3, 0.33),
            p(-0.06, 0.26),
            p(0.12, 0.24),
            p(0.2, 0.5),
            p(0.12, 0.42),
            p(-0.05, 0.38),
            p(-0.2, 0.45),
            p(-0.46, 0.48),
        ],
        body,
    )
    c.blob([p(0.14, 0.2), p(0.28, 0.3), p(0.31, 0.56), p(0.22, 0.62), p(0.17, 0.45)], body)
    c.blob([p(0.2, 0.26), p(0.25, 0.31), p(0.27, 0.5), p(0.22, 0.52)], (245, 240, 230))
    c.blob(
        [p(-0.46, 0.46), p(-0.2, 0.42), p(0.02, 0.37), p(0.0, 0.43), p(-0.2, 0.51), p(-0.44, 0.53)],
        INK,
    )
    c.blob([p(0.21, 0.34), p(0.36, 0.31), p(0.5, 0.26), p(0.42, 0.35), p(0.3, 0.37)], body)
    c.line([p(0.22, 0.62), p(0.15, 0.69)], INK, w * 0.035)
    c.oval(*p(0.3, 0.6), w * 0.045, w * 0.05, (255, 240, 196))
    c.oval(*p(-0.5, 0.44), w * 0.025, w * 0.025, (206, 60, 48))
