"""Houses of the archipelago and the things about them: roofs, porches, stages, stalls, boats."""

from __future__ import annotations

import random

from .canvas import Canvas, Colour, Point, Rgb, fade, mix, smooth
from .motif import motif_tile
from .palette import BATIK, CLOTHS, LEATHER, ROOFS, WALLS, Light

INK: Rgb = (34, 28, 34)
WOOD: Rgb = (122, 82, 54)
KINDS = ("limasan", "joglo", "gadang", "panggung")


def _roof(c: Canvas, points: list[Point], tone: Rgb, *, rows: int = 6) -> None:
    """A roof lit from above, with faint courses of tiles."""
    c.gradient(points, [(0, mix(tone, (255, 220, 170), 0.22)), (1, mix(tone, INK, 0.12))])
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    (x0, _), (x1, _) = points[0], points[1]  # the ridge
    bx0, bx1 = min(p[0] for p in points), max(p[0] for p in points)
    for k in range(1, rows):
        t = k / rows
        y = top + (bottom - top) * t
        c.line([(x0 + (bx0 - x0) * t + 3, y), (x1 + (bx1 - x1) * t - 3, y)], fade(INK, 0.13), 2.2)


def house(
    c: Canvas,
    rng: random.Random,
    light: Light,
    *,
    x: float,
    y: float,
    w: float,
    kind: str | None = None,
) -> None:
    """A house whose floor is centred on (x, y), `w` wide, in one of the `KINDS`."""
    kind = kind or rng.choice(KINDS)
    wall = mix(rng.choice(WALLS), light.haze, 0.12)
    roof = mix(rng.choice(ROOFS), light.haze, 0.1)
    h = w * 0.3
    lift = w * 0.16 if kind in ("panggung", "gadang") else w * 0.03
    c.glow_oval(x, y + 2, w * 0.72, w * 0.09, INK, 0.5)
    floor = y - lift
    for k in range(7 if lift > w * 0.1 else 0):
        px = x - w * 0.44 + w * 0.88 * k / 6
        c.rect(px - w * 0.012, floor, px + w * 0.012, y, mix(WOOD, INK, 0.35))
    c.rect(x - w * 0.47, floor - w * 0.02, x + w * 0.47, floor + w * 0.012, mix(WOOD, INK, 0.15))
    c.gradient(
        [
            (x - w * 0.44, floor - h),
            (x + w * 0.44, floor - h),
            (x + w * 0.44, floor),
            (x - w * 0.44, floor),
        ],
        [(0, mix(wall, INK, 0.32)), (0.5, wall), (1, wall)],
    )
    _openings(c, x, floor, w, h, lit=light.dark)
    if kind == "gadang":
        _gadang(c, x, floor - h, w, mix(roof, INK, 0.35), light)
    elif kind == "joglo":
        a, b = floor - h * 0.92, floor - h * 1.62
        _roof(c, [(x - w * 0.26, b), (x + w * 0.26, b), (x + w * 0.6, a), (x - w * 0.6, a)], roof)
        _roof(
            c,
            [
                (x - w * 0.17, b - h * 0.9),
                (x + w * 0.17, b - h * 0.9),
                (x + w * 0.27, b + 2),
                (x - w * 0.27, b + 2),
            ],
            mix(roof, INK, 0.08),
        )
        c.line(
            [(x - w * 0.175, b - h * 0.9), (x + w * 0.175, b - h * 0.9)],
            mix(roof, INK, 0.3),
            w * 0.016,
        )
    else:
        a, b = floor - h * 0.9, floor - h * (1.95 if kind == "panggung" else 1.75)
        _roof(c, [(x - w * 0.3, b), (x + w * 0.3, b), (x + w * 0.57, a), (x - w * 0.57, a)], roof)
        c.line([(x - w * 0.305, b), (x + w * 0.305, b)], mix(roof, INK, 0.3), w * 0.018)
        if kind == "panggung":
            for k in (-1, 1):
                c.line(
                    [(x + k * w * 0.27, b + h * 0.1), (x + k * w * 0.36, b - h * 0.3)],
                    WOOD,
                    w * 0.02,
                )
    if lift > w * 0.1:
        for k in range(5):
            t = k / 4
            c.rect(
                x - w * (0.07 + 0.02 * t),
                floor + (y - floor) * t - w * 0.01,
                x + w * (0.07 + 0.02 * t),
                floor + (y - floor) * t + w * 0.012,
                WOOD,
            )


