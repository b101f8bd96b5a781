"""Scenes of people together: talks, mediation, youth, festivals, sport."""

from __future__ import annotations

import math
import random

from . import building, land, people
from .canvas import HEIGHT, WIDTH, Canvas, Point, fade, mix, smooth
from .motif import MOTIFS, motif_tile
from .palette import BATIK, CLOTHS, ROOFS, Light, light_for


def _hall(c: Canvas, rng: random.Random, light: Light, *, floor: float) -> None:
    """An open pendopo seen from within: roof beams, pillars, tiled floor, the village beyond."""
    land.countryside(c, rng, light, horizon=floor - 130)
    land.ground(c, rng, light, top=floor - 110)
    building.house(c, rng, light, x=rng.uniform(280, 1320), y=floor - 50, w=250)
    land.bush(c, rng, light, x=rng.uniform(100, 1500), y=floor + 4, r=80, bloom=rng.choice(CLOTHS))
    tile = mix((226, 208, 178), light.haze, 0.2)
    c.gradient(
        [(0, floor), (WIDTH, floor), (WIDTH, HEIGHT), (0, HEIGHT)],
        [(0, mix(tile, building.INK, 0.16)), (1, tile)],
    )
    for k in range(-8, 9):
        c.line(
            [(800 + k * 120, floor), (800 + k * 330, HEIGHT)],
            fade(mix(tile, building.INK, 0.6), 0.22),
            3,
        )
    y, step = floor, 22.0
    while y < HEIGHT:
        c.line([(0, y), (WIDTH, y)], fade(mix(tile, building.INK, 0.6), 0.22), 2)
        y, step = y + step, step * 1.42
    wood = mix(building.WOOD, building.INK, 0.18)
    for x, w in ((70, 44), (520, 28), (1080, 28), (1530, 44)):
        c.rect(x - w / 2, 150, x + w / 2, floor + w * 0.5, wood)
        c.rect(x + w * 0.12, 150, x + w / 2, floor + w * 0.5, fade(building.INK, 0.22))
        c.rect(x - w * 0.8, floor, x + w * 0.8, floor + w * 0.8, (196, 186, 170), 4)
        c.poly([(x - w * 2, 196), (x + w * 2, 196), (x + w / 2, 250), (x - w / 2, 250)], wood)
    c.rect(0, 0, WIDTH, 206, mix(wood, building.INK, 0.25))
    for k in range(18):
        x = -40 + k * 100
        c.poly(
            [(x, 0), (x + 16, 0), (800 + (x - 800) * 0.8 + 12, 130), (800 + (x - 800) * 0.8, 130)],
            mix(wood, light.sun, 0.08),
        )
    band = motif_tile(rng.choice(MOTIFS), max(12, round(64 * c.scale)), rng.choice(BATIK))
    c.cloth([(0, 132), (WIDTH, 132), (WIDTH, 196), (0, 196)], band)
    c.rect(0, 196, WIDTH, 206, mix(wood, building.INK, 0.5))


