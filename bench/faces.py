"""The face finder on the two real faces that the project has: how small, dark, turned or compressed
they may be; and how many boxes it draws where nobody is.

Run: ``python -m bench.faces``; needs the optional extra (``make faces``). Two faces are no
population: this says where the finder's limits lie, not how often it misses somebody in the field.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter

from bench.scenes import scene
from cms.media import faces

SIZE = (1024, 768)
FACES = Path("tests/media/faces")
HEIGHTS = (12, 16, 20, 24, 32, 48, 96, 192)  # pixels of the face, of a picture 1,024 wide
EMPTY = 40


def _dark(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.3)


def _messenger(picture: Image.Image) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=30)
    return Image.open(out).convert("RGB")


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(2))


CONDITIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda picture: picture,
    "dark (30 %)": _dark,
    "JPEG of quality 30": _messenger,
    "out of focus (2 px)": _blurred,
    "grey": lambda picture: picture.convert("L").convert("RGB"),
}
TURNS = (0, 15, 30, 45, 60, 90)


def placed(portrait: Image.Image, face: faces.Face, height: int, turn: int) -> tuple:
    """A scene with ``portrait`` in it, its face ``height`` pixels high and turned; and the middle
    of the face."""
    share = height / (face.height * portrait.height)
    size = (round(portrait.width * share), round(portrait.height * share))
    turned = portrait.resize(size, Image.Resampling.LANCZOS).rotate(
        turn, Image.Resampling.BICUBIC, center=_middle(face, size)
    )
    x, y = _middle(face, size)
    picture = scene(height + turn, SIZE)
    at = (round(SIZE[0] * 0.5 - x), round(SIZE[1] * 0.5 - y))
    picture.paste(turned, at)
    return picture, (at[0] + x, at[1] + y)


def _middle(face: faces.Face, size: tuple[int, int]) -> tuple[float, float]:
    return (face.x + face.width / 2) * size[0], (face.y + face.height / 2) * size[1]


def is_found(picture: Image.Image, middle: tuple[float, float]) -> bool:
    """Whether a box holds the middle of the face."""
    x, y = middle[0] / picture.width, middle[1] / picture.height
    return any(
        box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
        for box in faces.find(picture)
    )


def main() -> None:
    if not faces.is_available():
        raise SystemExit("The face finder is not installed: make faces.")
    for name in ("astronaut", "cameraman"):
        with Image.open(FACES / f"{name}.jpg") as opened:
            portrait = opened.convert("RGB")
        (face,) = faces.find(portrait)
        print(name)
        for words, change in CONDITIONS.items():
            found = []
            for height in HEIGHTS:
                picture, middle = placed(portrait, face, height, 0)
                found.append(is_found(change(picture), middle))
            print(f"  {words:<22}" + _said(HEIGHTS, found, "px"))
        found = [is_found(*placed(portrait, face, 96, turn)) for turn in TURNS]
        print(f"  {'turned, 96 px':<22}" + _said(TURNS, found, "°"))
    boxes = [len(faces.find(scene(seed, SIZE))) for seed in range(EMPTY)]
    print(f"{EMPTY} scenes without anybody: {sum(boxes)} boxes, in {sum(map(bool, boxes))} of them")


def _said(values: tuple[int, ...], found: list[bool], unit: str) -> str:
    return "  ".join(
        f"{value} {unit} {'yes' if yes else 'NO'}" for value, yes in zip(values, found, strict=True)
    )


if __name__ == "__main__":
    main()
