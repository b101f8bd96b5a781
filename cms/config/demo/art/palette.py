"""The colours of the demo pictures: times of day, cloth, skin."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .canvas import Rgb, mix, rgb


@dataclass(frozen=True)
class Light:
    """One time of day. `grade` multiplies the whole finished picture, so that all agrees."""

    name: str
    sky: tuple[Rgb, ...]
    sun: Rgb
    haze: Rgb
    far: Rgb
    near: Rgb
    leaf: Rgb
    grass: Rgb
    earth: Rgb
    water: Rgb
    grade: Rgb
    dark: bool = False


def _shades(codes: str) -> tuple[Rgb, ...]:
    return tuple(rgb(code) for code in codes.split())


def _light(name: str, sky: str, rest: str, *, dark: bool = False) -> Light:
    return Light(name, tuple(rgb(c) for c in sky.split()), *map(rgb, rest.split()), dark=dark)


# sky from zenith to horizon | sun haze far near leaf grass earth water grade
LIGHTS: dict[str, Light] = {
    light.name: light
    for light in (
        _light(
            "pagi",
            "#7fbfcf #bfe0d8 #fbeccb",
            "#fff3c9 #eef0d8 #a4c9c0 #3f8468 #2f7257 #9fc063 #d9bd8c #7fc0c0 #fffaf2",
        ),
        _light(
            "siang",
            "#4fa3cf #a5d8e6 #eaf5ea",
            "#fffbe6 #dcefe8 #93c2cf #3c8a78 #2b7a55 #8abf5c #dcc499 #4fb0bd #ffffff",
        ),
        _light(
            "jingga",
            "#f0a95c #f8cf8a #fdf0d0",
            "#fffbe2 #fbe3b4 #dcb080 #7d7f48 #566a38 #b5b457 #d8a469 #e0b77a #fff4e4",
        ),
        _light(
            "senja",
            "#3a4a80 #c0718a #fcc48c",
            "#ffe9b8 #f4b183 #96719a #3b4570 #2f4258 #6d7a5c #a67a62 #8a6f9c #ffece6",
            dark=True,
        ),
        _light(
            "teduh",
            "#86b0b2 #c6dccf #f1ead6",
            "#fffdf0 #e4ebdc #a3c0b8 #4c7f74 #3a6b58 #92b071 #ccb690 #8bb5b1 #fbfcf7",
        ),
    )
}

SKINS = _shades("#e3ae82 #d59a6c #c68a5c #b0764b #946040 #74492f")
HAIR = _shades("#1f1a1c #2a211f #33261f")
GREY = rgb("#b9b4ae")

SHIRT = rgb("#a1845a")
SHIRT_SHADE = rgb("#83693f")
TROUSERS = rgb("#4b3b2c")
LEATHER = rgb("#241d19")
GOLD = rgb("#e8b84a")

CLOTHS = _shades(
    "#c8553d #e0a458 #2f6f73 #35567d #8c4a5e #d98f6c #5b7f55 #efe3cb #f0c987 #7a5c86 #3b8f8a "
    "#b8434e #d7c4a3 #47627a"
)
LOWERS = _shades("#34405a #4a4038 #2c4a4a #5a3d3a #3c3c46 #6b5a45")
VEILS = _shades("#e7c9b1 #5f8f8b #b56576 #394b6b #d8a65b #efe6d6 #7d6b91 #8a9a5b")
WALLS = _shades("#f1e4c8 #e8d3ad #dfe6d6 #f3d9b8 #cfdcd8 #c99d6b")
ROOFS = _shades("#b5533c #9a4b37 #8a4f3d #a8623f #6b4a41")

# ground, figure, accent, detail
BATIK: tuple[tuple[Rgb, Rgb, Rgb, Rgb], ...] = tuple(
    (rgb(a), rgb(b), rgb(c), rgb(d))
    for a, b, c, d in (
        ("#3b2618", "#e9cfa0", "#a8693a", "#f6ead0"),
        ("#f4e6c9", "#7a4726", "#c08a4a", "#32211a"),
        ("#16324f", "#e8dcc0", "#4f8fb0", "#f5c469"),
        ("#7b2430", "#f0d3a2", "#c9703f", "#fff1d6"),
        ("#12454a", "#e6e2c8", "#3f9a92", "#f0b35a"),
        ("#efe9dc", "#22506b", "#6fa5b8", "#b9553c"),
    )
)


def light_for(rng: random.Random, *names: str) -> Light:
    """One of the named times of day (any, when none is named)."""
    return LIGHTS[rng.choice(names or tuple(LIGHTS))]


def depth(light: Light, t: float) -> Rgb:
    """The colour of land at distance `t`: 0 far in the haze, 1 near."""
    return mix(light.far, light.near, t)