def penyuluhan(c: Canvas, rng: random.Random) -> Light:
    """An officer speaks to seated villagers in the village hall."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh")
    _hall(c, rng, light, floor=640)
    c.rect(250, 330, 560, 560, (70, 62, 58), 8)
    c.rect(262, 342, 548, 548, (246, 242, 230), 4)
    for k in range(4):
        tone = CLOTHS[(k * 3 + rng.randrange(3)) % len(CLOTHS)]
        c.rect(286, 366 + k * 44, 318, 396 + k * 44, tone, 6)
        c.rect(334, 374 + k * 44, 334 + rng.uniform(110, 190), 386 + k * 44, (190, 180, 164), 5)
    for x in (300, 510):
        c.line([(x, 560), (x + (x - 405) * 0.2, 700)], (70, 62, 58), 9)
    people.figure(
        c,
        690,
        790,
        430,
        people.officer(rng),
        rng.choice((people.POINT, people.TALK)),
        facing=rng.choice((-1, 1)),
    )
    if rng.random() < 0.6:
        people.figure(c, 1290, 765, 390, people.villager(rng, age="elder"), people.FOLD, facing=-1)
        people.figure(c, 1410, 770, 385, people.villager(rng), people.STAND, facing=-1)
    mat = motif_tile("tumpal", max(12, round(40 * c.scale)), rng.choice(BATIK))
    c.cloth([(60, 838), (1540, 838), (1640, 872), (-40, 872)], mat)
    for row, (y, h, n) in enumerate(((880, 330, 8), (985, 400, 7), (1130, 480, 6))):
        for k in range(n):
            x = WIDTH * (k + 0.5 + (0.25 if row % 2 else -0.05)) / n + rng.uniform(-18, 18)
            ask = rng.random() < 0.1
            people.figure(
                c,
                x,
                y,
                h,
                people.villager(rng, age=rng.choice(("adult", "elder"))),
                people.FLOOR_ASK if ask else people.FLOOR,
                back=True,
                facing=rng.choice((-1, 1)),
            )
    return light


def mediasi(c: Canvas, rng: random.Random) -> Light:
    """Two sides and the village elders reach an agreement at one table."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh")
    _hall(c, rng, light, floor=700)
    seats = [(300, 1), (480, 1), (1120, -1), (1300, -1)]
    people.figure(
        c,
        800,
        870,
        440,
        people.officer(rng),
        rng.choice((people.TALK, people.GREET)),
        facing=rng.choice((-1, 1)),
    )
    elder = people.replace(people.villager(rng, age="elder"), head=rng.choice(("peci", "blangkon")))
    people.figure(c, 640, 850, 415, elder, people.FOLD)
    people.figure(c, 960, 850, 405, people.villager(rng), people.FOLD, facing=-1)
    for x, facing in seats:
        building.bench(c, x=x - facing * 20, y=930, w=130)
        people.figure(
            c,
            x,
            935,
            430,
            people.villager(rng, age=rng.choice(("adult", "elder"))),
            rng.choice((people.SIT, people.SIT_TALK)),
            facing=facing,
        )
    c.oval(800, 1010, 470, 26, fade(building.INK, 0.22))
    c.poly([(420, 815), (1180, 815), (1290, 880), (310, 880)], mix(building.WOOD, light.sun, 0.3))
    cloth = motif_tile(rng.choice(MOTIFS), max(12, round(74 * c.scale)), rng.choice(BATIK))
    c.cloth([(310, 880), (1290, 880), (1276, 1010), (324, 1010)], cloth)
    c.poly([(310, 880), (1290, 880), (1288, 892), (312, 892)], fade(building.INK, 0.25))
    c.poly([(730, 832), (850, 832), (868, 862), (716, 862)], (250, 247, 238))
    for k in range(3):
        c.line([(742 - k * 4, 839 + k * 7), (834, 839 + k * 7)], (176, 170, 160), 2.5)
    for x in (500, 640, 980, 1110):
        c.oval(x, 858, 24, 6, (236, 230, 220))
        c.rect(x - 12, 832, x + 12, 857, rng.choice(CLOTHS), 5)
    return light


def remaja(c: Canvas, rng: random.Random) -> Light:
    """An officer with teenagers at the edge of a village pitch."""
    light = light_for(rng, "pagi", "siang", "jingga", "senja")
    _pitch(c, rng, light)
    for _ in range(4):
        people.figure(
            c,
            rng.uniform(150, 1450),
            rng.uniform(690, 740),
            190,
            people.villager(rng, age="youth"),
            rng.choice((people.WALK, people.KICK)),
            facing=rng.choice((-1, 1)),
        )
    people.figure(c, 760, 985, 460, people.officer(rng), people.TALK)
    crew = [
        (470, people.FOLD, 1, 400),
        (590, people.STAND, 1, 415),
        (960, people.FOLD, -1, 410),
        (1090, people.GREET, -1, 400),
        (1225, people.STAND, -1, 395),
    ]
    for x, pose, facing, h in crew:
        look = people.villager(rng, age="youth")
        people.figure(
            c, x + rng.uniform(-14, 14), 975 + rng.uniform(-12, 18), h, look, pose, facing=facing
        )
    _ball(c, 880, 1010, 30)
    land.tufts(c, rng, light, top=1000, bottom=1085, count=40)
    return light


