"""From any accepted picture to clean ones: upright, sRGB, nothing but pixels. Pure: no Django.

One decode, one chain of resizes (each smaller picture from the one before), encoders in threads
that begin with each size as soon as it is there: FFmpeg and Pillow let go of Python's lock while
they resize and encode.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms, ImageFilter

from cms.base import placeholders
from cms.media import decoders
from cms.media.scaling import scaled
from cms.media.unusable import Unusable

# Raise it whenever the files come out otherwise and the older ones are to be made again.
RECIPE = 1
MASTER_SIDE = 2560
MASTER_QUALITY = 88
WIDTHS = (320, 640, 1280, 1920)
JPEG_QUALITY = 78
WEBP_QUALITY = 76
AVIF_QUALITY = 55
# The fastest of the encoder: slower ones save a few per cent for many times the work.
AVIF_SPEED = 9
ENCODER_THREADS = 2
# What is hidden: so many averages of an area's longer side, and how many pixels each has at least.
CELLS = 8
CELL_MIN = 8
Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels, the last two not in it
Formats = tuple[tuple[str, int], ...]  # content type and quality
# AVIF takes about as long as the others together, so that two threads end together.
_GREEDIEST: Formats = (("image/avif", AVIF_QUALITY),)
_OTHERS: Formats = (("image/webp", WEBP_QUALITY), ("image/jpeg", JPEG_QUALITY))
_EXTENSIONS = {"image/jpeg": "jpg", "image/webp": "webp", "image/avif": "avif"}
_SRGB = ImageCms.createProfile("sRGB")


class Unreadable(Unusable):
    """The picture cannot be decoded."""

    def __init__(self, code: str = "unreadable") -> None:
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One finished file. ``preset`` is ``master`` or ``w<width>``; sizes in pixels."""

    preset: str
    content_type: str
    width: int
    height: int
    data: bytes

    @property
    def extension(self) -> str:
        return _EXTENSIONS[self.content_type]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture in shares of its width and height, 0 to 1."""

    x: float
    y: float
    width: float
    height: float


def decode(file: BinaryIO, *, side: int = MASTER_SIDE) -> tuple[Image.Image, datetime | None]:
    """Return the clean RGB picture, at most ``side`` pixels long, and when it was taken.

    Shrinks before it turns and converts, so that memory follows the result rather than the
    original wherever the format allows. Raises Unreadable, also for what would take too long.
    """
    if decoders.is_too_costly(file):
        raise Unreadable("too-costly")
    file.seek(0)
    try:
        with Image.open(file, formats=decoders.FORMATS) as image:
            if image.format == "WEBP" and image.width * image.height > decoders.WEBP_PIXELS_MAX:
                raise Image.DecompressionBombError
            if image.format in {"JPEG", "MPO"}:  # MPO: a gain map or second view behind it
                image.draft("RGB", (side, side))
            exif = image.getexif()
            taken_at = _taken_at(exif)
            orientation = exif.get(ExifTags.Base.Orientation, 1)
            icc = image.info.get("icc_profile")
            image.load()
            picture = _shrunk(_plain_mode(image), side)
    except decoders.ERRORS:
        raise Unreadable from None
    picture = _srgb(picture, icc)
    if picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    picture = _upright(picture, orientation)
    picture.info = {}
    return picture, taken_at


def _plain_mode(image: Image.Image) -> Image.Image:
    """RGB, RGBA, L or CMYK: modes that can be resized well and colour-managed."""
    transparent = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or (
        image.mode in {"P", "L", "RGB"} and "transparency" in image.info
    )
    if transparent:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I"):
        # 16 bits a channel: Pillow would clip at white instead of scaling.
        return image.point(lambda value: value / 256).convert("L")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _fit(size: tuple[int, int], side: int) -> tuple[int, int]:
    width, height = size
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    size = _fit(picture.size, side)
    if size == picture.size:
        return picture.copy()
    return scaled(picture, size, threads=ENCODER_THREADS)


def _srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            converted = ImageCms.profileToProfile(picture, profile, _SRGB, outputMode=target)
        except (ImageCms.PyCMSError, *decoders.ERRORS):
            converted = None  # a broken profile is common and no reason to lose the picture
        if converted is not None:
            return converted
    return picture if picture.mode == target else picture.convert(target)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _taken_at(exif: Image.Exif) -> datetime | None:
    """When the picture was taken, if the camera knew its zone; a bare local time is a guess."""
    try:
        details = exif.get_ifd(ExifTags.IFD.Exif)
        text = str(details.get(ExifTags.Base.DateTimeOriginal, ""))
        offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, ""))
        sign = {"+": 1, "-": -1}[offset[:1]]
        zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))
        taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    except decoders.ERRORS:
        return None
    return taken if 1990 <= taken.year <= 2100 else None


def encode(
    picture: Image.Image, content_type: str, quality: int, *, is_progressive: bool = True
) -> bytes:
    """``picture`` as a JPEG (``is_progressive``: it shows early on a slow line), WebP or AVIF that
    carries nothing but pixels.

    Not two at once of one picture: while Pillow saves, the options lie on the picture, and another
    thread that saves the same one takes them for its own.
    """
    bare = picture
    if picture.info:
        bare = picture.copy()
        bare.info = {}
    if content_type == "image/jpeg":
        return _jpeg(bare, quality, is_progressive=is_progressive)
    out = io.BytesIO()
    if content_type == "image/webp":
        bare.save(out, "WEBP", quality=quality, method=2)
    else:
        # Tiles let several threads at one picture, for more bytes; ours are at several pictures.
        bare.save(out, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1, autotiling=False)
    return out.getvalue()


def _jpeg(picture: Image.Image, quality: int, *, is_progressive: bool) -> bytes:
    # Through a real file: into memory, Pillow keeps Python's lock until the JPEG is written, and
    # every other thread of the process waits.
    with tempfile.TemporaryFile() as file:
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=is_progressive)
        file.seek(0)
        return file.read()


def chain(
    picture: Image.Image, widths: Sequence[int] = WIDTHS
) -> Iterator[tuple[str, Image.Image]]:
    """(preset, picture) for every width not above the picture's own, each from the one before, the
    largest first.

    A picture narrower than the smallest width is its own only size: nothing is ever enlarged.
    """
    fitting = [width for width in widths if width <= picture.width] or [picture.width]
    current = picture
    for width in sorted(fitting, reverse=True):
        if width != current.width:
            height = max(1, round(picture.height * width / picture.width))
            current = scaled(current, (width, height), threads=ENCODER_THREADS)
        yield f"w{width}", current


def derive(picture: Image.Image, *, master: bool = True) -> list[Encoded]:
    """Every file that readers get (AVIF, WebP and JPEG of each width), and the master first if
    wanted."""
    with ThreadPoolExecutor(ENCODER_THREADS) as pool:
        made, masters = [], []
        for preset, sized in chain(picture):
            # One thread at a picture: all but one of those that want it take a copy (see encode).
            is_taken = sized is picture and master
            made.append(pool.submit(_files, preset, sized, _GREEDIEST, on_copy=is_taken))
            made.append(pool.submit(_files, preset, sized, _OTHERS, on_copy=True))
            # Beside the others, not before them: they would wait for it.
            if master and not masters:
                masters.append(pool.submit(_master, picture))
        return [encoded for files in (*masters, *made) for encoded in files.result()]


def _master(picture: Image.Image) -> list[Encoded]:
    # Only staff see it: nobody waits for it on a slow line.
    data = encode(picture, "image/jpeg", MASTER_QUALITY, is_progressive=False)
    return [Encoded("master", "image/jpeg", picture.width, picture.height, data)]


def _files(preset: str, sized: Image.Image, formats: Formats, *, on_copy: bool) -> list[Encoded]:
    own = sized.copy() if on_copy else sized
    return [
        Encoded(preset, content_type, own.width, own.height, encode(own, content_type, quality))
        for content_type, quality in formats
    ]


def placeholder(picture: Image.Image) -> str:
    """Twelve colours to stand where ``picture`` will be."""
    grid = (placeholders.COLUMNS, placeholders.ROWS)
    small = picture.resize(grid, Image.Resampling.BOX, reducing_gap=2.0)
    data = small.tobytes()
    return placeholders.encode([tuple(data[at : at + 3]) for at in range(0, len(data), 3)])


def clean_master(file: BinaryIO) -> Encoded:
    """The master alone. Raises Unreadable."""
    picture, _taken = decode(file)
    [master] = _master(picture)
    return master


def obscure(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """A copy of ``picture`` in which every box is beyond recognition.

    Boxes that touch, or nearly do, are one area: it is averaged to at most eight cells along its
    longer side, none smaller than ``CELL_MIN`` pixels, and then blurred. What the pixels said is
    gone, not hidden. What lies between the boxes of an area stays as it is.
    """
    out = picture.copy()
    places = [_pixels(box, picture.size) for box in boxes]
    for group in _joined([place for place in places if place]):
        left, top, right, bottom = area = _around(group)
        width, height = right - left, bottom - top
        cell = max(CELL_MIN, max(width, height) / CELLS)
        small = picture.crop(area).resize(
            (max(1, round(width / cell)), max(1, round(height / cell))), Image.Resampling.BOX
        )
        veil = small.resize((width, height), Image.Resampling.NEAREST)
        veil = veil.filter(ImageFilter.GaussianBlur(cell / 3))
        for x, y, x_end, y_end in group:
            out.paste(veil.crop((x - left, y - top, x_end - left, y_end - top)), (x, y))
    return out


def _pixels(box: Box, size: tuple[int, int]) -> Place | None:
    """The pixels that ``box`` touches; None where there are none."""
    width, height = size
    left, top = int(box.x * width), int(box.y * height)
    right = min(width, int((box.x + box.width) * width + 0.999))
    bottom = min(height, int((box.y + box.height) * height + 0.999))
    return (left, top, right, bottom) if right > left and bottom > top else None


def _joined(places: list[Place]) -> list[list[Place]]:
    """``places`` in groups of those that reach each other over gaps narrower than a cell: two
    boxes side by side on one face would else leave twice as much of it."""
    groups: list[list[Place]] = []
    for place in places:
        near = [group for group in groups if any(_are_near(place, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([place, *(other for group in near for other in group)])
    return groups


def _are_near(one: Place, other: Place) -> bool:
    return (
        max(one[0], other[0]) - min(one[2], other[2]) < CELL_MIN
        and max(one[1], other[1]) - min(one[3], other[3]) < CELL_MIN
    )


def _around(group: list[Place]) -> Place:
    lefts, tops, rights, bottoms = zip(*group, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