def _openings(c: Canvas, x: float, floor: float, w: float, h: float, *, lit: bool) -> None:
    pane: Colour = (255, 214, 130) if lit else (70, 92, 104)
    c.rect(x - w * 0.055, floor - h * 0.72, x + w * 0.055, floor, WOOD)
    c.rect(x - w * 0.04, floor - h * 0.66, x + w * 0.04, floor, mix(WOOD, INK, 0.45))
    for k in (-0.28, 0.28):
        c.rect(x + w * (k - 0.075), floor - h * 0.68, x + w * (k + 0.075), floor - h * 0.24, WOOD)
        c.rect(x + w * (k - 0.06), floor - h * 0.63, x + w * (k - 0.006), floor - h * 0.29, pane)
        c.rect(x + w * (k + 0.006), floor - h * 0.63, x + w * (k + 0.06), floor - h * 0.29, pane)


def _gadang(c: Canvas, x: float, eave: float, w: float, tone: Rgb, light: Light) -> None:
    for spread, lift, shade in ((0.62, 0.62, 0.0), (0.34, 0.78, 0.12)):
        a, b = spread * w, lift * w * 0.62
        top = smooth(
            [
                (x - a, eave - b),
                (x - a * 0.62, eave - b * 0.5),
                (x, eave - b * 0.4),
                (x + a * 0.62, eave - b * 0.5),
                (x + a, eave - b),
            ],
            closed=False,
        )
        low = smooth(
            [
                (x + a * 0.86, eave - b * 0.25),
                (x + a * 0.8, eave + w * 0.02),
                (x, eave + w * 0.05),
                (x - a * 0.8, eave + w * 0.02),
                (x - a * 0.86, eave - b * 0.25),
            ],
            closed=False,
        )
        c.gradient(top + low, [(0, mix(tone, light.sun, 0.2)), (1, mix(tone, INK, shade))])
        c.line(top, mix(tone, (255, 200, 120), 0.45), w * 0.012)


def facade(
    c: Canvas, rng: random.Random, light: Light, *, left: float, floor: float, top: float
) -> None:
    """A house front with a deep porch, from `left` to beyond the right edge of the picture."""
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    colours = BATIK[rng.randrange(len(BATIK))]
    right = 1660
    c.gradient(
        [(left + 50, top), (right, top), (right, floor), (left + 50, floor)],
        [(0, mix(wall, INK, 0.34)), (0.3, mix(wall, INK, 0.06)), (1, wall)],
    )
    for k in range(1, 7):
        y = top + (floor - top) * k / 7
        c.line([(left + 50, y), (right, y)], fade(mix(wall, INK, 0.6), 0.16), 2)
    frame = mix(WOOD, INK, 0.1)
    door = left + (190 if rng.random() < 0.5 else 400)
    c.rect(door - 74, floor - 350, door + 74, floor, frame)
    c.rect(door - 60, floor - 336, door + 60, floor, mix(WOOD, INK, 0.55))
    for dy in (-320, -160):
        c.rect(door - 46, floor + dy, door + 46, floor + dy + 138, mix(WOOD, INK, 0.35), 4)
    win = left + (470 if door < left + 300 else 165)
    glass = (255, 222, 150) if light.dark else (86, 116, 124)
    c.rect(win - 104, floor - 330, win + 104, floor - 120, frame)
    for k in (-1, 1):
        c.rect(win + k * 6, floor - 318, win + k * 92, floor - 132, glass)
        c.poly(
            [
                (win + k * 92, floor - 318),
                (win + k * 60, floor - 318),
                (win + k * 84, floor - 132),
                (win + k * 92, floor - 132),
            ],
            rng.choice(CLOTHS),
        )
    c.rect(win - 116, floor - 122, win + 116, floor - 106, mix(frame, light.sun, 0.2), 3)
    band = motif_tile("tumpal", max(10, round(46 * c.scale)), colours)
    c.cloth(
        [(left + 40, top + 4), (right, top + 4), (right, top + 42), (left + 40, top + 42)], band
    )
    for px in (left + 70, left + 560):
        c.rect(px - 13, top, px + 13, floor + 6, mix(WOOD, light.sun, 0.12))
        c.rect(px + 3, top, px + 13, floor + 6, fade(INK, 0.18))
        c.rect(px - 21, floor - 20, px + 21, floor + 8, mix((200, 190, 175), INK, 0.1), 3)
    _roof(
        c,
        [
            (left + 210, top - 210),
            (right + 200, top - 210),
            (right + 400, top + 14),
            (left - 60, top + 14),
        ],
        mix(roof, light.haze, 0.06),
        rows=8,
    )
    c.rect(left - 60, top + 8, right, top + 24, mix(roof, INK, 0.45))


