"""Scenes of the daily round: a visit, a patrol, the market, the night watch."""

from __future__ import annotations

import random

from . import building, land, people, vehicle
from .canvas import HEIGHT, WIDTH, Canvas, fade, mix
from .motif import motif_tile
from .palette import BATIK, CLOTHS, Light, light_for


def sambang(c: Canvas, rng: random.Random) -> Light:
    """An officer calls on a family at the porch of their house."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh", "senja")
    land.countryside(c, rng, light, horizon=540)
    land.ground(c, rng, light, top=575)
    building.house(c, rng, light, x=rng.uniform(180, 330), y=650, w=rng.uniform(240, 290))
    land.path(c, light, near_x=330, far_x=520, top=592, width=480)
    land.bush(c, rng, light, x=560, y=700, r=70, bloom=rng.choice(CLOTHS))
    land.tufts(c, rng, light, top=720, bottom=1080, count=44)
    building.facade(c, rng, light, left=700, floor=870, top=350)
    building.porch(c, light, left=690, floor=870)
    building.pot(c, rng, light, x=735, y=930, r=30)
    kind = rng.randrange(3)
    elder = people.villager(rng, age="elder")
    if kind == 0:
        building.bench(c, x=1330, y=945, w=380)
        people.figure(c, 1250, 948, 400, elder, people.SIT_TALK, facing=-1)
        people.figure(c, 1400, 948, 390, people.villager(rng), people.SIT, facing=-1)
        people.figure(c, 1010, 985, 450, people.officer(rng), people.TALK)
    elif kind == 1:
        people.figure(c, 930, 975, 450, people.officer(rng), people.GREET)
        people.figure(c, 1150, 960, 420, elder, people.GREET, facing=-1)
        people.figure(c, 1330, 945, 400, people.villager(rng), people.FOLD, facing=-1)
        people.figure(c, 1450, 948, 270, people.villager(rng, age="youth"), people.WAVE, facing=-1)
    else:
        building.bench(c, x=1120, y=945, w=470)
        people.figure(c, 985, 948, 415, people.officer(rng), people.SIT_TALK)
        people.figure(c, 1240, 948, 400, elder, people.SIT, facing=-1)
        people.figure(c, 1455, 945, 410, people.villager(rng), people.FOLD, facing=-1)
    land.bush(c, rng, light, x=110, y=1075, r=130, bloom=rng.choice(CLOTHS))
    if kind != 1 and rng.random() < 0.7:
        vehicle.motorcycle(c, x=390, y=960, w=300, facing=-1, body=(214, 210, 200))
    return light


def patroli(c: Canvas, rng: random.Random) -> Light:
    """A motorcycle on the village road at dusk."""
    light = light_for(rng, "senja", "senja", "senja", "jingga")
    land.countryside(c, rng, light, horizon=560)
    land.ground(c, rng, light, top=600)
    for x in (200, 500, 1330):
        building.house(
            c,
            rng,
            light,
            x=x + rng.uniform(-40, 40),
            y=665 + rng.uniform(-6, 20),
            w=rng.uniform(220, 290),
        )
    for x in (70, 360, 690, 1130, 1490):
        land.bush(c, rng, light, x=x + rng.uniform(-40, 40), y=724, r=rng.uniform(44, 80))
    road = mix(light.earth, (60, 56, 74), 0.55)
    c.gradient(
        [(-20, 770), (1620, 750), (1620, 980), (-20, 1010)],
        [(0, mix(road, light.haze, 0.3)), (1, mix(road, (30, 26, 44), 0.25))],
    )
    for k in range(9):
        x = -60 + k * 205 + rng.uniform(-6, 6)
        c.poly([(x, 880), (x + 105, 878), (x + 99, 887), (x - 7, 889)], fade((255, 240, 214), 0.55))
    for x in (130, 800, 1440):
        _lamp(c, light, x=x + rng.uniform(-30, 30), y=764)
    rider = people.officer(rng, head="helmet")  # nobody rides without one
    x, w = rng.uniform(600, 780), 520
    c.poly(
        [(x + w * 0.3, 950 - w * 0.6), (1660, 800), (1660, 985), (x + w * 0.4, 950 - w * 0.5)],
        fade((255, 236, 180), 0.2),
    )
    _ride(c, rider, x=x, y=950, w=w)
    if rng.random() < 0.65:
        people.figure(c, 1290, 838, 290, people.villager(rng, age="elder"), people.WAVE, facing=-1)
        people.figure(c, 1400, 842, 280, people.villager(rng), people.STAND, facing=-1)
    else:
        people.figure(c, 260, 830, 280, people.villager(rng), people.WAVE)
    land.tufts(c, rng, light, top=1000, bottom=1085, count=60)
    land.banana(c, rng, light, x=1530, y=1100, h=430)
    return light


def _lamp(c: Canvas, light: Light, *, x: float, y: float) -> None:
    c.line([(x, y), (x, y - 330), (x + 50, y - 352)], (58, 54, 66), 7)
    c.glow(x + 58, y - 340, 120, (255, 222, 150), 0.7 if light.dark else 0.35)
    c.oval(x + 58, y - 346, 17, 9, (255, 246, 214))


def _ride(c: Canvas, look: people.Look, *, x: float, y: float, w: float) -> None:
    """A rider in the saddle, hands on the bar."""
    vehicle.motorcycle(c, x=x, y=y, w=w, facing=1, body=(226, 220, 208))
    h = w * 0.92
    pose = people.Pose(near=(44, 62), far=(48, 66), legs="sit")
    people.figure(c, x - w * 0.13, y - w * 0.25, h, look, pose, shadow=False)


def pasar(c: Canvas, rng: random.Random) -> Light:
    """A morning market with awnings, produce and talk."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh")
    land.countryside(c, rng, light, horizon=470)
    land.ground(c, rng, light, top=520, tone=mix(light.earth, (240, 226, 200), 0.35))
    cloths = rng.sample(CLOTHS[:7], 5)
    for k, x in enumerate((160, 470, 780, 1090, 1400)):
        building.tent(c, x=x, y=690, w=330, cloth=cloths[k])
        people.figure(
            c,
            x + rng.uniform(-50, 50),
            672,
            235,
            people.villager(rng),
            people.FOLD,
            facing=rng.choice((-1, 1)),
            shadow=False,
        )
        _produce(c, rng, x=x, y=640, w=290)
    building.bunting(c, rng, p=(-20, 240), q=(820, 230), sag=50)
    building.bunting(c, rng, p=(780, 230), q=(1640, 250), sag=50)
    for x in (90, 1010, 1530):
        people.figure(c, x, 800, 330, people.villager(rng), people.WALK, facing=rng.choice((-1, 1)))
    people.figure(c, 640, 1000, 470, people.officer(rng), rng.choice((people.TALK, people.GREET)))
    people.figure(c, 890, 1005, 450, people.villager(rng, age="elder"), people.FOLD, facing=-1)
    c.rect(1120, 880, 1560, 1000, mix(building.WOOD, building.INK, 0.15), 4)
    band = motif_tile("tumpal", round(70 * c.scale), rng.choice(BATIK))
    c.cloth([(1110, 900), (1570, 900), (1570, 966), (1110, 966)], band)
    _produce(c, rng, x=1340, y=884, w=430, big=True)
    _produce(c, rng, x=220, y=1000, w=340, big=True)
    c.rect(40, 996, 400, 1040, mix(building.WOOD, building.INK, 0.1), 6)
    return light


