"""A short calm film: megamendung clouds drifting over a landscape."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageChops

from . import building, land
from .canvas import Canvas
from .palette import light_for

_SIZE = (1280, 720)
_FPS = 24
_MARGIN = 200  # spare pixels at the side, so that near layers can drift


def render_video(*, path: str | os.PathLike[str], seed: int, seconds: int = 6) -> None:
    """Write a 1280 x 720 H.264 MP4 with a quiet AAC tone to `path`; same seed, same film.

    Raises:
        ValueError: `seconds` is not between 1 and 30.
        RuntimeError: ffmpeg failed; its last words are in the message.
    """
    if not 1 <= seconds <= 30:
        raise ValueError(f"a film lasts 1 to 30 seconds, not {seconds}")
    rng = random.Random(f"video:{seed}")
    back, layers = _layers(rng)
    tone = rng.choice((196, 220, 247))
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-y",
        "-loglevel",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{_SIZE[0]}x{_SIZE[1]}",
        "-r",
        str(_FPS),
        "-i",
        "-",
        "-f",
        "lavfi",
        "-i",
        f"sine=frequency={tone}:duration={seconds},volume=0.05,"
        f"afade=t=in:d=1,afade=t=out:st={seconds - 1}:d=1",
        # One thread and bitexact flags: the same seed must give the same bytes.
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "25",
        "-maxrate",
        "2200k",
        "-bufsize",
        "4400k",
        "-pix_fmt",
        "yuv420p",
        "-threads",
        "1",
        "-c:a",
        "aac",
        "-b:a",
        "64k",
        "-shortest",
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        "-movflags",
        "+faststart",
        "-f",
        "mp4",
        str(Path(path)),
    ]
    with subprocess.Popen(  # noqa: S603 - a fixed command, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as ffmpeg:
        if ffmpeg.stdin is None or ffmpeg.stderr is None:
            raise RuntimeError("ffmpeg started without its pipes")
        try:
            for n in range(seconds * _FPS):
                frame = back.copy()
                for layer, mask, y, speed in layers:
                    shift = round(n * speed)
                    box = (shift, 0, shift + _SIZE[0], layer.height)
                    frame.paste(layer.crop(box), (0, y), mask.crop(box))
                ffmpeg.stdin.write(frame.tobytes())
            ffmpeg.stdin.close()
        except BrokenPipeError:
            pass  # ffmpeg ended early; its exit code and message say why
        words = ffmpeg.stderr.read().decode(errors="replace").strip()
        if ffmpeg.wait() != 0:
            raise RuntimeError(f"ffmpeg failed: {words[-400:]}")


Layer = tuple[Image.Image, Image.Image, int, float]


def _layers(rng: random.Random) -> tuple[Image.Image, list[Layer]]:
    """The still back and the moving layers (picture, mask, top, pixels a frame), far to near."""
    light = light_for(rng, "pagi", "jingga", "senja", "teduh")
    state = rng.getrandbits(32)
    back = Canvas(*_SIZE)
    top, middle, low = light.sky
    back.backdrop([(0, top), (0.4, middle), (0.62, low), (1, low)])
    x = rng.uniform(400, 1200)
    back.glow(x, 400, 560, light.sun, 0.8)
    back.oval(x, 400, 80, 80, light.sun)
    still = back.finish()
    layers: list[Layer] = []
    wide = (_SIZE[0] + _MARGIN, _SIZE[1])
    for depth, speed in enumerate((0.5, 1.0)):

        def clouds(c: Canvas, depth: int = depth) -> None:
            own = random.Random(state + depth)
            for k in range(5):
                land.cloud(
                    c,
                    330 * k + own.uniform(0, 160),
                    own.uniform(180, 330) + 90 * depth,
                    own.uniform(190, 250) * (1 + 0.35 * depth),
                    light,
                    flip=own.choice((-1, 1)),
                )

        layers.append(_cut(clouds, wide, speed))

    def far(c: Canvas) -> None:
        own = random.Random(state + 7)
        land.volcano(c, own, light, x=own.uniform(500, 1000), base=680, height=330)
        land.hills(c, own, light, base=640, height=130, near=0.25, foot=1000)

    def mid(c: Canvas) -> None:
        own = random.Random(state + 8)
        land.hills(c, own, light, base=720, height=110, near=0.5, foot=1000)
        land.terraces(c, own, light, top=720, bottom=1000, rows=6)
        for k in range(3):
            building.house(c, own, light, x=300 + 480 * k, y=745, w=170)

    def near(c: Canvas) -> None:
        own = random.Random(state + 9)
        for k in range(6):
            land.palm(c, own, light, x=90 + 290 * k, y=960, h=own.uniform(300, 420))
        for k in range(12):
            land.bush(c, own, light, x=60 + 140 * k, y=985, r=own.uniform(70, 120))

    layers += [_cut(far, wide, 0.25), _cut(mid, wide, 0.5), _cut(near, wide, 1.0)]
    return still, layers


def _cut(draw: Callable[[Canvas], None], size: tuple[int, int], speed: float) -> Layer:
    """Draw on black and on white: what differs between the two is transparent."""
    pictures = []
    for ground in ((0, 0, 0), (255, 255, 255)):
        c = Canvas(*size)
        c.wash(ground, 1)
        draw(c)
        pictures.append(c.finish())
    clear = ImageChops.difference(pictures[1], pictures[0]).convert("L")
    mask = ImageChops.invert(clear)
    _, top, _, bottom = mask.getbbox() or (0, 0, 1, 1)
    box = (0, top, size[0], bottom)
    # Half-transparent edges of the white version keep light colours from going grey.
    return pictures[1].crop(box), mask.crop(box), top, speed
