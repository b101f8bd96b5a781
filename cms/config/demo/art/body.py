"""The drawing space of one figure, in hundredths of its height, and its head."""

from __future__ import annotations

from .canvas import Canvas, Colour, Point, fade, mix, smooth
from .look import Look
from .motif import motif_tile
from .palette import BATIK, GOLD, LEATHER, TROUSERS


class Body:
    """One figure being drawn: (forward, up) in hundredths of its height to picture units."""

    def __init__(self, c: Canvas, x: float, y: float, h: float, facing: int) -> None:
        self.c, self.x, self.y, self.u, self.facing = c, x, y, h / 100, facing

    def p(self, px: float, py: float) -> Point:
        return self.x + self.facing * px * self.u, self.y - py * self.u

    def limb(self, a: Point, b: Point, r1: float, r2: float, fill: Colour) -> None:
        self.c.limb(self.p(*a), self.p(*b), r1 * self.u, r2 * self.u, fill)

    def blob(self, points: list[Point], fill: Colour) -> None:
        self.c.blob([self.p(*q) for q in points], fill)

    def poly(self, points: list[Point], fill: Colour) -> None:
        self.c.poly([self.p(*q) for q in points], fill)

    def oval(self, px: float, py: float, rx: float, ry: float, fill: Colour) -> None:
        self.c.oval(*self.p(px, py), rx * self.u, ry * self.u, fill)

    def cloth(self, points: list[Point], look: Look, pixels: float = 13) -> None:
        shape = smooth([self.p(*q) for q in points])
        if look.batik is None:
            self.c.poly(shape, look.top)
        else:
            size = max(10, round(pixels * self.u * self.c.scale))
            self.c.cloth(shape, motif_tile(look.motif, size, BATIK[look.batik]))


def draw_head(b: Body, look: Look, lift: float, *, back: bool) -> None:
    y = 92.4 + lift
    shade = mix(look.skin, (70, 20, 20), 0.2)
    if look.head == "hijab":
        tone = look.veil
        b.blob(
            [
                (-7.4, y),
                (-9.4, y - 10),
                (-8.6, y - 17),
                (0, y - 20),
                (8.6, y - 16.5),
                (9.4, y - 10),
                (8, y),
            ],
            tone,
        )
        b.oval(0.3, y + 0.4, 8, 9, tone)
        if not back:
            b.oval(1.7, y, 5.2, 6.5, look.skin)
            b.blob(
                [(-4, y - 7.4), (1, y - 9.5), (7, y - 7.6), (4, y - 14), (-2, y - 14)],
                mix(tone, (20, 20, 40), 0.12),
            )
    else:
        b.limb((0, 81 + lift), (0.4, y - 4), 3.1, 3.0, shade)
        hair = look.hair
        b.oval(0, y + 1.6, 7.1, 7.6, hair)
        if not back:
            b.oval(-5.2, y - 0.6, 1.5, 2, shade)
            b.blob(
                [
                    (-4.6, y + 3),
                    (-4.7, y - 2),
                    (-2.6, y - 6.6),
                    (1.6, y - 8.2),
                    (5.2, y - 6.4),
                    (7, y - 1),
                    (6.8, y + 4),
                    (3, y + 5.6),
                    (-2, y + 4.6),
                ],
                look.skin,
            )
        else:
            b.oval(0, y - 3.4, 5.9, 4.6, hair)
    if not back:
        _face(b, look, y)
    _hat(b, look, y)


def _face(b: Body, look: Look, y: float) -> None:
    ink = (46, 28, 26)
    for ex in (-0.2, 4.6):
        b.oval(ex, y + 0.2, 0.62, 0.78, ink)
        b.poly(
            [(ex - 1.3, y + 2.1), (ex, y + 2.6), (ex + 1.2, y + 2.2), (ex, y + 2.15)],
            mix(look.skin, ink, 0.75),
        )
    b.poly([(2.6, y), (3.5, y - 2), (2.3, y - 2.1)], mix(look.skin, (90, 30, 20), 0.26))
    arc = [(0.6, y - 3.5), (1.5, y - 4.5), (2.7, y - 4.8), (4, y - 3.6), (2.6, y - 4)]
    b.blob(arc, mix(look.skin, (110, 20, 30), 0.6))
    for ex in (-1.8, 5.4):
        b.oval(ex, y - 2.2, 1.2, 0.8, fade((214, 92, 70), 0.22))


def _hat(b: Body, look: Look, y: float) -> None:
    if look.head == "peci":
        b.poly(
            [
                (-7.3, y + 3.4),
                (-6.6, y + 10),
                (-1, y + 11),
                (6.4, y + 10),
                (7.2, y + 4),
                (0, y + 4.6),
            ],
            (32, 28, 34),
        )
    elif look.head == "caping":
        b.poly([(-15, y + 2.6), (0.6, y + 13), (16, y + 2.6), (0.6, y + 0.9)], (222, 186, 120))
        b.poly([(3, y + 2), (0.6, y + 13), (16, y + 2.6)], (196, 154, 92))
    elif look.head == "blangkon":
        b.blob(
            [(-7.8, y + 2.4), (-7, y + 8), (0, y + 11), (6.8, y + 8), (7.6, y + 3.4), (0, y + 5.2)],
            (74, 48, 32),
        )
        b.blob(
            [
                (-6.8, y + 4.4),
                (0, y + 6.6),
                (7, y + 5),
                (6.6, y + 7),
                (0, y + 8.6),
                (-6.6, y + 6.6),
            ],
            (196, 150, 92),
        )
    elif look.head == "cap" or (look.head == "hijab" and look.officer):
        b.blob(
            [(-7.8, y + 3.4), (-7.6, y + 9), (0, y + 12), (7, y + 9.4), (8, y + 4.2), (0, y + 4.8)],
            TROUSERS,
        )
        b.blob([(0, y + 5.4), (7.4, y + 5), (12.4, y + 3), (9, y + 2.8), (2, y + 3.4)], LEATHER)
        b.poly([(-7.7, y + 3.4), (7.8, y + 4.6), (7.7, y + 5.6), (-7.8, y + 4.8)], GOLD)
        b.oval(3.6, y + 8, 1.5, 1.6, GOLD)
    elif look.head == "helmet":
        shell = (232, 226, 214)
        b.blob(
            [
                (-8.6, y - 3.4),
                (-9.6, y + 4),
                (-6.4, y + 10.4),
                (1, y + 12.6),
                (8, y + 9),
                (9.4, y + 3.6),
                (3, y + 3.8),
                (-3.6, y + 2.2),
                (-5, y - 4.4),
            ],
            shell,
        )
        b.blob(
            [(-4.4, y + 8.2), (1, y + 9.6), (8.6, y + 7), (9, y + 5.6), (-4.6, y + 6.4)], TROUSERS
        )
        b.blob([(1, y + 4.4), (9.2, y + 4.6), (12.8, y + 2.6), (8.6, y + 2.6)], LEATHER)
        b.poly([(-4.8, y - 3.6), (-3.7, y - 3.6), (1.6, y - 7.6), (0.8, y - 8.2)], LEATHER)
    elif look.head == "beret":
        b.blob(
            [
                (-7.6, y + 3.6),
                (-10.6, y + 7),
                (-6, y + 11.6),
                (2, y + 11.8),
                (7.2, y + 8),
                (7.4, y + 4),
                (0, y + 4.4),
            ],
            (92, 58, 36),
        )
        b.poly([(-7.6, y + 3), (7.5, y + 3.6), (7.6, y + 5), (-7.6, y + 4.4)], LEATHER)
        b.oval(4.4, y + 7.4, 1.4, 1.6, GOLD)
