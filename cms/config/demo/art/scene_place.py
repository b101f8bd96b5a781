"""Scenes in which the land is the subject: river, rice fields, coast, mountain."""

from __future__ import annotations

import random

from . import building, land, people, vehicle
from .canvas import HEIGHT, WIDTH, Canvas, Point, fade, mix
from .palette import CLOTHS, Light, light_for


def sawah(c: Canvas, rng: random.Random) -> Light:
    """Rice terraces, farmers at work, an officer on the dyke."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh")
    land.sky(c, rng, light, horizon=430)
    if rng.random() < 0.6:
        land.volcano(c, rng, light, x=rng.uniform(350, 1250), base=450, height=300)
    land.hills(c, rng, light, base=420, height=120, near=0.3, foot=500)
    land.hills(c, rng, light, base=465, height=90, near=0.6, foot=540)
    for _ in range(4):
        land.palm(c, rng, light, x=rng.uniform(40, 1560), y=470, h=rng.uniform(120, 170), near=0.6)
    building.house(c, rng, light, x=rng.uniform(250, 1350), y=490, w=170)
    land.terraces(c, rng, light, top=455, bottom=1040, rows=10)
    for k in range(3):
        x, y = 180 + k * 190 + rng.uniform(-40, 40), rng.uniform(610, 700)
        look = people.replace(people.villager(rng), head="caping")
        people.figure(c, x, y, 165, look, people.Pose(near=(58, 70), far=(40, 60)), shadow=False)
    people.figure(c, 1010, 1000, 450, people.officer(rng), people.TALK)
    farmer = people.replace(people.villager(rng, age="elder"), head="caping")
    people.figure(c, 1270, 1005, 430, farmer, rng.choice((people.FOLD, people.GREET)), facing=-1)
    land.tufts(c, rng, light, top=985, bottom=1075, count=50)
    land.banana(c, rng, light, x=60, y=1080, h=430)
    return light


def sungai(c: Canvas, rng: random.Random) -> Light:
    """A river between stilt houses, boats, people clearing the bank."""
    light = light_for(rng)
    land.countryside(c, rng, light, horizon=480)
    for x in (190, 480, 1120, 1420):
        building.house(
            c,
            rng,
            light,
            x=x + rng.uniform(-40, 40),
            y=565,
            w=rng.uniform(210, 270),
            kind=rng.choice(("panggung", "panggung", "limasan")),
        )
    land.ground(c, rng, light, top=548)
    water: list[Point] = [
        (700, 540),
        (800, 536),
        (880, 600),
        (860, 680),
        (1180, 790),
        (1660, 860),
        (1660, 1100),
        (-60, 1100),
        (-60, 760),
        (330, 700),
        (640, 620),
    ]
    c.blob([(x, y - 14) for x, y in water], mix(light.earth, light.leaf, 0.25))
    c.gradient(
        land.smooth(water),
        [
            (0, mix(light.water, light.sky[1], 0.55)),
            (0.45, light.water),
            (1, mix(light.water, light.near, 0.3)),
        ],
    )
    for _ in range(46):
        t = rng.random()
        x = 800 + rng.uniform(-1, 1) * (60 + 800 * t)
        c.oval(x, 640 + 400 * t, 20 + 60 * t * rng.random(), 1.2 + 2.4 * t, fade(light.sun, 0.32))
    vehicle.boat(c, x=rng.uniform(560, 680), y=740, w=250, hull=rng.choice(CLOTHS))
    people.figure(c, 620, 735, 150, people.villager(rng), people.FLOOR, shadow=False)
    land.bush(c, rng, light, x=1500, y=860, r=90)
    bank = [(860, 1090), (900, 960), (1080, 905), (1330, 880), (1660, 850), (1660, 1100)]
    c.gradient(land.smooth(bank), [(0, mix(light.grass, light.sun, 0.2)), (1, light.leaf)])
    people.figure(c, 1080, 995, 430, people.officer(rng), people.POINT, facing=-1)
    people.figure(
        c, 1290, 1010, 420, people.villager(rng), rng.choice((people.FOLD, people.TALK)), facing=-1
    )
    people.figure(c, 1470, 1000, 400, people.villager(rng, age="elder"), people.STAND, facing=-1)
    land.tufts(c, rng, light, top=1020, bottom=1080, count=26)
    land.palm(c, rng, light, x=70, y=800, h=560)
    return light


def pantai(c: Canvas, rng: random.Random) -> Light:
    """A fishing beach with jukung, an officer among fishermen."""
    light = light_for(rng, "pagi", "siang", "jingga", "senja")
    land.sky(c, rng, light, horizon=470)
    land.hills(c, rng, light, base=472, height=rng.uniform(60, 130), near=0.15, foot=474)
    land.sea(c, rng, light, top=470, bottom=800)
    for _ in range(3):
        vehicle.boat(
            c,
            x=rng.uniform(120, 1480),
            y=rng.uniform(505, 600),
            w=rng.uniform(90, 140),
            hull=rng.choice(CLOTHS),
            sail=rng.choice(CLOTHS),
        )
    sand = mix(light.earth, (255, 240, 214), 0.45)
    line = [(x, 770 - 0.05 * x + 16 * land.math.sin(x / 190)) for x in range(-40, WIDTH + 80, 40)]
    c.poly([*[(x, y - 26) for x, y in line], (1680, 1100), (-40, 1100)], fade((255, 255, 255), 0.4))
    c.poly([*[(x, y - 10) for x, y in line], (1680, 1100), (-40, 1100)], (250, 248, 240))
    c.gradient(
        [*line, (1680, 1100), (-40, 1100)],
        [(0, mix(sand, light.water, 0.28)), (0.2, sand), (1, mix(sand, light.earth, 0.5))],
    )
    vehicle.boat(c, x=430, y=880, w=560, hull=rng.choice(CLOTHS[:4]))
    vehicle.boat(c, x=1420, y=800, w=330, hull=rng.choice(CLOTHS[4:8]))
    people.figure(c, 940, 1010, 450, people.officer(rng), people.TALK)
    fisher = people.replace(
        people.villager(rng), head=rng.choice(("caping", "hair", "peci")), skirt=False
    )
    people.figure(c, 1180, 1015, 440, fisher, rng.choice((people.GREET, people.FOLD)), facing=-1)
    people.figure(c, 1345, 985, 410, people.villager(rng), people.STAND, facing=-1)
    people.figure(c, 300, 845, 240, people.villager(rng), people.POINT, shadow=False)
    for _ in range(24):
        c.oval(
            rng.uniform(0, WIDTH),
            rng.uniform(900, HEIGHT),
            rng.uniform(3, 7),
            2,
            fade(light.near, 0.22),
        )
    land.palm(c, rng, light, x=90, y=1100, h=820)
    land.palm(c, rng, light, x=1560, y=1080, h=600)
    return light


def gunung(c: Canvas, rng: random.Random) -> Light:
    """A mountain village at first light, an officer with walkers on the track."""
    light = light_for(rng)
    land.sky(c, rng, light, horizon=600)
    land.volcano(c, rng, light, x=rng.uniform(560, 1050), base=600, height=rng.uniform(390, 450))
    land.hills(c, rng, light, base=590, height=150, near=0.25, foot=690)
    c.mist(520, 680, light.haze, 0.6)
    land.hills(c, rng, light, base=670, height=120, near=0.5, foot=760)
    for x in (210, 450, 1180, 1420):
        building.house(
            c,
            rng,
            light,
            x=x + rng.uniform(-50, 50),
            y=690 + rng.uniform(-8, 24),
            w=rng.uniform(150, 210),
        )
    land.forest(c, rng, light, base=722, near=0.8)
    land.ground(c, rng, light, top=715)
    land.path(c, light, near_x=760, far_x=880, top=722, width=520)
    for _ in range(5):
        land.bush(
            c,
            rng,
            light,
            x=rng.choice((rng.uniform(30, 380), rng.uniform(1240, 1570))),
            y=rng.uniform(790, 900),
            r=rng.uniform(40, 80),
            bloom=rng.choice(CLOTHS),
        )
    people.figure(c, 640, 1000, 430, people.officer(rng), people.WALK)
    people.figure(c, 830, 990, 405, people.villager(rng, age="elder"), people.TALK, facing=-1)
    people.figure(c, 985, 930, 330, people.villager(rng), people.WALK, facing=-1)
    people.figure(c, 905, 800, 160, people.villager(rng), people.WALK, facing=-1)
    land.tufts(c, rng, light, top=900, bottom=1080, count=46)
    land.banana(c, rng, light, x=1540, y=1090, h=480)
    return light
