"""Head, face and headgear of a portrait."""

from __future__ import annotations

import random

from .canvas import Canvas, Point, Rgb, fade, mix, smooth
from .palette import GOLD, LEATHER, TROUSERS

INK: Rgb = (44, 28, 26)


def curve(points: list[Point]) -> list[Point]:
    return smooth(points, closed=False)


def draw_skull(
    c: Canvas, rng: random.Random, skin: Rgb, hair: Rgb, head: str, broad: float, *, woman: bool
) -> None:
    w = 146 * broad
    jaw = rng.uniform(0.6, 0.74) * (0.9 if woman else 1)
    if head == "hijab":
        veil = TROUSERS
        c.blob(
            [
                (800 - 158, 400),
                (800 - 172, 540),
                (800 - 196, 690),
                (800 - 246, 800),
                (800 - 120, 872),
                (800, 902),
                (800 + 120, 872),
                (800 + 246, 800),
                (800 + 196, 690),
                (800 + 172, 540),
                (800 + 158, 400),
                (800 + 110, 290),
                (800, 256),
                (800 - 110, 290),
            ],
            veil,
        )
        for k in (-1, 1):
            c.line(
                curve([(800 + k * 150, 590), (800 + k * 118, 720), (800 + k * 30, 800)]),
                fade((255, 220, 180), 0.12),
                7,
            )
            c.line(
                curve([(800 + k * 178, 650), (800 + k * 172, 760), (800 + k * 96, 838)]),
                fade(INK, 0.3),
                6,
            )
    else:
        if head == "bun":
            c.oval(800, 268, 66, 54, hair)
        # Behind the ears, so that the hair does not swell below them.
        c.blob(
            [
                (800 - w, 470),
                (800 - w * 1.07, 380),
                (800 - w * 0.7, 290),
                (800, 262),
                (800 + w * 0.7, 290),
                (800 + w * 1.07, 380),
                (800 + w, 470),
            ],
            hair,
        )
        for k in (-1, 1):
            c.oval(800 + k * w * 1.02, 508, 26, 42, mix(skin, (120, 40, 30), 0.18))
            c.oval(800 + k * w * 1.04, 510, 13, 25, mix(skin, (110, 30, 24), 0.36))
    face: list[Point] = [
        (800 - w, 400),
        (800 - w, 520),
        (800 - w * 0.9, 600),
        (800 - w * jaw, 670),
        (800 - w * 0.3, 718),
        (800, 726),
        (800 + w * 0.3, 718),
        (800 + w * jaw, 670),
        (800 + w * 0.9, 600),
        (800 + w, 520),
        (800 + w, 400),
        (800 + w * 0.55, 338),
        (800, 326),
        (800 - w * 0.55, 338),
    ]
    if head == "hijab":
        face = [(800 + (x - 800) * 0.96, 530 + (y - 530) * 0.96) for x, y in face]
    c.blob(face, skin)
    right = [(x, y) for x, y in face if x > 800 + w * 0.2]
    c.blob(
        [*right, (800 + w * 0.72, 420), (800 + w * 0.66, 560), (800 + w * 0.34, 672)],
        fade(mix(skin, (90, 20, 30), 0.5), 0.22),
    )
    if head in ("bare", "bun"):
        part = rng.choice((-0.5, 0.45, 0.0))
        c.blob(
            [
                (800 - w * 1.08, 440),
                (800 - w * 1.02, 330),
                (800 - w * 0.4, 262),
                (800, 252),
                (800 + w * 0.5, 266),
                (800 + w * 1.03, 334),
                (800 + w * 1.08, 440),
                (800 + w * 0.94, 392),
                (800 + w * 0.5, 352),
                (800 + w * part, 338),
                (800 - w * 0.5, 352),
                (800 - w * 0.94, 392),
            ],
            hair,
        )
        c.line(
            curve(
                [(800 + w * part, 338), (800 + w * part * 0.8, 300), (800 + w * part * 0.5, 274)]
            ),
            fade((255, 235, 210), 0.12),
            6,
        )


