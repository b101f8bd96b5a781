"""People as simple flat figures; the door to looks and poses for the scenes."""

from __future__ import annotations

import math
from dataclasses import replace

from .body import Body, draw_head
from .canvas import Canvas, Point, Rgb, mix
from .look import (
    CHEER,
    FLOOR,
    FLOOR_ASK,
    FOLD,
    GREET,
    KICK,
    POINT,
    SIT,
    SIT_TALK,
    STAND,
    TALK,
    WALK,
    WAVE,
    Arm,
    Look,
    Pose,
    officer,
    villager,
)
from .palette import BATIK, GOLD, LEATHER, SHIRT_SHADE

__all__ = [
    "CHEER",
    "FLOOR",
    "FLOOR_ASK",
    "FOLD",
    "GREET",
    "KICK",
    "POINT",
    "SIT",
    "SIT_TALK",
    "STAND",
    "TALK",
    "WALK",
    "WAVE",
    "Arm",
    "Look",
    "Pose",
    "figure",
    "officer",
    "replace",
    "villager",
]


def figure(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    look: Look,
    pose: Pose = STAND,
    *,
    facing: int = 1,
    back: bool = False,
    shadow: bool = True,
) -> None:
    """Draw a person with the feet (or the seat, on a floor) at (x, y), `h` tall when standing."""
    b = Body(c, x, y, h, facing)
    if shadow:
        wide = 22 if pose.legs == "floor" else 15
        c.oval(x + h * 0.03, y, wide * b.u, 2.6 * b.u, (20, 20, 40, 46))
    lift = {"sit": -20.0, "floor": -39.0}.get(pose.legs, 0.0)
    sleeve = look.top if look.batik is None else BATIK[look.batik][0]
    _arm(b, look, pose.far, (-8.6, 78.6 + lift), mix(sleeve, (20, 20, 40), 0.2))
    if look.head == "bob":
        b.blob(
            [
                (-7.5, 95 + lift),
                (-8.2, 84 + lift),
                (-5, 77 + lift),
                (4, 78 + lift),
                (7, 86 + lift),
                (6, 96 + lift),
            ],
            look.hair,
        )
    _legs(b, look, pose.legs)
    _torso(b, look, lift, pose.legs, back=back)
    draw_head(b, look, lift, back=back)
    _arm(b, look, pose.near, (8.6, 78.6 + lift), mix(sleeve, (20, 20, 40), 0.07))


def _arm(b: Body, look: Look, arm: Arm, shoulder: Point, sleeve: Rgb) -> None:
    upper, fore = (math.radians(a) for a in arm)
    ex, ey = shoulder[0] + 15.5 * math.sin(upper), shoulder[1] - 15.5 * math.cos(upper)
    hx, hy = ex + 14 * math.sin(fore), ey - 14 * math.cos(fore)
    long = look.head == "hijab" or look.skirt
    b.limb((ex, ey), (hx, hy), 2.7, 2.0, sleeve if long else look.skin)
    b.oval(hx + 1.1 * math.sin(fore), hy - 1.1 * math.cos(fore), 2.5, 2.6, look.skin)
    b.limb(shoulder, (ex, ey), 3.9, 3.1, sleeve)


def _legs(b: Body, look: Look, legs: str) -> None:
    cloth, dark = look.lower, mix(look.lower, (10, 10, 30), 0.22)
    shoe = LEATHER if look.officer else mix(look.lower, (30, 24, 20), 0.6)
    if legs == "floor":
        b.blob([(-19, 4), (-13, 9.5), (0, 10), (14, 9.5), (21, 4), (12, -0.5), (-11, -0.5)], cloth)
        b.limb((-15, 4), (9, 2.6), 3.4, 2.6, dark)
        b.oval(10.5, 2.2, 3.6, 2, look.skin)
        return
    if legs == "sit":
        b.limb((-3, 28), (14, 27), 5.6, 4.6, dark)
        b.limb((14, 27), (13, 4), 4.4, 2.9, dark)
        b.oval(15.6, 1.8, 4.2, 2.1, shoe)
        b.limb((2, 28), (19, 27), 5.8, 4.8, cloth)
        b.limb((19, 27), (19, 4), 4.8 if not look.skirt else 6, 3.1, cloth)
        b.oval(21.4, 1.6, 4.2, 2.1, shoe)
        return
    if look.skirt and legs != "kick":
        for k in (-1, 1):
            b.oval(k * 4 + 2, 1.6, 4.4, 1.9, shoe)
        b.blob(
            [
                (-9, 52),
                (9, 52),
                (9.6, 40),
                (9.8, 16),
                (10.5, 3),
                (0, 2),
                (-10.5, 3),
                (-9.8, 16),
                (-9.6, 40),
            ],
            cloth,
        )
        b.poly([(1, 45), (4.5, 3), (2.4, 2.8)], dark)
        return
    knees: dict[str, tuple[Point, Point, Point, Point]] = {
        "stand": ((-4.6, 26), (-5, 4), (4.8, 26), (5.4, 4)),
        "walk": ((-6, 26), (-15, 6), (8.5, 27), (11, 4)),
        "kick": ((-4, 25), (-8, 4), (14, 36), (26, 20)),
    }
    k1, a1, k2, a2 = knees[legs]
    for hip, knee, ankle, tone in (((-4.2, 48), k1, a1, dark), ((4.2, 48), k2, a2, cloth)):
        b.oval(ankle[0] + 2.2, ankle[1] - 2.2, 4.6, 2.1, shoe)
        b.limb(hip, knee, 5.6, 4.0, tone)
        b.limb(knee, ankle, 4.0, 2.9, tone)


