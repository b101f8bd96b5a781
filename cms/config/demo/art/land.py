"""Skies, mountains, hills, rice terraces, water and plants, from far to near."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, Rgb, fade, mix, smooth
from .motif import CLOUD
from .palette import Light, depth

WHITE: Rgb = (255, 255, 255)


def sky(c: Canvas, rng: random.Random, light: Light, *, horizon: float = 560) -> None:
    """Sky, sun and clouds down to the horizon."""
    top, middle, low = light.sky
    c.backdrop([(0, top), (horizon / HEIGHT * 0.62, middle), (horizon / HEIGHT, low), (1, low)])
    x, y = rng.uniform(260, 1340), rng.uniform(0.35, 0.72) * horizon
    c.glow(x, y, 560, light.sun, 0.75)
    c.oval(x, y, 74, 74, light.sun)
    for _ in range(rng.randint(3, 5)):
        size = rng.uniform(170, 330)
        cloud(
            c,
            rng.uniform(0, WIDTH),
            rng.uniform(50, horizon * 0.62),
            size,
            light,
            flip=rng.choice((-1, 1)),
        )
    if rng.random() < 0.6:
        birds(c, rng, light)


def cloud(c: Canvas, x: float, y: float, size: float, light: Light, *, flip: int = 1) -> None:
    """A cloud with the concentric bands of megamendung."""
    rim = mix(light.sky[1], light.sun, 0.5)
    for k in range(4):
        grow = 0.055 - 0.03 * k
        tone = mix(rim, mix(light.sky[0], WHITE, 0.55) if not light.dark else light.far, k / 5)
        for px, py, radius in CLOUD:
            r = (radius * 0.8 + grow) * size
            if r > 1.5:
                c.oval(
                    x + px * size * flip * 1.15,
                    y + py * size * 0.8,
                    r * 1.12,
                    r * 0.8,
                    tone,
                )


def birds(c: Canvas, rng: random.Random, light: Light) -> None:
    x, y = rng.uniform(200, 1200), rng.uniform(110, 300)
    ink = mix(light.near, light.sky[0], 0.35)
    for _ in range(rng.randint(3, 6)):
        bx, by, w = x + rng.uniform(-120, 120), y + rng.uniform(-50, 50), rng.uniform(9, 17)
        wing = smooth(
            [
                (bx - w, by - w * 0.35),
                (bx - w * 0.45, by - w * 0.55),
                (bx, by),
                (bx + w * 0.45, by - w * 0.55),
                (bx + w, by - w * 0.35),
            ],
            closed=False,
        )
        c.line(wing, ink, 3)


def ridge_line(
    rng: random.Random, base: float, height: float, *, step: float = 25, rough: float = 1
) -> list[Point]:
    """A rolling skyline across the picture."""
    waves = [
        (rng.uniform(0.6, 1.4) * f, rng.uniform(0, math.tau), 1 / (1 + i) ** 1.1)
        for i, f in enumerate((1.2, 2.6, 5.1 * rough, 9.7 * rough))
    ]
    line: list[Point] = []
    x = -50.0
    while x <= WIDTH + 50:
        lift = sum(a * math.sin(f * x / WIDTH * math.tau + p) for f, p, a in waves)
        line.append((x, base - height * (0.5 + 0.28 * lift)))
        x += step
    return line


def hills(
    c: Canvas,
    rng: random.Random,
    light: Light,
    *,
    base: float,
    height: float,
    near: float,
    foot: float | None = None,
) -> None:
    """One layer of hills at depth `near` (0 far, 1 near), veiled at its foot."""
    line = ridge_line(rng, base, height)
    bottom = foot if foot is not None else base + height
    tone = depth(light, near)
    shape = [*line, (WIDTH + 50, bottom), (-50, bottom)]
    c.gradient(shape, [(0, mix(tone, light.sun, 0.06)), (1, mix(tone, light.haze, 0.62))])


def forest(c: Canvas, rng: random.Random, light: Light, *, base: float, near: float) -> None:
    """A line of tree crowns."""
    tone = depth(light, near)
    x = -20.0
    while x < WIDTH + 40:
        r = rng.uniform(16, 42)
        c.oval(x, base - r * 0.5, r, r * rng.uniform(0.8, 1.25), mix(tone, light.leaf, 0.3))
        c.oval(x - r * 0.2, base - r * 0.75, r * 0.62, r * 0.55, mix(tone, light.sun, 0.13))
        x += r * rng.uniform(0.7, 1.3)
    c.rect(-10, base - 8, WIDTH + 10, base + 26, mix(tone, light.leaf, 0.3))


def volcano(
    c: Canvas, rng: random.Random, light: Light, *, x: float, base: float, height: float
) -> None:
    """A cone with a lit and a shaded flank, its foot in the mist."""
    spread = height * rng.uniform(1.5, 1.9)
    tone = mix(light.far, light.near, 0.22)
    left = [(x - spread * (1 - t), base - height * t**1.75) for t in (k / 14 for k in range(15))]
    right = [
        (x + 34 + spread * (1 - t), base - height * t**1.75)
        for t in (k / 14 for k in range(14, -1, -1))
    ]
    crater = [(x + 10, base - height + 12), (x + 22, base - height + 9)]
    c.gradient(
        [*left, *crater, *right], [(0, mix(tone, light.near, 0.25)), (0.55, tone), (1, light.haze)]
    )
    shade = [(x + 20, base - height + 9), *right]
    fold: list[Point] = []
    for k in range(12):
        t = k / 11
        fold.append((x + 20 + spread * 0.28 * t + 9 * math.sin(k * 1.3), base - height * (1 - t)))
    c.gradient(
        [*shade, *fold[::-1]],
        [(0, mix(tone, light.near, 0.62)), (0.6, mix(tone, light.near, 0.2)), (1, light.haze)],
    )
    c.mist(base - height * 0.42, base + 60, light.haze, 0.75)


def terraces(
    c: Canvas, rng: random.Random, light: Light, *, top: float, bottom: float, rows: int = 9
) -> None:
    """Stepped rice fields: bright edges, banks in shade, some still under water."""
    phase, bend = rng.uniform(0, math.tau), rng.uniform(0.7, 1.4)
    for i in range(rows):
        t = i / rows
        y = top + (bottom - top) * t**1.35
        swing = 16 + 46 * t

        def edge(x: float, y: float = y, swing: float = swing, i: int = i) -> float:
            return y + swing * math.sin(bend * x / WIDTH * 5 + phase + i * 0.55) + (x - 800) * 0.02

        line = [(x, edge(x)) for x in range(-40, WIDTH + 60, 40)]
        wet = rng.random() < 0.22
        tone = mix(light.grass, light.leaf, 0.12 + 0.5 * (i % 2) * 0.5 + 0.25 * t)
        tone = mix(mix(tone, light.haze, 0.42), tone, min(1, 0.25 + t))
        if wet:
            tone = mix(light.water, light.sky[1], 0.45)
        foot = bottom + 160
        c.poly([*line, (WIDTH + 40, foot), (-40, foot)], mix(tone, light.leaf, 0.45))
        step = 7 + 12 * t
        inner = [(x, yy + step) for x, yy in line]
        c.gradient(
            [*inner, (WIDTH + 40, foot), (-40, foot)],
            [(0, mix(tone, light.sun, 0.28)), (0.4, tone), (1, mix(tone, light.leaf, 0.3))],
        )
        if not wet:
            for _ in range(26):
                x = rng.uniform(0, WIDTH)
                y0 = edge(x) + step + rng.uniform(6, 14 + 40 * t)
                blade = 4 + 8 * t
                c.line(
                    [(x - blade * 0.6, y0 - blade), (x, y0), (x + blade * 0.7, y0 - blade)],
                    fade(mix(light.leaf, light.grass, 0.35), 0.6),
                    1.5 + t,
                )


def ground(
    c: Canvas, rng: random.Random, light: Light, *, top: float, tone: Rgb | None = None
) -> None:
    """Level ground from `top` to the lower edge, with soft patches."""
    tone = tone or light.grass
    line = ridge_line(rng, top, 22, rough=0.4)
    c.gradient(
        [*line, (WIDTH + 50, HEIGHT + 10), (-50, HEIGHT + 10)],
        [(0, mix(tone, light.haze, 0.3)), (0.25, tone), (1, mix(tone, light.leaf, 0.28))],
    )
    for _ in range(10):
        t = rng.uniform(0.15, 1)
        c.oval(
            rng.uniform(0, WIDTH),
            top + (HEIGHT - top) * t,
            rng.uniform(120, 260) * (0.4 + t),
            (6 + 20 * t),
            fade(mix(tone, light.sun, 0.5) if rng.random() < 0.5 else light.leaf, 0.1),
        )


def tufts(
    c: Canvas, rng: random.Random, light: Light, *, top: float, bottom: float, count: int = 40
) -> None:
    for _ in range(count):
        x, y = rng.uniform(0, WIDTH), rng.uniform(top, bottom)
        h = 7 + 22 * (y - top) / max(1, bottom - top)
        tone = mix(light.leaf, light.grass, rng.uniform(0.1, 0.6))
        for a in (-0.55, -0.1, 0.4):
            c.poly([(x - h * 0.1, y), (x + h * a, y - h), (x + h * 0.1, y)], tone)


def sea(c: Canvas, rng: random.Random, light: Light, *, top: float, bottom: float) -> None:
    """Water with bands of light, paler towards the horizon."""
    c.gradient(
        [(0, top), (WIDTH, top), (WIDTH, bottom), (0, bottom)],
        [
            (0, mix(light.water, light.haze, 0.55)),
            (0.4, light.water),
            (1, mix(light.water, light.near, 0.35)),
        ],
    )
    for _ in range(70):
        t = rng.random() ** 1.3
        y = top + 4 + (bottom - top - 6) * t
        w = rng.uniform(20, 70) * (0.35 + 1.5 * t)
        c.oval(rng.uniform(0, WIDTH), y, w, 1 + 2.6 * t, fade(light.sun, rng.uniform(0.18, 0.5)))


def path(
    c: Canvas,
    light: Light,
    *,
    near_x: float,
    far_x: float,
    top: float,
    width: float,
    tone: Colour | None = None,
) -> None:
    """A road from the lower edge to a far point, in perspective."""
    base = tone or light.earth
    left: list[Point] = []
    right: list[Point] = []
    for k in range(15):
        t = k / 14
        y = HEIGHT + 20 - (HEIGHT + 20 - top) * t
        x = near_x + (far_x - near_x) * t + 110 * math.sin(t * 5.2) * (1 - t) * t
        half = width / 2 * (1 - t) ** 1.25 + 7
        left.append((x - half, y))
        right.append((x + half, y))
    c.gradient(
        left + right[::-1], [(0, mix(base, light.haze, 0.5)), (1, mix(base, light.earth, 0.2))]
    )


def palm(
    c: Canvas, rng: random.Random, light: Light, *, x: float, y: float, h: float, near: float = 1.0
) -> None:
    """A coconut palm standing at (x, y)."""
    lean = rng.uniform(-0.2, 0.2) * h
    trunk = mix(mix(light.earth, light.near, 0.55), light.far, (1 - near) * 0.6)
    top = (x + lean, y - h)
    spine = smooth([(x, y), (x + lean * 0.25, y - h * 0.45), top], closed=False, steps=6)
    n = len(spine) - 1
    for i, (p, q) in enumerate(pairwise(spine)):
        w = h * (0.026 - 0.012 * i / n)
        c.limb(p, q, w, w * 0.96, trunk)
    leaf = mix(light.leaf, light.far, (1 - near) * 0.6)
    for k in range(11):
        a = math.radians(-200 + k * 22 + rng.uniform(-8, 8))
        reach = h * rng.uniform(0.33, 0.42)
        dx, dy = math.cos(a) * reach, math.sin(a) * reach * 0.72
        tip = (top[0] + dx, top[1] + dy + reach * 0.42)
        mid = (top[0] + dx * 0.58, top[1] + dy * 0.95 - reach * 0.04)
        under = (top[0] + dx * 0.52, top[1] + dy * 0.72 + reach * 0.13)
        c.poly(
            smooth([top, mid, tip], closed=False, steps=6)
            + smooth([tip, under, top], closed=False, steps=6),
            mix(leaf, light.sun if k % 2 else light.near, 0.16),
        )
    for k in (-1, 0, 1):
        c.oval(
            top[0] + k * h * 0.025,
            top[1] + h * 0.03,
            h * 0.021,
            h * 0.025,
            mix(trunk, light.sun, 0.15),
        )


def banana(c: Canvas, rng: random.Random, light: Light, *, x: float, y: float, h: float) -> None:
    """A banana plant: broad leaves with a pale rib."""
    c.limb((x, y), (x, y - h * 0.5), h * 0.05, h * 0.035, mix(light.grass, light.leaf, 0.5))
    for k in range(7):
        a = math.radians(-160 + k * 23 + rng.uniform(-7, 7))
        reach = h * rng.uniform(0.5, 0.68)
        base = (x, y - h * 0.48)
        tip = (x + math.cos(a) * reach, base[1] + math.sin(a) * reach * 0.9 + reach * 0.14)
        mid = ((base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2 - reach * 0.12)
        nx, ny = -math.sin(a) * reach * 0.17, math.cos(a) * reach * 0.17
        tone = mix(light.leaf, light.grass, 0.25 + 0.5 * (k % 2))
        c.blob([base, (mid[0] + nx, mid[1] + ny), tip, (mid[0] - nx, mid[1] - ny)], tone)
        c.line(
            smooth([base, mid, tip], closed=False),
            fade(mix(light.grass, light.sun, 0.5), 0.8),
            h * 0.012,
        )


def bush(
    c: Canvas,
    rng: random.Random,
    light: Light,
    *,
    x: float,
    y: float,
    r: float,
    bloom: Rgb | None = None,
) -> None:
    for k in range(7):
        px, pr = x + rng.uniform(-1, 1) * r, r * rng.uniform(0.35, 0.6)
        c.oval(px, y - pr * 0.7, pr, pr * 0.85, mix(light.leaf, light.grass, 0.12 + 0.1 * (k % 4)))
    c.rect(x - r, y - 3, x + r, y, light.leaf, 2)
    for _ in range(9 if bloom else 0):
        c.oval(
            x + rng.uniform(-0.9, 0.9) * r,
            y - rng.uniform(0.2, 1) * r,
            r * 0.07,
            r * 0.07,
            bloom or WHITE,
        )


def countryside(c: Canvas, rng: random.Random, light: Light, *, horizon: float = 560) -> None:
    """Sky, then two to four layers of land down to the horizon: the usual background."""
    sky(c, rng, light, horizon=horizon)
    kind = rng.choice(("gunung", "bukit", "bukit", "sawah"))
    if kind == "gunung":
        volcano(
            c, rng, light, x=rng.uniform(300, 1300), base=horizon + 10, height=rng.uniform(260, 350)
        )
    else:
        hills(
            c,
            rng,
            light,
            base=horizon - 60,
            height=rng.uniform(130, 190),
            near=0.12,
            foot=horizon + 60,
        )
    hills(
        c, rng, light, base=horizon - 10, height=rng.uniform(80, 130), near=0.45, foot=horizon + 80
    )
    if kind == "sawah":
        terraces(c, rng, light, top=horizon - 30, bottom=horizon + 160, rows=6)
    for _ in range(rng.randint(3, 6)):
        palm(
            c,
            rng,
            light,
            x=rng.uniform(0, WIDTH),
            y=horizon + rng.uniform(10, 30),
            h=rng.uniform(110, 190),
            near=0.55,
        )
    forest(c, rng, light, base=horizon + 22, near=0.72)