def _produce(
    c: Canvas, rng: random.Random, *, x: float, y: float, w: float, big: bool = False
) -> None:
    n = 5
    for k in range(n):
        bx, r = x - w / 2 + w * (k + 0.5) / n, w / n * 0.43
        tone = rng.choice(
            (
                (214, 78, 52),
                (92, 142, 66),
                (240, 178, 60),
                (128, 84, 140),
                (232, 128, 58),
                (190, 202, 96),
            )
        )
        for row, m in enumerate((5, 4, 3, 1)):
            for j in range(m):
                px = bx + (j - (m - 1) / 2) * r * 0.42
                c.oval(
                    px,
                    y - r * (0.3 + 0.33 * row),
                    r * 0.26,
                    r * 0.26,
                    mix(tone, (255, 240, 200), 0.1 * row + 0.06 * (j % 2)),
                )
        c.poly(
            [
                (bx - r, y - r * 0.34),
                (bx + r, y - r * 0.34),
                (bx + r * 0.78, y + r * 0.3),
                (bx - r * 0.78, y + r * 0.3),
            ],
            (198, 156, 98),
        )
        if big:
            c.line([(bx - r, y - r * 0.3), (bx + r, y - r * 0.3)], (160, 118, 70), 5)
            c.line([(bx - r * 0.86, y), (bx + r * 0.86, y)], (160, 118, 70), 4)


def pos_kamling(c: Canvas, rng: random.Random) -> Light:
    """The night watch gathers at its lit hut."""
    light = light_for(rng, "senja")
    land.countryside(c, rng, light, horizon=560)
    land.ground(c, rng, light, top=600)
    for x in (150, 1430):
        building.house(c, rng, light, x=x + rng.uniform(-30, 30), y=690, w=rng.uniform(260, 310))
    land.path(c, light, near_x=260, far_x=420, top=615, width=520)
    c.wash((26, 32, 66), 0.5)
    for _ in range(60):
        c.oval(rng.uniform(0, WIDTH), rng.uniform(10, 330), 1.6, 1.6, fade((255, 246, 220), 0.8))
    building.post(c, light, x=960, y=900, w=760)
    c.glow_oval(960, 930, 760, 210, (255, 206, 120), 0.35)
    people.figure(
        c,
        820,
        800,
        430,
        people.villager(rng),
        people.FLOOR_ASK if rng.random() < 0.2 else people.FLOOR,
    )
    people.figure(c, 1110, 800, 425, people.villager(rng, age="elder"), people.FLOOR, facing=-1)
    c.oval(965, 800, 56, 9, (224, 216, 204))
    for dx in (-26, 0, 26):
        c.rect(957 + dx, 772, 973 + dx, 798, rng.choice(CLOTHS), 4)
    people.figure(c, 500, 985, 455, people.officer(rng), people.TALK)
    guest = people.replace(people.villager(rng, age="youth"), head="hair", skirt=False)
    people.figure(c, 690, 1010, 430, guest, people.FOLD, facing=-1)
    people.figure(c, 1420, 990, 430, people.villager(rng), people.WALK, facing=-1)
    land.tufts(c, rng, light, top=960, bottom=HEIGHT + 15, count=40)
    land.banana(c, rng, light, x=60, y=1090, h=440)
    return light