def _torso(b: Body, look: Look, lift: float, legs: str, *, back: bool) -> None:
    hem = 46 if not (look.skirt and look.head == "hijab") or legs in ("sit", "floor") else 37
    shape = [
        (-4, 84),
        (-9.6, 81.6),
        (-11.3, 76),
        (-9.3, 64),
        (-8.8, 54),
        (-9.8, hem),
        (0, hem - 1),
        (9.8, hem),
        (8.8, 54),
        (9.3, 64),
        (11.3, 76),
        (9.6, 81.6),
        (4, 84),
    ]
    shape = [(px, py + lift) for px, py in shape]
    b.cloth(shape, look)
    b.blob(
        [
            (q[0], q[1])
            for q in (
                (-9.6, 81 + lift),
                (-11.3, 76 + lift),
                (-9.3, 64 + lift),
                (-9.8, hem + lift),
                (-5, hem + lift),
                (-5.6, 62 + lift),
            )
        ],
        (20, 20, 40, 30),
    )
    if look.officer:
        _uniform(b, look, lift, back=back)
    elif not back and look.head != "hijab":
        b.poly([(-2.6, 84.5 + lift), (1, 78 + lift), (4.2, 84.5 + lift)], look.skin)


def _uniform(b: Body, look: Look, lift: float, *, back: bool) -> None:
    b.poly([(-9.2, 51.5 + lift), (9.2, 51.5 + lift), (9.5, 48 + lift), (-9.5, 48 + lift)], LEATHER)
    for k in (-1, 1):
        b.poly(
            [
                (k * 5, 84 + lift),
                (k * 10.4, 82 + lift),
                (k * 10.8, 79.6 + lift),
                (k * 5, 81.6 + lift),
            ],
            SHIRT_SHADE,
        )
        b.oval(k * 8.6, 81.4 + lift, 0.8, 0.6, GOLD)
    if back:
        return
    b.poly([(-1.6, 51 + lift), (1.9, 51 + lift), (1.9, 48.4 + lift), (-1.6, 48.4 + lift)], GOLD)
    b.poly([(0.1, 82 + lift), (0.7, 82 + lift), (0.7, 52 + lift), (0.1, 52 + lift)], SHIRT_SHADE)
    for k in (-1, 1):
        x0 = 0.4 + k * 4.9
        b.poly(
            [
                (x0 - 2.7, 73 + lift),
                (x0 + 2.7, 73 + lift),
                (x0 + 2.7, 71 + lift),
                (x0, 70 + lift),
                (x0 - 2.7, 71 + lift),
            ],
            SHIRT_SHADE,
        )
    b.poly([(2.6, 75 + lift), (7.8, 75 + lift), (7.8, 73.8 + lift), (2.6, 73.8 + lift)], LEATHER)
    b.oval(-4.4, 75.6 + lift, 1.5, 1.7, GOLD)
    if look.head != "hijab":
        b.poly(
            [(-2.4, 84.6 + lift), (0.6, 79.4 + lift), (3.8, 84.6 + lift)],
            mix(look.skin, (60, 20, 10), 0.15),
        )
        b.poly([(-3.4, 85 + lift), (0.4, 79 + lift), (-3.8, 80 + lift)], SHIRT_SHADE)
        b.poly([(4.6, 85 + lift), (0.8, 79 + lift), (5, 80 + lift)], SHIRT_SHADE)
