"""Batik motifs as seamless tiles: kawung, parang, megamendung, tumpal, ceplok, truntum."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw

from .canvas import Colour, Point, Rgb, mix, tiled
from .palette import BATIK

Colours = tuple[Rgb, Rgb, Rgb, Rgb]

_FINE = 4  # tiles are small: draw four times too large for clean hairlines


class _Sheet:
    """A tile in unit coordinates (0 to 1) whose shapes wrap round its edges."""

    def __init__(self, pixels: int, ground: Rgb) -> None:
        self.size = pixels
        self.image = Image.new("RGB", (pixels, pixels), ground)
        self.pen = ImageDraw.Draw(self.image)

    def poly(self, points: list[Point], fill: Colour) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        for ox in (-1, 0, 1):
            if max(xs) + ox < 0 or min(xs) + ox > 1:
                continue
            for oy in (-1, 0, 1):
                if max(ys) + oy < 0 or min(ys) + oy > 1:
                    continue
                s = self.size
                self.pen.polygon([((x + ox) * s, (y + oy) * s) for x, y in points], fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour, turn: float = 0) -> None:
        ct, st = math.cos(turn), math.sin(turn)
        ring = [
            (rx * math.cos(a), ry * math.sin(a)) for a in (k * math.tau / 40 for k in range(40))
        ]
        self.poly([(x + p * ct - q * st, y + p * st + q * ct) for p, q in ring], fill)

    def leaf(self, p: Point, q: Point, width: float, fill: Colour) -> None:
        """A pointed leaf from `p` to `q`."""
        (x0, y0), (x1, y1) = p, q
        nx, ny = -(y1 - y0) * width, (x1 - x0) * width
        side = [(t / 12, math.sin(math.pi * t / 12)) for t in range(13)]
        up = [(x0 + (x1 - x0) * t + nx * w, y0 + (y1 - y0) * t + ny * w) for t, w in side]
        down = [(x0 + (x1 - x0) * t - nx * w, y0 + (y1 - y0) * t - ny * w) for t, w in side]
        self.poly(up + down[::-1], fill)


def _kawung(s: _Sheet, c: Colours) -> None:
    ground, figure, accent, detail = c
    for cx, cy in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        turn = math.pi / 4 if (cx < 0.5) == (cy < 0.5) else -math.pi / 4
        s.oval(cx, cy, 0.315, 0.185, figure, turn)
        s.oval(cx, cy, 0.265, 0.135, ground, turn)
        s.oval(cx, cy, 0.235, 0.108, accent, turn)
        for k in (-1, 1):
            d = 0.085 * k
            s.oval(cx + d, cy + d * (1 if turn > 0 else -1), 0.03, 0.03, detail)
    for x, y in ((0.5, 0.5), (0.0, 0.0)):
        s.poly([(x - 0.06, y), (x, y - 0.06), (x + 0.06, y), (x, y + 0.06)], detail)
    for x, y in ((0.5, 0.0), (0.0, 0.5)):
        for a in range(4):
            dx, dy = math.cos(a * math.pi / 2) * 0.1, math.sin(a * math.pi / 2) * 0.1
            s.leaf((x, y), (x + dx, y + dy), 0.22, figure)
        s.oval(x, y, 0.026, 0.026, detail)


def _parang(s: _Sheet, c: Colours) -> None:
    _ground, figure, accent, detail = c
    r = math.sqrt(0.5)

    def place(u: float, v: float) -> Point:
        return (u + v) * r, (u - v) * r

    n, half = 4, r / 2 * 0.74
    step = math.sqrt(2) / n
    for i in range(-1, n + 1):
        for j in (-1, 0, 1):
            base = i * step + j * r  # moving one tile sideways moves r along and r across
            for inner in (False, True):
                left: list[Point] = []
                right: list[Point] = []
                for k in range(25):
                    v = -1 + k / 12
                    bend = 0.16 * math.sin(math.pi * v) + 0.1 * v
                    # One fat head and one thin tail: the blade that gives the motif its name.
                    thick = (0.13 if not inner else 0.07) * math.cos(math.pi * v / 2) ** 0.55
                    thick *= 0.72 + 0.28 * math.cos(math.pi * (v - 0.4))
                    span = v * half * (0.82 if inner else 1)
                    left.append(place(base + (bend - thick) * 0.9, span + j * r))
                    right.append(place(base + (bend + thick) * 0.9, span + j * r))
                s.poly(left + right[::-1], accent if inner else figure)
            x, y = place(base + step * 0.06, j * r)
            s.oval(x, y, 0.022, 0.022, detail)
    for k in range(8):
        u = k * math.sqrt(2) / 8
        p = [place(u + a, r / 2 + b) for a, b in ((-0.07, 0), (0, -0.035), (0.07, 0), (0, 0.035))]
        s.poly(p, detail)
    for k in (-1, 1):
        v = r / 2 + k * 0.06
        a, b = place(-0.1, v), place(1.6, v)
        w = 0.011
        s.poly(
            [
                (a[0] - w, a[1] + w),
                (b[0] - w, b[1] + w),
                (b[0] + w, b[1] - w),
                (a[0] + w, a[1] - w),
            ],
            figure,
        )


# A cloud is a set of circles; growing every radius gives the concentric bands of the motif.
CLOUD: tuple[tuple[float, float, float], ...] = (
    (0.0, 0.0, 0.13),
    (0.13, -0.05, 0.1),
    (-0.14, 0.0, 0.09),
    (0.05, -0.1, 0.09),
    (-0.06, -0.08, 0.08),
    (0.24, 0.0, 0.065),
    (-0.25, 0.035, 0.055),
    (0.33, 0.035, 0.035),
    (-0.33, 0.055, 0.03),
    (0.39, 0.045, 0.018),
    (-0.39, 0.05, 0.015),
)


def _megamendung(s: _Sheet, c: Colours) -> None:
    ground, figure, accent, detail = c
    deep = mix(ground, accent, 0.15)
    tones = [
        detail,
        mix(ground, accent, 0.85),
        figure,
        mix(figure, accent, 0.45),
        accent,
        mix(accent, deep, 0.5),
        deep,
    ]
    for cx, cy, size, flip in (
        (0.25, 0.2, 0.86, 1),
        (0.75, 0.46, 1.0, -1),
        (0.25, 0.72, 0.86, -1),
        (0.76, 0.96, 0.8, 1),
    ):
        for k, tone in enumerate(tones):
            grow = 0.09 - 0.021 * k
            for x, y, rad in CLOUD:
                if rad + grow > 0.004:
                    s.oval(
                        cx + x * size * flip,
                        cy + y * size,
                        (rad + grow) * size,
                        (rad + grow) * size,
                        tone,
                    )


def _tumpal(s: _Sheet, c: Colours) -> None:
    ground, figure, accent, detail = c
    for x in (0.0, 0.5):
        for up in (True, False):
            x0 = x + (0.0 if up else 0.25)
            foot, tip = (0.94, 0.16) if up else (0.06, 0.84)
            for k, tone in enumerate((figure, ground, accent if up else mix(ground, accent, 0.6))):
                w = 0.235 - 0.03 * k
                lift = (0.018 + 0.02 * k) * (1 if up else -1)
                t = tip + (foot - tip) * 0.11 * k
                s.poly(
                    [(x0 - w + 0.25, foot - lift), (x0 + w + 0.25, foot - lift), (x0 + 0.25, t)],
                    tone,
                )
            base = foot - (foot - tip) * 0.1
            for a in (-0.5, 0.0, 0.5):
                reach = (foot - tip) * (0.46 if a == 0 else 0.26)
                s.leaf((x0 + 0.25, base), (x0 + 0.25 + a * 0.2, base - reach), 0.2, detail)
            s.oval(x0 + 0.25, foot - (foot - tip) * 0.66, 0.014, 0.014, detail)
    for y in (0.0,):
        s.poly([(-0.1, y - 0.035), (1.1, y - 0.035), (1.1, y + 0.035), (-0.1, y + 0.035)], figure)
        for k in range(12):
            s.oval((k + 0.5) / 12, y, 0.02, 0.02, accent if k % 2 else ground)


def _ceplok(s: _Sheet, c: Colours) -> None:
    ground, figure, accent, detail = c
    for x, y in ((0.5, 0.5), (0.0, 0.0)):
        s.poly([(x - 0.46, y), (x, y - 0.46), (x + 0.46, y), (x, y + 0.46)], figure)
        s.poly(
            [(x - 0.43, y), (x, y - 0.43), (x + 0.43, y), (x, y + 0.43)],
            ground if x else mix(ground, accent, 0.35),
        )
        for k in range(8):
            a = k * math.pi / 4
            reach = 0.33 if k % 2 == 0 else 0.23
            q = (x + math.cos(a) * reach, y + math.sin(a) * reach)
            s.leaf((x, y), q, 0.26, figure if k % 2 == 0 else accent)
            if k % 2 == 0:
                m = (x + math.cos(a) * reach * 0.85, y + math.sin(a) * reach * 0.85)
                s.leaf((x + math.cos(a) * 0.1, y + math.sin(a) * 0.1), m, 0.13, ground)
        s.oval(x, y, 0.075, 0.075, detail)
        s.oval(x, y, 0.04, 0.04, accent)
    for x, y in ((0.5, 0.0), (0.0, 0.5)):
        s.oval(x, y, 0.035, 0.035, detail)


def _truntum(s: _Sheet, c: Colours) -> None:
    _ground, figure, accent, detail = c
    spots = ((0.25, 0.25, 0.2), (0.75, 0.75, 0.2), (0.75, 0.25, 0.12), (0.25, 0.75, 0.12))
    for x, y, r in spots:
        for k in range(8):
            a = k * math.pi / 4
            reach = r if k % 2 == 0 else r * 0.74
            q = (x + math.cos(a) * reach, y + math.sin(a) * reach)
            s.leaf((x, y), q, 0.16, figure if r > 0.15 else accent)
            if r > 0.15:
                d = r * 1.02 if k % 2 else r * 1.2
                s.oval(x + math.cos(a) * d, y + math.sin(a) * d, 0.012, 0.012, detail)
        s.oval(x, y, r * 0.22, r * 0.22, detail)
    for x, y in ((0.0, 0.0), (0.5, 0.5), (0.5, 0.0), (0.0, 0.5)):
        s.oval(x, y, 0.016, 0.016, accent)


_DRAW: dict[str, Callable[[_Sheet, Colours], None]] = {
    "kawung": _kawung,
    "parang": _parang,
    "megamendung": _megamendung,
    "tumpal": _tumpal,
    "ceplok": _ceplok,
    "truntum": _truntum,
}
MOTIFS: tuple[str, ...] = tuple(_DRAW)


@lru_cache(maxsize=256)
def motif_tile(motif: str, pixels: int, colours: Colours) -> Image.Image:
    """One seamless square tile. Colours are ground, figure, accent, detail; do not change it.

    Raises:
        ValueError: the motif is not one of `MOTIFS`.
    """
    if motif not in _DRAW:
        raise ValueError(f"unknown motif {motif!r}, choose one of {', '.join(MOTIFS)}")
    pixels = max(8, pixels)
    sheet = _Sheet(pixels * _FINE, colours[0])
    _DRAW[motif](sheet, colours)
    return sheet.image.reduce(_FINE)


def quiet(colours: Colours, base: Rgb, strength: float) -> Colours:
    """The colours drawn towards `base`, so that a motif can lie behind something else."""
    a, b, c, d = (mix(base, colour, strength) for colour in colours)
    return a, b, c, d


def draw_motif(*, seed: int, motif: str, width: int, height: int) -> Image.Image:
    """A sheet of batik, `width` x `height` pixels; the seed picks colours and scale.

    Raises:
        ValueError: the motif is not one of `MOTIFS`.
    """
    rng = random.Random(f"motif:{motif}:{seed}")
    share = {"megamendung": 1.6, "tumpal": 1.1}.get(motif, 1.0) * rng.uniform(0.16, 0.24)
    pixels = max(24, round(max(width, height) * share))
    return tiled(motif_tile(motif, pixels, rng.choice(BATIK)), width, height)