def porch(c: Canvas, light: Light, *, left: float, floor: float, drop: float = 74) -> None:
    """The porch floor before a façade, with two steps down at its left."""
    stone = mix((222, 208, 184), light.earth, 0.25)
    c.poly([(left, floor), (1660, floor), (1660, floor + 90), (left - 50, floor + 90)], stone)
    for k in range(9):
        x = left + k * 130
        c.line([(x, floor + 2), (x - 50 + k * 8, floor + 90)], fade(INK, 0.08), 2)
    c.rect(left - 50, floor + 90, 1660, floor + 90 + drop, mix(stone, INK, 0.26))


def bench(c: Canvas, *, x: float, y: float, w: float) -> None:
    c.oval(x, y + 2, w * 0.55, 9, fade(INK, 0.2))
    for k in (-0.44, 0.44):
        c.rect(x + w * k - 8, y - 84, x + w * k + 8, y, mix(WOOD, INK, 0.35))
    c.rect(x - w / 2, y - 98, x + w / 2, y - 82, mix(WOOD, (255, 210, 160), 0.12), 4)


def pot(c: Canvas, rng: random.Random, light: Light, *, x: float, y: float, r: float) -> None:
    for k in range(9):
        a = (k - 4) * 0.36
        tip = (x + a * r * 2.1, y - r * 3.1 + abs(a) * r * 1.1)
        mid = (x + a * r * 0.7, y - r * 2.4)
        c.blob(
            [(x - 3, y - r), mid, tip, (mid[0] + r * 0.3, mid[1] + r * 0.25)],
            mix(light.leaf, light.grass, 0.2 + 0.4 * (k % 2)),
        )
    c.blob(
        [(x - r, y - r * 1.2), (x + r, y - r * 1.2), (x + r * 0.7, y), (x - r * 0.7, y)],
        (182, 98, 66),
    )
    c.rect(x - r * 1.05, y - r * 1.34, x + r * 1.05, y - r * 1.05, (158, 80, 54), 4)


def umbul(c: Canvas, *, x: float, y: float, h: float, cloth: Rgb, trim: Rgb, flip: int = 1) -> None:
    """An umbul-umbul: a tall banner on a bent bamboo."""
    pole = smooth(
        [(x, y), (x, y - h * 0.6), (x + flip * h * 0.05, y - h * 0.9), (x + flip * h * 0.2, y - h)],
        closed=False,
    )
    edge = smooth(
        [
            (x + flip * h * 0.19, y - h * 0.97),
            (x + flip * h * 0.13, y - h * 0.7),
            (x + flip * h * 0.16, y - h * 0.4),
            (x, y - h * 0.12),
        ],
        closed=False,
    )
    inner = smooth(
        [(x, y - h * 0.12), (x + flip * 3, y - h * 0.62), (x + flip * h * 0.05, y - h * 0.9)],
        closed=False,
    )
    c.poly(edge + inner, cloth)
    c.line(edge, trim, h * 0.02)
    for t in (0.5, 0.62, 0.74):
        c.oval(x + flip * h * 0.07, y - h * t, h * 0.016, h * 0.022, trim)
    c.line(pole, (146, 116, 66), h * 0.014)


