"""The door to scenes: one seed and one name make one picture."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageOps

from . import scene_gathering, scene_place, scene_village
from .canvas import Canvas
from .palette import Light

_Draw = Callable[[Canvas, random.Random], Light]

_SCENES: dict[str, _Draw] = {
    "sambang": scene_village.sambang,
    "penyuluhan": scene_gathering.penyuluhan,
    "mediasi": scene_gathering.mediasi,
    "patroli": scene_village.patroli,
    "remaja": scene_gathering.remaja,
    "festival": scene_gathering.festival,
    "olahraga": scene_gathering.olahraga,
    "sungai": scene_place.sungai,
    "pasar": scene_village.pasar,
    "sawah": scene_place.sawah,
    "pantai": scene_place.pantai,
    "gunung": scene_place.gunung,
    "pos_kamling": scene_village.pos_kamling,
}
SCENES: tuple[str, ...] = tuple(_SCENES)


def draw_scene(*, seed: int, scene: str, width: int = 1600, height: int = 1067) -> Image.Image:
    """An RGB illustration, `width` x `height` pixels, the same for the same arguments.

    Raises:
        ValueError: the scene is not one of `SCENES`, or the picture is under 16 pixels.
    """
    if scene not in _SCENES:
        raise ValueError(f"unknown scene {scene!r}, choose one of {', '.join(SCENES)}")
    rng = random.Random(f"scene:{scene}:{seed}")
    canvas = Canvas(width, height)
    light = _SCENES[scene](canvas, rng)
    picture = canvas.finish()
    # One multiplied tint over everything makes people and land stand in the same light.
    picture = ImageChops.multiply(picture, Image.new("RGB", picture.size, light.grade))
    return ImageOps.mirror(picture) if rng.random() < 0.5 else picture
