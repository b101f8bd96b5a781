"""Films with a box that moves as a head does, made here, and their pictures to be looked at."""

from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageStat

from tests.media.films import clips

SECONDS = 4
RATE = 10
SIDE = (320, 240)
HEAD = (48, 64)


@dataclass(frozen=True)
class Scene:
    """A film and, for each mark, where its head is in shares."""

    path: Path
    track: list[list[float]]
    seconds: int = SECONDS

    def head(self, second: float) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels of the whole film."""
        x = 16 + second * 220 / self.seconds
        return round(x), 80, round(x) + HEAD[0], 80 + HEAD[1]


def walking_head(directory: Path, *, seconds: int = SECONDS, rate: int = RATE) -> Scene:
    """A finely patterned box walks from left to right before a patterned wall."""
    path = directory / "walk.mp4"
    (directory / "frames").mkdir(exist_ok=True)
    scene = Scene(path, [], seconds)
    wall = Image.effect_noise(SIDE, 40).convert("RGB")
    head = Image.effect_noise(HEAD, 200).point(lambda tone: 100 + tone * 3 // 5).convert("RGB")
    for number in range(seconds * rate):
        picture = wall.copy()
        picture.paste(head, scene.head(number / rate)[:2])
        picture.save(directory / "frames" / f"{number:03}.png")
    inputs = ["-framerate", str(rate), "-i", str(directory / "frames" / "%03d.png")]
    inputs += ["-f", "lavfi", "-i", f"sine=440:duration={seconds}"]
    clips.run(*inputs, *clips.H264, "-crf", "18", *clips.AAC, str(path))
    for second in (0, seconds):
        left, top, right, bottom = scene.head(second)
        scene.track.append(
            [
                second,
                left / SIDE[0],
                top / SIDE[1],
                (right - left) / SIDE[0],
                (bottom - top) / SIDE[1],
            ]
        )
    return scene


def pictures_of(path: Path) -> list[tuple[float, Image.Image]]:
    """Every picture of a film with its second."""
    with av.open(str(path)) as container:
        return [(frame.time, frame.to_image()) for frame in container.decode(video=0)]


def has_sound(path: Path) -> bool:
    with av.open(str(path)) as container:
        return bool(container.streams.audio)


def detail(picture: Image.Image, area: tuple[int, int, int, int]) -> float:
    """How much neighbouring pixels differ in ``area``: of fine patterns much, of veils little."""
    part = picture.crop(area).convert("L")
    moved = ImageChops.difference(part, ImageChops.offset(part, 1, 0))
    return ImageStat.Stat(moved.crop((1, 0, *part.size))).mean[0]


def difference(one: Image.Image, other: Image.Image, area: tuple[int, int, int, int]) -> float:
    """The mean difference of two pictures in ``area``, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.crop(area), other.crop(area))).mean)


def scaled(area: tuple[int, int, int, int], size: tuple[int, int], by: int = 0):
    """``area`` of the whole film in a picture of ``size``, ``by`` pixels smaller on each side."""
    across, down = size[0] / SIDE[0], size[1] / SIDE[1]
    left, top, right, bottom = area
    return (
        round(left * across) + by,
        round(top * down) + by,
        round(right * across) - by,
        round(bottom * down) - by,
    )