def bunting(c: Canvas, rng: random.Random, *, p: Point, q: Point, sag: float) -> None:
    """A string of small flags between two points."""

    def on(t: float) -> Point:
        return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t + sag * 4 * t * (1 - t)

    c.line([on(k / 20) for k in range(21)], fade(INK, 0.6), 2.4)
    n = int(abs(q[0] - p[0]) / 46)
    shift = rng.randrange(len(CLOTHS))
    for k in range(n):
        (x0, y0), (x1, y1) = on((k + 0.15) / n), on((k + 0.85) / n)
        c.poly(
            [(x0, y0), (x1, y1), ((x0 + x1) / 2, (y0 + y1) / 2 + 40)],
            CLOTHS[(k * 3 + shift) % len(CLOTHS)],
        )


def tent(c: Canvas, *, x: float, y: float, w: float, cloth: Rgb) -> None:
    """An open market tent with a scalloped edge."""
    h = w * 0.62
    for k in (-1, 1):
        c.rect(x + k * w * 0.45 - 4, y - h, x + k * w * 0.45 + 4, y, (214, 210, 200))
    c.rect(x - w * 0.44, y - w * 0.24, x + w * 0.44, y, mix(cloth, (255, 250, 240), 0.5))
    c.rect(x - w * 0.46, y - w * 0.27, x + w * 0.46, y - w * 0.23, mix(WOOD, INK, 0.1), 3)
    n = 6
    for k in range(n):
        tone = cloth if k % 2 == 0 else (248, 240, 224)
        x0, x1 = x - w / 2 + w * k / n, x - w / 2 + w * (k + 1) / n
        t0, t1 = x - w * 0.07 + w * 0.14 * k / n, x - w * 0.07 + w * 0.14 * (k + 1) / n
        c.poly([(t0, y - h * 1.5), (t1, y - h * 1.5), (x1, y - h * 0.98), (x0, y - h * 0.98)], tone)
        c.oval((x0 + x1) / 2, y - h * 0.98, w / n / 2, w * 0.05, mix(tone, INK, 0.08))


def post(c: Canvas, light: Light, *, x: float, y: float, w: float) -> None:
    """A pos kamling: an open night-watch hut with a hanging kentongan and a lamp."""
    floor, top = y - w * 0.16, y - w * 0.7
    c.glow_oval(x, y + 4, w * 0.7, w * 0.07, INK, 0.5)
    wall = (238, 226, 200)
    c.gradient(
        [(x - w * 0.42, top), (x + w * 0.42, top), (x + w * 0.42, floor), (x - w * 0.42, floor)],
        [(0, mix(wall, INK, 0.45)), (1, mix(wall, INK, 0.14))],
    )
    c.glow(x, top + w * 0.12, w * 0.62, (255, 214, 130), 0.85)
    c.oval(x, top + w * 0.09, w * 0.028, w * 0.034, (255, 246, 214))
    c.rect(x - w * 0.5, floor, x + w * 0.5, y, (188, 150, 106))
    c.rect(x - w * 0.5, floor, x + w * 0.5, floor + w * 0.035, (216, 180, 134))
    for k in range(12):
        px = x - w * 0.5 + w * k / 12
        c.poly(
            [
                (px, y),
                (px + w * 0.042, y),
                (px + w * 0.042, floor + w * 0.06),
                (px, floor + w * 0.06),
            ],
            (176, 52, 46) if k % 2 else (240, 234, 222),
        )
    for k in (-0.45, 0.45):
        c.rect(x + w * k - w * 0.018, top, x + w * k + w * 0.018, floor, WOOD)
    _roof(
        c,
        [
            (x - w * 0.24, top - w * 0.26),
            (x + w * 0.24, top - w * 0.26),
            (x + w * 0.62, top + w * 0.03),
            (x - w * 0.62, top + w * 0.03),
        ],
        mix((150, 76, 56), light.haze, 0.06),
    )
    kx = x + w * 0.34
    c.line([(kx, top), (kx, top + w * 0.1)], INK, 3)
    c.rect(kx - w * 0.03, top + w * 0.1, kx + w * 0.03, top + w * 0.3, (128, 84, 48), 12)
    c.rect(kx - w * 0.007, top + w * 0.13, kx + w * 0.007, top + w * 0.27, LEATHER, 3)