def draw_features(
    c: Canvas, rng: random.Random, skin: Rgb, hair: Rgb, broad: float, *, woman: bool, grey: bool
) -> None:
    shade = mix(skin, (100, 26, 24), 0.32)
    brow = mix(hair, skin, 0.15)
    gap = 62 * broad
    tilt, weight = rng.uniform(-5, 3), rng.uniform(8, 13) * (0.75 if woman else 1)
    for k in (-1, 1):
        x = 800 + k * gap
        c.blob(
            [
                (x - k * 34, 452 + tilt * 0.4),
                (x, 438 - weight * 0.3),
                (x + k * 40, 452),
                (x + k * 4, 440 + weight),
            ],
            brow,
        )
        c.blob([(x - 32, 494), (x, 476), (x + 32, 494), (x, 509)], (252, 248, 240))
        c.oval(x, 493, 14.5, 15.5, (58, 36, 28))
        c.oval(x, 493, 7, 7, (22, 14, 14))
        c.oval(x + 5, 487, 4, 4, (255, 255, 255))
        lid = curve([(x - k * 34, 496), (x - k * 6, 477), (x + k * 26, 484), (x + k * 38, 494)])
        c.line(lid, INK, 7 if woman else 5.5)
        if woman:
            c.line([(x + k * 34, 492), (x + k * 45, 482)], INK, 5)
        c.oval(x + k * 26, 574, 34, 22, fade((214, 84, 62), 0.16))
        if grey:
            c.line(
                curve([(x + k * 44, 510), (x + k * 54, 520), (x + k * 58, 530)]),
                fade(shade, 0.7),
                3.5,
            )
    nose = rng.uniform(0.9, 1.25)
    c.blob(
        [(800 + 4, 490), (800 + 12, 540), (800 + 28 * nose, 574), (800 + 4, 588), (800 + 8, 560)],
        fade(shade, 0.5),
    )
    c.line(
        curve([(800 - 25 * nose, 576), (800 - 10, 588), (800 + 10, 588), (800 + 25 * nose, 576)]),
        shade,
        6,
    )
    smile, wide = rng.uniform(8, 19), rng.uniform(50, 62) * broad
    lip = mix(skin, (176, 52, 56), 0.42 if woman else 0.28)
    if rng.random() < 0.45:
        c.blob([(800 - wide, 630), (800, 636), (800 + wide, 630), (800, 644 + smile * 1.7)], lip)
        c.blob(
            [
                (800 - wide * 0.84, 633),
                (800, 637),
                (800 + wide * 0.84, 633),
                (800, 638 + smile * 1.1),
            ],
            (250, 244, 236),
        )
    else:
        c.blob(
            [
                (800 - wide, 632),
                (800 - 16, 626),
                (800, 631),
                (800 + 16, 626),
                (800 + wide, 632),
                (800, 646 + smile),
            ],
            lip,
        )
        c.line(
            curve([(800 - wide, 632), (800, 635 + smile * 0.35), (800 + wide, 632)]),
            mix(lip, INK, 0.5),
            4.5,
        )
    for k in (-1, 1):
        c.line(
            curve(
                [
                    (800 + k * (wide + 16), 616),
                    (800 + k * (wide + 21), 630),
                    (800 + k * (wide + 14), 642),
                ]
            ),
            fade(shade, 0.7),
            4,
        )
    c.line(curve([(782, 690), (800, 694), (818, 690)]), fade(shade, 0.6), 4)
    if not woman and rng.random() < 0.38:
        c.blob(
            [
                (800 - 56, 618),
                (800 - 24, 601),
                (800, 606),
                (800 + 24, 601),
                (800 + 56, 618),
                (800 + 20, 616),
                (800, 618),
                (800 - 20, 616),
            ],
            brow,
        )
    if rng.random() < 0.24:
        for k in (-1, 1):
            x = 800 + k * gap * 1.03
            ring = [(x + 49 * px, 494 + 40 * py) for px, py in _ROUND]
            c.poly(ring, (255, 255, 255, 30))
            c.line([*ring, ring[0], ring[1]], (50, 40, 40), 6)
            c.line([(x + k * 49, 486), (800 + k * 150 * broad, 478)], (50, 40, 40), 6)
        c.line([(800 - 16, 486), (800, 481), (800 + 16, 486)], (50, 40, 40), 6)


