"""A supersampled drawing surface in logical units of 1600 x 1067, cropped like CSS `cover`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw

Rgb = tuple[int, int, int]
Colour = tuple[int, ...]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Colour]]

WIDTH, HEIGHT = 1600, 1067


def rgb(code: str) -> Rgb:
    """The colour of a `#rrggbb` code."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(a: Colour, b: Colour, share: float) -> Rgb:
    """Colour `a` with `share` (0 to 1) of it replaced by `b`."""
    red, green, blue = (round(p + (q - p) * share) for p, q in zip(a[:3], b[:3], strict=True))
    return red, green, blue


def fade(colour: Colour, opacity: float) -> Colour:
    """The colour with an opacity from 0 to 1."""
    return (*colour[:3], round(255 * opacity))


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), n - 1)] for k in (-1, 0, 1, 2))
        for s in range(steps):
            t = s / steps
            t2, t3 = t * t, t * t * t
            out.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t2
                        + (3 * b - a - 3 * c + d) * t3
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    if not closed:
        out.append(points[-1])
    return out


@lru_cache(maxsize=64)
def gradient_column(stops: tuple[tuple[float, Colour], ...]) -> Image.Image:
    """A 1 x 256 picture running through the stops (position 0 to 1, colour) from top to bottom."""
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        t = y / 255
        colour = stops[-1][1]
        for (t0, c0), (t1, c1) in pairwise(stops):
            if t <= t1:
                colour = mix(c0, c1, max(0.0, (t - t0) / (t1 - t0 or 1)))
                break
        column.putpixel((0, y), colour[:3])
    return column


@lru_cache(maxsize=16)
def radial_mask(opacity: float, hardness: float) -> Image.Image:
    """A 256 x 256 mask, `opacity` in the middle, nothing at the rim."""
    # Pillow's gradient reaches 181, not 255, in the middle of each edge.
    table = [round(255 * opacity * max(0.0, 1 - v / 179) ** hardness) for v in range(256)]
    return Image.radial_gradient("L").point(table)


