"""How people look and stand: dress by role and age, poses by joint angles."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from .canvas import Rgb
from .motif import MOTIFS
from .palette import BATIK, CLOTHS, GREY, HAIR, LOWERS, SHIRT, SKINS, TROUSERS, VEILS

Arm = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """Dress. `head`: hair, bob, hijab, peci, caping, blangkon, cap, beret or helmet."""

    skin: Rgb
    hair: Rgb
    top: Rgb
    lower: Rgb
    head: str = "hair"
    veil: Rgb = (240, 230, 214)
    batik: int | None = None
    motif: str = "kawung"
    skirt: bool = False
    officer: bool = False


@dataclass(frozen=True)
class Pose:
    """Angles in degrees: 0 hangs down, 90 points forward; `legs`: stand, walk, sit, floor, kick."""

    near: Arm = (6, 12)
    far: Arm = (-6, 6)
    legs: str = "stand"


STAND = Pose()
TALK = Pose(near=(38, 98), far=(-4, 12))
POINT = Pose(near=(72, 88), far=(-8, 20))
FOLD = Pose(near=(18, 62), far=(14, 58))
WAVE = Pose(near=(112, 160), far=(-8, 8))
GREET = Pose(near=(48, 72), far=(-4, 8))
WALK = Pose(near=(30, 52), far=(-26, -8), legs="walk")
SIT = Pose(near=(26, 78), far=(22, 70), legs="sit")
SIT_TALK = Pose(near=(52, 108), far=(22, 70), legs="sit")
FLOOR = Pose(near=(26, 74), far=(20, 64), legs="floor")
FLOOR_ASK = Pose(near=(140, 172), far=(20, 64), legs="floor")
KICK = Pose(near=(-46, -20), far=(58, 84), legs="kick")
CHEER = Pose(near=(150, 172), far=(-150, -172))


def villager(rng: random.Random, *, age: str = "adult") -> Look:
    """A villager at random; `age` is adult, elder or youth."""
    skin, woman = rng.choice(SKINS), rng.random() < 0.48
    look = Look(
        skin,
        rng.choice(HAIR),
        rng.choice(CLOTHS),
        rng.choice(LOWERS),
        veil=rng.choice(VEILS),
        motif=rng.choice(MOTIFS),
    )
    if age != "youth" and rng.random() < 0.55:
        look = replace(look, batik=rng.randrange(len(BATIK)))
    if woman:
        head = rng.choices(("hijab", "bob"), (0.6, 0.4))[0]
        return replace(
            look,
            head=head,
            skirt=rng.random() < 0.75,
            hair=GREY if age == "elder" and head == "bob" else look.hair,
        )
    if age == "elder":
        return replace(
            look,
            head=rng.choice(("peci", "peci", "blangkon", "hair")),
            hair=GREY,
            skirt=rng.random() < 0.5,
        )
    heads = ("hair",) if age == "youth" else ("hair", "hair", "peci", "caping")
    return replace(look, head=rng.choice(heads))


def officer(rng: random.Random, *, head: str | None = None) -> Look:
    """A Bhabinkamtibmas in a brown uniform shade."""
    return Look(
        rng.choice(SKINS),
        rng.choice(HAIR),
        SHIRT,
        TROUSERS,
        head=head or rng.choice(("cap", "cap", "beret", "hijab")),
        veil=TROUSERS,
        officer=True,
    )