_ROUND: tuple[Point, ...] = (
    (-1, 0),
    (-0.98, 0.45),
    (-0.75, 0.83),
    (-0.3, 1),
    (0.3, 1),
    (0.75, 0.83),
    (0.98, 0.45),
    (1, 0),
    (0.95, -0.6),
    (0.62, -0.9),
    (0, -0.96),
    (-0.62, -0.9),
    (-0.95, -0.6),
)


def draw_headgear(c: Canvas, head: str, broad: float) -> None:
    w = 146 * broad
    if head in ("cap", "hijab"):
        if head == "hijab":
            w *= 1.06
        c.blob(
            [
                (800 - w * 1.08, 372),
                (800 - w * 1.22, 262),
                (800 - w * 0.8, 178),
                (800, 148),
                (800 + w * 0.8, 178),
                (800 + w * 1.22, 262),
                (800 + w * 1.08, 372),
                (800, 392),
            ],
            mix(TROUSERS, (120, 84, 56), 0.3),
        )
        c.blob(
            [
                (800 + w * 0.5, 170),
                (800 + w * 1.2, 262),
                (800 + w * 1.06, 360),
                (800 + w * 0.66, 350),
            ],
            fade(INK, 0.16),
        )
        c.poly(
            curve([(800 - w * 1.1, 322), (800, 344), (800 + w * 1.1, 322)])
            + curve([(800 + w * 1.09, 376), (800, 398), (800 - w * 1.09, 376)]),
            LEATHER,
        )
        c.line(curve([(800 - w * 1.08, 368), (800, 390), (800 + w * 1.08, 368)]), GOLD, 7)
        c.blob(
            [
                (800 - w * 1.12, 372),
                (800, 390),
                (800 + w * 1.12, 372),
                (800 + w * 0.74, 418),
                (800, 436),
                (800 - w * 0.74, 418),
            ],
            mix(LEATHER, (90, 66, 50), 0.25),
        )
        c.line(
            curve([(800 - w * 0.7, 412), (800, 428), (800 + w * 0.7, 412)]),
            fade((255, 230, 190), 0.22),
            5,
        )
        _badge(c, 800, 270, 1.0)
    elif head == "beret":
        tone: Rgb = (96, 60, 38)
        c.blob(
            [
                (800 - w * 1.08, 370),
                (800 - w * 1.16, 280),
                (800 - w * 0.6, 206),
                (800 + w * 0.3, 186),
                (800 + w * 1.2, 240),
                (800 + w * 1.62, 352),
                (800 + w * 1.44, 420),
                (800 + w * 1.1, 386),
                (800, 368),
            ],
            tone,
        )
        c.blob(
            [
                (800 + w * 0.7, 220),
                (800 + w * 1.3, 300),
                (800 + w * 1.58, 370),
                (800 + w * 1.42, 412),
                (800 + w * 1.08, 372),
                (800 + w * 0.9, 300),
            ],
            fade(INK, 0.22),
        )
        c.poly(
            curve([(800 - w * 1.08, 344), (800, 334), (800 + w * 1.1, 362)])
            + curve([(800 + w * 1.09, 396), (800, 368), (800 - w * 1.08, 382)]),
            LEATHER,
        )
        _badge(c, 800 - w * 0.42, 288, 0.85)


def _badge(c: Canvas, x: float, y: float, s: float) -> None:
    for k in (-1, 1):
        c.blob(
            [
                (x + k * 14 * s, y + 34 * s),
                (x + k * 44 * s, y + 12 * s),
                (x + k * 48 * s, y - 18 * s),
                (x + k * 30 * s, y + 2 * s),
            ],
            mix(GOLD, (120, 70, 20), 0.25),
        )
    c.poly(
        [
            (x, y - 40 * s),
            (x + 30 * s, y - 24 * s),
            (x + 25 * s, y + 16 * s),
            (x, y + 38 * s),
            (x - 25 * s, y + 16 * s),
            (x - 30 * s, y - 24 * s),
        ],
        GOLD,
    )
    c.poly(
        [
            (x, y - 24 * s),
            (x + 18 * s, y - 14 * s),
            (x + 15 * s, y + 10 * s),
            (x, y + 23 * s),
            (x - 15 * s, y + 10 * s),
            (x - 18 * s, y - 14 * s),
        ],
        mix(GOLD, (120, 66, 20), 0.6),
    )
    c.oval(x, y - 2 * s, 7 * s, 7 * s, GOLD)