def olahraga(c: Canvas, rng: random.Random) -> Light:
    """A village match: volleyball over the net, or football."""
    light = light_for(rng, "pagi", "siang", "jingga", "teduh")
    _pitch(c, rng, light)
    ours, theirs = rng.sample(CLOTHS[:7], 2)

    def player(
        x: float, y: float, h: float, shirt: tuple[int, int, int], pose: people.Pose, facing: int
    ) -> None:
        look = people.replace(
            people.villager(rng, age="youth"),
            top=shirt,
            skirt=False,
            lower=mix(shirt, building.INK, 0.6),
        )
        people.figure(c, x, y, h, look, pose, facing=facing)

    if rng.random() < 0.5:
        for x in (380, 1230):
            c.rect(x - 8, 470, x + 8, 860, (206, 202, 194))
        c.poly([(380, 490), (1230, 490), (1230, 590), (380, 590)], (255, 255, 255, 56))
        for k in range(35):
            c.line([(380 + k * 25, 490), (380 + k * 25, 590)], (70, 66, 70, 130), 1.6)
        for k in range(5):
            c.line([(380, 490 + k * 25), (1230, 490 + k * 25)], (70, 66, 70, 130), 1.6)
        c.rect(380, 482, 1230, 496, (246, 242, 232))
        for x, y, pose, f in ((620, 800, people.STAND, 1), (980, 790, people.CHEER, -1)):
            player(x, y, 320, theirs, pose, f)
        for x, y, pose, f in (
            (500, 985, people.FOLD, 1),
            (770, 960, people.CHEER, 1),
            (1080, 1000, people.GREET, -1),
        ):
            player(x, y, 430, ours, pose, f)
        _ball(c, 815, 420, 27)
    else:
        for x, y, shirt, f in ((420, 760, theirs, 1), (1010, 745, ours, -1), (1260, 775, ours, -1)):
            player(x, y, 270, shirt, people.WALK, f)
        player(640, 985, 450, ours, people.KICK, 1)
        player(1010, 970, 430, theirs, people.WALK, -1)
        _ball(c, 822, 945, 32)
    people.figure(
        c, 1380, 975, 450, people.officer(rng), rng.choice((people.WAVE, people.CHEER)), facing=-1
    )
    people.figure(c, 150, 960, 400, people.villager(rng), people.CHEER)
    people.figure(c, 260, 975, 400, people.villager(rng, age="elder"), people.FOLD)
    land.tufts(c, rng, light, top=1010, bottom=1085, count=30)
    return light


def _pitch(c: Canvas, rng: random.Random, light: Light) -> None:
    land.countryside(c, rng, light, horizon=540)
    land.ground(c, rng, light, top=580)
    for k in range(8):
        t0, t1 = k / 8, (k + 0.5) / 8
        y0, y1 = 640 + 430 * t0**1.6, 640 + 430 * t1**1.6
        c.rect(0, y0, WIDTH, y1, fade(mix(light.grass, light.sun, 0.4), 0.16))
    c.line([(-20, 700), (1620, 690)], fade((255, 255, 250), 0.75), 4)
    c.line([(200, 700), (-120, 1080)], fade((255, 255, 250), 0.75), 6)
    ring = [(800 + 360 * math.cos(k * 0.1571), 860 + 84 * math.sin(k * 0.1571)) for k in range(41)]
    c.line(ring, fade((255, 255, 250), 0.6), 5)
    for x in rng.sample((140, 420, 700, 1000, 1240, 1470), 3):
        building.house(c, rng, light, x=x, y=632, w=rng.uniform(170, 220))
    gx = 1330
    for a, b in (
        ((gx, 700), (gx, 590)),
        ((gx + 190, 700), (gx + 190, 590)),
        ((gx, 590), (gx + 190, 590)),
    ):
        c.line([a, b], (250, 248, 240), 7)
    building.bunting(c, rng, p=(-20, 330), q=(760, 300), sag=40)


def _ball(c: Canvas, x: float, y: float, r: float) -> None:
    c.oval(x, y, r, r, (250, 247, 240))
    c.oval(x + r * 0.12, y + r * 0.1, r * 0.32, r * 0.32, (60, 56, 64))
    for k in range(5):
        a = k * math.tau / 5 + 0.4
        c.oval(
            x + math.cos(a) * r * 0.8, y + math.sin(a) * r * 0.8, r * 0.17, r * 0.17, (60, 56, 64)
        )
    c.oval(x, y + r * 0.55, r * 0.8, r * 0.4, (20, 20, 40, 26))