class Canvas:
    """Draws flat shapes; every coordinate is in logical units, whatever the picture's size."""

    def __init__(self, width: int, height: int, *, oversample: int = 2) -> None:
        if width < 16 or height < 16:
            raise ValueError(f"a picture needs at least 16 x 16 pixels, not {width} x {height}")
        self.oversample = oversample
        self.scale = max(width / WIDTH, height / HEIGHT) * oversample
        self.dx = (width * oversample - WIDTH * self.scale) / 2
        self.dy = (height * oversample - HEIGHT * self.scale) / 2
        self.image = Image.new("RGB", (width * oversample, height * oversample))
        # "RGBA" on an RGB picture blends translucent fills without a second layer.
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def finish(self) -> Image.Image:
        """The picture reduced to its asked size, with smooth edges."""
        return self.image.reduce(self.oversample)

    def at(self, x: float, y: float) -> Point:
        return x * self.scale + self.dx, y * self.scale + self.dy

    def _box(self, points: Sequence[Point]) -> tuple[int, int, int, int]:
        xs = [p[0] for p in points]
        ys = [p[1] for p in points]
        return (
            max(0, math.floor(min(xs))),
            max(0, math.floor(min(ys))),
            min(self.image.width, math.ceil(max(xs)) + 1),
            min(self.image.height, math.ceil(max(ys)) + 1),
        )

    def poly(self, points: Sequence[Point], fill: Colour) -> None:
        self.pen.polygon([self.at(*p) for p in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed smooth curve through the points."""
        self.poly(smooth(points), fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        x0, y0 = self.at(x - rx, y - ry)
        x1, y1 = self.at(x + rx, y + ry)
        self.pen.ellipse((x0, y0, x1, y1), fill=fill)

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0
    ) -> None:
        box = (*self.at(min(x0, x1), min(y0, y1)), *self.at(max(x0, x1), max(y0, y1)))
        if radius:
            self.pen.rounded_rectangle(box, radius * self.scale, fill=fill)
        else:
            self.pen.rectangle(box, fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        pixels = max(1, round(width * self.scale))
        self.pen.line([self.at(*p) for p in points], fill=fill, width=pixels, joint="curve")

    def limb(self, p: Point, q: Point, r1: float, r2: float, fill: Colour) -> None:
        """A tapered stroke with round ends, radius `r1` at `p` and `r2` at `q`."""
        length = math.hypot(q[0] - p[0], q[1] - p[1]) or 1.0
        nx, ny = -(q[1] - p[1]) / length, (q[0] - p[0]) / length
        self.poly(
            [
                (p[0] + nx * r1, p[1] + ny * r1),
                (q[0] + nx * r2, q[1] + ny * r2),
                (q[0] - nx * r2, q[1] - ny * r2),
                (p[0] - nx * r1, p[1] - ny * r1),
            ],
            fill,
        )
        self.oval(*p, r1, r1, fill)
        self.oval(*q, r2, r2, fill)

    def gradient(self, points: Sequence[Point], stops: Stops) -> None:
        """A polygon filled from top to bottom with the stops."""
        pixels = [self.at(*p) for p in points]
        x0, y0, x1, y1 = self._box(pixels)
        if x1 <= x0 or y1 <= y0:
            return
        top, bottom = min(p[1] for p in pixels), max(p[1] for p in pixels)
        span = (bottom - top) or 1
        upper = min(254.0, max(0.0, (y0 - top) / span * 255))
        lower = min(256.0, max(upper + 1, (y1 - top) / span * 255))
        column = gradient_column(tuple(stops)).resize(
            (1, y1 - y0), Image.Resampling.BILINEAR, box=(0, upper, 1, lower)
        )
        mask = Image.new("1", (x1 - x0, y1 - y0))
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in pixels], fill=1)
        self.image.paste(column.resize(mask.size, Image.Resampling.NEAREST), (x0, y0), mask)

    def backdrop(self, stops: Stops) -> None:
        self.gradient([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], stops)

    def glow(
        self, x: float, y: float, r: float, colour: Colour, opacity: float, hardness: float = 1.6
    ) -> None:
        """A soft round light."""
        self.glow_oval(x, y, r, r, colour, opacity, hardness)

    def glow_oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: Colour,
        opacity: float,
        hardness: float = 1.6,
    ) -> None:
        corner = self.at(x - rx, y - ry)
        size = max(1, round(2 * rx * self.scale)), max(1, round(2 * ry * self.scale))
        mask = radial_mask(opacity, hardness).resize(size, Image.Resampling.BILINEAR)
        self.image.paste(colour[:3], (round(corner[0]), round(corner[1])), mask)

    def mist(self, y0: float, y1: float, colour: Colour, opacity: float) -> None:
        """A level veil, thickest in its middle."""
        top, bottom = round(self.at(0, y0)[1]), round(self.at(0, y1)[1])
        column = Image.new("L", (1, 64))
        for i in range(64):
            column.putpixel((0, i), round(255 * opacity * math.sin(math.pi * i / 63) ** 2))
        mask = column.resize((self.image.width, max(1, bottom - top)), Image.Resampling.BILINEAR)
        self.image.paste(colour[:3], (0, top), mask)

    def wash(self, colour: Colour, opacity: float) -> None:
        """Everything drawn so far drawn towards one colour."""
        mask = Image.new("L", self.image.size, round(255 * opacity))
        self.image.paste(colour[:3], (0, 0, *self.image.size), mask)

    def cloth(self, points: Sequence[Point], tile: Image.Image) -> None:
        """A polygon filled with a repeated tile (already in device pixels)."""
        pixels = [self.at(*p) for p in points]
        x0, y0, x1, y1 = self._box(pixels)
        if x1 <= x0 or y1 <= y0:
            return
        sheet = tiled(tile, x1 - x0, y1 - y0)
        mask = Image.new("1", sheet.size)
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in pixels], fill=1)
        self.image.paste(sheet, (x0, y0), mask)


def tiled(tile: Image.Image, width: int, height: int) -> Image.Image:
    """The tile repeated over a sheet of the given pixels."""
    row = Image.new("RGB", (width, min(tile.height, height)))
    for x in range(0, width, tile.width):
        row.paste(tile, (x, 0))
    sheet = Image.new("RGB", (width, height))
    for y in range(0, height, row.height):
        sheet.paste(row, (0, y))
    return sheet
