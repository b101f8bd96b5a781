"""The picture that stands for a film before it plays. Pure: no Django."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageFilter, ImageStat

from cms.media import pictures
from cms.media.films.tool import Deadline, FilmError, run

FRAME_TIMEOUT_S = 60
DARK_LUMA = 32  # mean brightness, 0–255, below which a frame says nothing
LOOKED_AT_SIDE = 320
_FIRST_LOOK = (0.1, 0.3, 0.5, 0.7, 0.9)
_SECOND_LOOK = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


def poster_of(
    film: Path, duration_s: float, directory: Path, deadline: Deadline
) -> pictures.Encoded:
    """The sharpest bright frame of five; where all are dark of twelve, else the brightest.

    Raises FilmError when not one frame can be read.
    """
    frames: list[tuple[bool, float, Image.Image]] = []
    for shares in (_FIRST_LOOK, _SECOND_LOOK):
        for frame in _frames(film, [duration_s * share for share in shares], directory, deadline):
            luma, sharpness = _look(frame)
            is_bright = luma >= DARK_LUMA
            frames.append((is_bright, sharpness if is_bright else luma, frame))
        if any(is_bright for is_bright, _rank, _frame in frames):
            break
    if not frames:
        raise FilmError("unreadable")
    chosen = max(frames, key=lambda frame: frame[:2])[2]
    data = pictures.encode(chosen, "image/jpeg", pictures.JPEG_QUALITY)
    return pictures.Encoded("poster", "image/jpeg", chosen.width, chosen.height, data)


def _look(frame: Image.Image) -> tuple[float, float]:
    """(mean brightness, sharpness)."""
    grey = frame.convert("L")
    grey.thumbnail((LOOKED_AT_SIDE, LOOKED_AT_SIDE))
    return ImageStat.Stat(grey).mean[0], ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).var[0]


def _frames(
    film: Path, moments_s: list[float], directory: Path, deadline: Deadline
) -> list[Image.Image]:
    """The frames at ``moments_s`` as far as there are any, by one process."""
    inputs, outputs, paths = [], [], []
    for number, moment in enumerate(moments_s):
        path = directory / f"frame-{number}.bmp"
        path.unlink(missing_ok=True)
        paths.append(path)
        inputs += ["-ss", f"{moment:.3f}", "-threads", "1", "-i", str(film)]
        outputs += ["-map", f"{number}:v:0", "-frames:v", "1", "-f", "image2", "-update", "1"]
        outputs += ["-c:v", "bmp", str(path)]
    run("-y", *inputs, *outputs, timeout_s=deadline.left_s(FRAME_TIMEOUT_S))
    found = []
    for path in paths:
        try:
            with Image.open(path, formats=["BMP"]) as image:
                found.append(image.convert("RGB"))
        except (OSError, ValueError):
            continue
    return found
