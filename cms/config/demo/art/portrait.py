"""Portraits of officers over batik."""

from __future__ import annotations

import random

from PIL import Image

from .canvas import Canvas, Point, Rgb, fade, mix, rgb
from .motif import MOTIFS, motif_tile, quiet
from .palette import (
    BATIK,
    GOLD,
    GREY,
    HAIR,
    LEATHER,
    SHIRT,
    SHIRT_SHADE,
    SKINS,
)
from .portrait_face import INK, curve, draw_features, draw_headgear, draw_skull

_GROUNDS = ("#2f6f73", "#d9a25f", "#47627a", "#a35440", "#7f8f5f", "#e6d3ae", "#5d4a66", "#bf7d55")


def draw_portrait(
    *, seed: int, width: int = 800, height: int = 800, woman: bool | None = None
) -> Image.Image:
    """A head-and-shoulders portrait, RGB, `width` x `height` pixels, the same for the same seed.

    `woman` fixes whether a woman or a man is drawn; without it the seed decides.

    Raises:
        ValueError: the picture is under 16 pixels.
    """
    rng = random.Random(f"portrait:{seed}")
    # The canvas crops to cover; the square in its middle (267 to 1333) is always in sight.
    c = Canvas(width, height)
    base = rgb(rng.choice(_GROUNDS))
    tile = motif_tile(
        rng.choice(MOTIFS),
        round(rng.uniform(150, 220) * c.scale),
        quiet(rng.choice(BATIK), base, 0.2),
    )
    c.cloth([(0, 0), (1600, 0), (1600, 1067), (0, 1067)], tile)
    c.glow(800, 470, 620, mix(base, (255, 246, 226), 0.72), 0.9, 1.2)
    skin = rng.choice(SKINS)
    by_seed = rng.random() < 0.4
    woman = by_seed if woman is None else woman
    head = rng.choice(("hijab", "hijab", "bun")) if woman else rng.choice(("cap", "beret", "bare"))
    if not woman and rng.random() < 0.12:
        head = "bare"
    grey = rng.random() < 0.22
    hair = mix(rng.choice(HAIR), GREY, 0.55) if grey else rng.choice(HAIR)
    broad = rng.uniform(0.95, 1.06) * (0.94 if woman else 1)
    _shoulders(c, rng, skin, woman=woman, veil=head == "hijab")
    draw_skull(c, rng, skin, hair, head, broad, woman=woman)
    draw_features(c, rng, skin, hair, broad, woman=woman, grey=grey)
    draw_headgear(c, head, broad)
    c.glow_oval(800, 1120, 900, 220, INK, 0.28)
    return c.finish()


def _shoulders(c: Canvas, rng: random.Random, skin: Rgb, *, woman: bool, veil: bool) -> None:
    half = 330 if woman else 372
    bars = rng.choice((1, 2, 3))
    body: list[Point] = [
        (800 - 96, 716),
        (800 - half * 0.72, 786),
        (800 - half, 880),
        (800 - half - 26, 1120),
        (800 + half + 26, 1120),
        (800 + half, 880),
        (800 + half * 0.72, 786),
        (800 + 96, 716),
    ]
    c.poly(curve(body), SHIRT)
    c.blob(
        [
            (800 + half * 0.5, 800),
            (800 + half, 886),
            (800 + half + 26, 1120),
            (800 + half * 0.62, 1120),
            (800 + half * 0.66, 930),
        ],
        fade(SHIRT_SHADE, 0.55),
    )
    for k in (-1, 1):
        c.line(
            curve(
                [
                    (800 + k * half * 0.74, 1080),
                    (800 + k * half * 0.7, 980),
                    (800 + k * half * 0.6, 900),
                ]
            ),
            fade(INK, 0.22),
            5,
        )
        c.poly(
            [
                (800 + k * 150, 752),
                (800 + k * half * 0.8, 808),
                (800 + k * half * 0.86, 846),
                (800 + k * 152, 792),
            ],
            mix(SHIRT_SHADE, INK, 0.16),
        )
        for j in range(bars):
            t = 0.36 + 0.17 * j
            x = 800 + k * (150 + (half * 0.83 - 150) * t)
            y = 772 + 55 * t
            c.poly([(x - 12, y + 4), (x, y - 5), (x + 12, y + 8), (x, y + 17)], GOLD)
    if not veil:
        c.poly(
            [(800 - 84, 600), (800 + 84, 600), (800 + 96, 752), (800, 850), (800 - 96, 752)],
            mix(skin, (90, 30, 24), 0.24),
        )
        c.blob(
            [
                (800 - 84, 660),
                (800, 724),
                (800 + 84, 660),
                (800 + 80, 700),
                (800, 768),
                (800 - 80, 700),
            ],
            fade((70, 24, 20), 0.25),
        )
        for k in (-1, 1):
            c.poly(
                [
                    (800 + k * 88, 694),
                    (800 + k * 128, 736),
                    (800 + k * 84, 878),
                    (800 + k * 2, 836),
                ],
                mix(SHIRT, (255, 240, 210), 0.14),
            )
            c.line(
                [(800 + k * 128, 738), (800 + k * 84, 878), (800 + k * 2, 836)], fade(INK, 0.25), 4
            )
    c.rect(794, 840, 806, 1120, fade(INK, 0.16))
    for y in (900, 985):
        c.oval(800, y, 7, 7, mix(GOLD, SHIRT_SHADE, 0.35))
    for k in (-1, 1):
        x = 800 + k * 178
        c.rect(x - 78, 962, x + 78, 1120, fade(SHIRT_SHADE, 0.35), 6)
        c.poly(
            [(x - 80, 956), (x + 80, 956), (x + 80, 998), (x, 1022), (x - 80, 998)],
            mix(SHIRT_SHADE, SHIRT, 0.2),
        )
        c.oval(x, 1002, 6, 6, GOLD)
    c.rect(800 + 106, 916, 800 + 250, 944, LEATHER, 4)
    c.rect(800 + 126, 927, 800 + 230, 933, (226, 214, 188), 2)
    x, y = 800 - 178, 912
    c.poly(
        [
            (x, y - 34),
            (x + 30, y - 20),
            (x + 24, y + 18),
            (x, y + 36),
            (x - 24, y + 18),
            (x - 30, y - 20),
        ],
        GOLD,
    )
    c.poly(
        [
            (x, y - 20),
            (x + 17, y - 11),
            (x + 14, y + 11),
            (x, y + 22),
            (x - 14, y + 11),
            (x - 17, y - 11),
        ],
        mix(GOLD, (110, 62, 20), 0.55),
    )