def festival(c: Canvas, rng: random.Random) -> Light:
    """A stage with dancers, umbul-umbul, tents, a crowd."""
    light = light_for(rng, "senja", "jingga", "siang", "pagi")
    land.countryside(c, rng, light, horizon=520)
    land.ground(c, rng, light, top=560, tone=mix(light.grass, light.earth, 0.45))
    for x in (110, 300, 1320, 1510):
        building.tent(c, x=x, y=760, w=220, cloth=rng.choice(CLOTHS[:7]))
    for k, x in enumerate((60, 210, 390, 1215, 1390, 1545)):
        building.umbul(
            c,
            x=x,
            y=850,
            h=rng.uniform(470, 580),
            cloth=CLOTHS[(k * 2) % 7],
            trim=CLOTHS[7],
            flip=1 if x < 800 else -1,
        )
    _stage(c, rng, light)
    building.bunting(c, rng, p=(-20, 250), q=(470, 300), sag=36)
    building.bunting(c, rng, p=(1130, 300), q=(1640, 250), sag=36)
    for row, (y, h, n) in enumerate(((960, 300, 13), (1050, 350, 11), (1160, 420, 9))):
        for k in range(n):
            x = WIDTH * (k + 0.5 + 0.3 * (row % 2)) / n + rng.uniform(-20, 20)
            pose = rng.choices((people.STAND, people.CHEER, people.WAVE), (0.7, 0.15, 0.15))[0]
            people.figure(
                c,
                x,
                y,
                h,
                people.villager(rng),
                pose,
                back=True,
                facing=rng.choice((-1, 1)),
                shadow=row == 0,
            )
    people.figure(c, 1290, 985, 420, people.officer(rng), people.WAVE, facing=-1)
    return light


def _stage(c: Canvas, rng: random.Random, light: Light) -> None:
    left, right, floor = 460, 1140, 730
    colours = rng.choice(BATIK)
    sheet = motif_tile(rng.choice(MOTIFS), max(12, round(120 * c.scale)), colours)
    c.cloth([(left + 20, 320), (right - 20, 320), (right - 20, floor), (left + 20, floor)], sheet)
    c.glow_oval(800, 560, 400, 260, (255, 226, 170), 0.6)
    drape = rng.choice(((150, 44, 48), (30, 82, 88), (46, 58, 108)))
    for k in (-1, 1):
        x = 800 + k * 340
        curtain: list[Point] = [
            (x, 310),
            (x - k * 120, 310),
            (x - k * 96, 430),
            (x - k * 34, 560),
            (x - k * 60, floor),
            (x, floor),
        ]
        c.poly([*smooth(curtain[1:], closed=False), curtain[0]], drape)
        for j in range(3):
            c.line(
                [(x - k * (18 + 26 * j), 320), (x - k * (12 + 10 * j), 560)],
                fade(building.INK, 0.2),
                5,
            )
    roof = rng.choice(ROOFS)
    top = smooth(
        [(left - 60, 200), (left + 110, 252), (800, 268), (right - 110, 252), (right + 60, 200)],
        closed=False,
    )
    c.poly([*top, (right + 24, 338), (left - 24, 338)], mix(roof, building.INK, 0.1))
    c.line(top, (232, 184, 74), 9)
    band = motif_tile("tumpal", max(10, round(44 * c.scale)), colours)
    c.cloth([(left - 24, 318), (right + 24, 318), (right + 24, 358), (left - 24, 358)], band)
    for x in (left + 6, right - 6):
        c.rect(x - 15, 330, x + 15, floor, mix(building.WOOD, light.sun, 0.1))
    wood = (190, 144, 96)
    c.poly(
        [
            (left - 20, floor),
            (right + 20, floor),
            (right + 60, floor + 44),
            (left - 60, floor + 44),
        ],
        wood,
    )
    c.cloth(
        [
            (left - 60, floor + 44),
            (right + 60, floor + 44),
            (right + 60, floor + 120),
            (left - 60, floor + 120),
        ],
        band,
    )
    for k, x in enumerate((630, 800, 970)):
        look = people.replace(
            people.villager(rng),
            head="bob",
            skirt=True,
            top=CLOTHS[k * 2],
            batik=rng.randrange(len(BATIK)),
            lower=CLOTHS[(k * 2 + 3) % 7],
        )
        bend = (
            people.Pose(near=(82, 128), far=(-74, -118))
            if k % 2
            else people.Pose(near=(70, 100), far=(-96, -60))
        )
        people.figure(c, x, floor + 24, 290, look, bend, facing=-1 if k == 2 else 1)
        crown = floor + 24 - 290
        for j in range(5):
            c.oval(x + (j - 2) * 8, crown - 2 - 6 * (2 - abs(j - 2)), 4.5, 8, (232, 184, 74))
